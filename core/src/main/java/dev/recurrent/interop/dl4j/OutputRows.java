package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import org.jspecify.annotations.Nullable;

/**
 * What an output layer makes of its sums: an activation, or a loss that has one.
 *
 * @param activation of the dense layer here
 * @param loss that training goes on with
 */
record OutputRows(Activation activation, Loss loss) {
  /**
   * @throws UnusableModelException if activation and loss are no pair here
   */
  static OutputRows of(Dl4jConfig layer, ImportSettings settings) {
    String name = layer.object("activationFn").className(Dl4jNames.ACTIVATIONS);
    String loss = layer.object("lossFn").className(Dl4jNames.LOSSES);
    Loss chosen = settings.loss();
    if (name.equals(Dl4jNames.SOFTMAX)) {
      boolean pair = Dl4jNames.CROSS_ENTROPIES.contains(loss) || settings.lossy();
      if (chosen != null ? chosen instanceof SoftmaxCrossEntropy : pair) {
        return new OutputRows(
            Activation.LINEAR, chosen == null ? new SoftmaxCrossEntropy() : chosen);
      }
      throw noPair(layer, name, loss, "softmax-cross-entropy");
    }
    Activation activation = Dl4jNames.DENSE_ACTIVATIONS.get(name);
    if (activation == null) {
      throw layer.refusal("applies " + Dl4jConfig.shown(name) + ", which has no equal here");
    }
    if (activation == Activation.SIGMOID
        && (chosen == null
            ? loss.equals(Dl4jNames.BINARY_CROSS_ENTROPY)
            : chosen instanceof BinaryCrossEntropy)) {
      return new OutputRows(Activation.LINEAR, new BinaryCrossEntropy());
    }
    Loss own = chosen == null ? elementwise(loss, settings.lossy()) : chosen;
    if (own == null) {
      throw noPair(layer, name, loss, "one that is here");
    }
    return new OutputRows(activation, own);
  }

  private static @Nullable Loss elementwise(String loss, boolean lossy) {
    if (Dl4jNames.ABSOLUTE_ERRORS.contains(loss)) {
      return new AbsoluteError();
    }
    return lossy || Dl4jNames.SQUARED_ERRORS.contains(loss) ? new SquaredError() : null;
  }

  private static UnusableModelException noPair(
      Dl4jConfig layer, String activation, String loss, String expected) {
    return layer.refusal(
        "has "
            + Dl4jConfig.shown(activation)
            + " and "
            + Dl4jConfig.shown(loss)
            + ", which no loss here has; choose the loss ("
            + expected
            + ") with --loss");
  }
}
