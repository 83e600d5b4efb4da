package dev.recurrent.interop.keras;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of ours as Keras has it: Sequential, or functional where it has an encoder.
 *
 * @param layers in Keras's order
 * @param inputs of a functional model; empty in a Sequential one
 * @param output of a functional model
 */
record KerasNetwork(List<WrittenLayer> layers, List<WrittenTensor> inputs, WrittenTensor output) {
  /**
   * @param lossy whether an own loss, which may change outputs, is left out
   * @throws InexpressibleModelException naming what Keras cannot hold
   */
  static KerasNetwork of(ModelDirectory directory, boolean lossy) {
    SequencePredictor predictor = SequencePredictor.load(directory);
    SequenceModel model = predictor.model();
    SequenceModel encoder = model.encoder();
    float[] parameters = predictor.parameters();
    return encoder == null
        ? sequential(model, parameters, lossy)
        : functional(model, encoder, parameters, lossy);
  }

  private static KerasNetwork sequential(SequenceModel model, float[] parameters, boolean lossy) {
    ChainWriter chain = new ChainWriter(model, parameters, 0, "", false, List.of());
    end(chain, model.loss(), lossy);
    return new KerasNetwork(chain.layers(), List.of(), chain.end());
  }

  private static KerasNetwork functional(
      SequenceModel model, SequenceModel encoder, float[] parameters, boolean lossy) {
    if (encoder.encoder() != null) {
      throw new InexpressibleModelException(
          "the encoder has an encoder of its own, expected at most one");
    }
    boolean states = encoder.output().eachStep();
    ChainWriter source = new ChainWriter(encoder, parameters, 0, "encoder_", states, List.of());
    List<List<WrittenTensor>> initial = source.states();
    if (!states) {
      initial = List.of(List.of(source.end()));
    }
    int at = encoder.layout().size();
    ChainWriter chain = new ChainWriter(model, parameters, at, "decoder_", false, initial);
    if (!states && (chain.states().size() > 1 || chain.states().get(0).size() > 1)) {
      throw new InexpressibleModelException(
          "the encoder gives one row that holds several states; Keras starts a layer from one"
              + " tensor for each state");
    }
    end(chain, model.loss(), lossy);
    List<WrittenLayer> all = new ArrayList<>(source.layers());
    all.addAll(chain.layers());
    return new KerasNetwork(
        LayerOrder.of(all, chain.end().layer()), List.of(input(source), input(chain)), chain.end());
  }

  private static WrittenTensor input(ChainWriter chain) {
    return new WrittenTensor(chain.layers().get(0).name(), 0, List.of());
  }

  private static void end(ChainWriter chain, Loss loss, boolean lossy) {
    if (loss instanceof SoftmaxCrossEntropy) {
      chain.endIn(KerasActivations.SOFTMAX);
    } else if (loss instanceof BinaryCrossEntropy) {
      chain.endIn("sigmoid");
    } else if (!(loss instanceof SquaredError
            || loss instanceof AbsoluteError
            || loss instanceof Huber)
        && !lossy) {
      throw new InexpressibleModelException(
          "the loss "
              + loss.getClass().getName()
              + " may change the outputs, and Keras does not have it; pass --lossy to leave it"
              + " out");
    }
  }

  /** The model's configuration. */
  Map<String, Object> config() {
    boolean functional = !inputs.isEmpty();
    List<Object> entries = new ArrayList<>();
    for (WrittenLayer layer : layers) {
      Map<String, Object> config = KerasJson.named(layer.name(), layer.config());
      String module = "keras.layers";
      Map<String, Object> entry = KerasJson.object(module, layer.type(), config);
      if (functional) {
        entry.put("name", layer.name());
        entry.put("inbound_nodes", layer.inputs().isEmpty() ? List.of() : List.of(call(layer)));
      }
      entries.add(entry);
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", functional ? "functional" : "sequential");
    config.put("trainable", true);
    config.put("layers", entries);
    if (functional) {
      config.put("input_layers", inputs.stream().map(WrittenTensor::history).toList());
      config.put("output_layers", List.of(output.history()));
      return KerasJson.object("keras.src.models.functional", "Functional", config);
    }
    return KerasJson.object("keras", "Sequential", config);
  }

  private static Map<String, Object> call(WrittenLayer layer) {
    List<WrittenTensor> inputs = layer.inputs();
    List<Object> states = new ArrayList<>();
    inputs.subList(1, inputs.size()).forEach(state -> states.add(state.argument()));
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("args", List.of(inputs.get(0).argument()));
    call.put("kwargs", states.isEmpty() ? Map.of() : Map.of("initial_state", states));
    return call;
  }

  /** The groups in which an archive has the layers' weights, in their order: "lstm_1". */
  List<String> groups() {
    return ArchiveWeights.groups(layers.stream().map(WrittenLayer::type).toList());
  }
}
