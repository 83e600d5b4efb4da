package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a model of a file: the chain to its output, and the chain whose states start it. */
final class KerasModelReader {
  private final KerasFile file;
  private final KerasGraph graph;
  private final ImportSettings settings;
  private final String where;

  KerasModelReader(KerasFile file, ImportSettings settings, String where) {
    this.file = file;
    this.settings = settings;
    this.where = where;
    graph = file.graph();
  }

  SequencePredictor read() {
    KerasTensor output = output();
    List<KerasStep> chain = graph.chain(output);
    KerasLayer last = graph.outputs().get(0).layer().isEmpty() ? null : graph.layer(output);
    if (output.output() > 0 && last != null && !settings.lossy()) {
      throw last.refusal("gives its state as the model's output; pass --lossy to take its output");
    }
    ChainReader main = reader(chain);
    ChainReader encoder = new EncoderReader(graph, this::reader, settings.lossy()).of(chain);
    try {
      Loss loss = loss(main);
      SequenceModel model =
          new SequenceModel(
              main.input(),
              main.network(),
              loss,
              encoder == null
                  ? null
                  : new SequenceModel(
                      encoder.input(), encoder.network(), new SquaredError(), null));
      return new SequencePredictor(model, parameters(model, main, encoder));
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(where + ": " + e.getMessage(), e);
    }
  }

  private ChainReader reader(List<KerasStep> chain) {
    return new ChainReader(graph, chain, file.weights(), settings.lossy());
  }

  private KerasTensor output() {
    List<KerasTensor> outputs = graph.outputs();
    if (outputs.size() > 1 && !settings.lossy()) {
      throw graph
          .config()
          .refusal(
              "has " + outputs.size() + " outputs, expected one; pass --lossy to keep the first");
    }
    return outputs.get(0);
  }

  /** The numbers come from the file; those of an embedding in both chains count twice. */
  private float[] parameters(SequenceModel model, ChainReader main, @Nullable ChainReader encoder) {
    int size = model.layout().size();
    if (2L * size > file.size()) {
      throw new UnusableModelException(
          where + " says it has " + size + " weights, and " + file.size() + " bytes for them");
    }
    float[] parameters = new float[size];
    int at = encoder == null ? 0 : encoder.fill(parameters, 0);
    main.fill(parameters, at);
    return parameters;
  }

  /** The caller's, else the file's, else what the last activation asks for. */
  private Loss loss(ChainReader main) {
    Loss chosen = settings.loss();
    Loss compiled = KerasLoss.of(file.training());
    if (main.endsInSoftmax()) {
      Loss loss = Objects.requireNonNullElseGet(chosen, SoftmaxCrossEntropy::new);
      if (!(loss instanceof SoftmaxCrossEntropy)) {
        throw new UnusableModelException(
            where + " ends in a softmax, which only the loss softmax-cross-entropy has");
      }
      return loss;
    }
    Loss loss = chosen == null ? compiled : chosen;
    boolean sigmoid = endsIn(main, Activation.SIGMOID);
    if (sigmoid && (loss == null || loss instanceof BinaryCrossEntropy)) {
      withoutActivation(main.network());
      return new BinaryCrossEntropy();
    }
    // A loss of probabilities would make other outputs of a file that has no sigmoid.
    boolean probabilities = chosen == null && compiled instanceof BinaryCrossEntropy;
    return loss == null || probabilities ? new SquaredError() : loss;
  }

  private static boolean endsIn(ChainReader chain, Activation activation) {
    List<Layer> network = chain.network();
    return !network.isEmpty()
        && network.get(network.size() - 1) instanceof DenseLayer last
        && last.activation() == activation;
  }

  private static void withoutActivation(List<Layer> network) {
    int last = network.size() - 1;
    int size = ((DenseLayer) network.get(last)).size();
    network.set(last, new DenseLayer(size, Activation.LINEAR));
  }
}
