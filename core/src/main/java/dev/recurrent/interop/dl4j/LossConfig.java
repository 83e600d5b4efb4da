package dev.recurrent.interop.dl4j;

import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loss in DL4J, and the activation below it.
 *
 * @param activation class without its package
 * @param name class without its package
 */
record LossConfig(String activation, String name) {
  /**
   * @param activation of the dense layer below the loss
   * @return null if the loss has an activation of its own above another one
   * @throws InexpressibleModelException for a loss that DL4J does not have, unless lossy
   */
  static @Nullable LossConfig of(Loss loss, Activation activation, boolean lossy) {
    if (loss instanceof SoftmaxCrossEntropy) {
      return own(activation, Dl4jNames.SOFTMAX, "LossMCXENT");
    }
    if (loss instanceof BinaryCrossEntropy) {
      return own(activation, Dl4jNames.SIGMOID, Dl4jNames.BINARY_CROSS_ENTROPY);
    }
    if (!lossy && !(loss instanceof SquaredError) && !(loss instanceof AbsoluteError)) {
      throw new InexpressibleModelException(
          "the loss is "
              + loss.getClass().getName()
              + ", which DL4J does not have; pass --lossy for the squared error and outputs as the"
              + " last layer gives them");
    }
    String name = loss instanceof AbsoluteError ? "LossMAE" : "LossMSE";
    return new LossConfig(Dl4jNames.of(activation), name);
  }

  private static @Nullable LossConfig own(Activation below, String activation, String name) {
    return below == Activation.LINEAR ? new LossConfig(activation, name) : null;
  }

  Map<String, Object> fields() {
    return Map.of("@class", Dl4jNames.LOSSES + "." + name);
  }
}
