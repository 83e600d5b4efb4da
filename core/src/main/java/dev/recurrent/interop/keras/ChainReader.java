package dev.recurrent.interop.keras;

import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.nn.layer.PoolingLayer;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.nn.layer.SequenceInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes our layers of a chain of Keras's, one after another. */
final class ChainReader {
  private static final LayerFilling NOTHING = (columns, layout, ours, at) -> {};

  private final KerasWeights weights;
  private final boolean lossy;
  private final ChainInput bottom;
  private final List<Layer> network = new ArrayList<>();
  private final List<LayerFilling> fillings = new ArrayList<>();
  private LayerShape shape;
  private boolean masked;

  /** Whose softmax ends the chain, or null. */
  private @Nullable KerasLayer softmax;

  ChainReader(KerasGraph graph, List<KerasStep> chain, KerasWeights weights, boolean lossy) {
    this.weights = weights;
    this.lossy = lossy;
    bottom = ChainInput.of(graph, chain, weights);
    masked = bottom.masked();
    shape = bottom.input().output();
    for (KerasStep step : chain.subList(bottom.steps(), chain.size())) {
      try {
        add(step.layer());
      } catch (IllegalArgumentException e) {
        throw step.layer().refusal("does not fit: " + e.getMessage());
      }
    }
  }

  SequenceInput input() {
    return bottom.input();
  }

  List<Layer> network() {
    return network;
  }

  /** Whether the last layer gives probabilities of classes. */
  boolean endsInSoftmax() {
    return softmax != null;
  }

  /** Leaves out what stands above the last recurrent layer: its state alone is of use. */
  void keepStates() {
    while (!(network.get(network.size() - 1) instanceof Recurrent)) {
      network.remove(network.size() - 1);
      fillings.remove(fillings.size() - 1);
    }
  }

  /**
   * Copies the weights.
   *
   * @param at where the chain's parameters begin
   * @return where they end
   */
  int fill(float[] ours, int at) {
    ParameterLayout layout = bottom.input().layout();
    bottom.filling().fill(0, layout, ours, at);
    int end = at + layout.size();
    LayerShape below = bottom.input().output();
    for (int i = 0; i < network.size(); i++) {
      layout = network.get(i).layout(below);
      fillings.get(i).fill(below.columns(), layout, ours, end);
      end += layout.size();
      below = network.get(i).output(below);
    }
    return end;
  }

  private void add(KerasLayer layer) {
    KerasPrecision.require(layer, lossy);
    KerasConfig config = layer.config();
    switch (layer.type()) {
      // They change nothing in a prediction, and nothing here does the same in training.
      case "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization" -> {}
      case "Dropout" -> dropout(layer, config.value("noise_shape") != null);
      case "SpatialDropout1D" -> dropout(layer, true);
      case "SimpleRNN", "LSTM", "GRU" -> {
        KerasCell cell = KerasCell.of(layer.type(), config, false, lossy);
        recurrent(layer, cell, 1, null);
      }
      case "Bidirectional" -> bidirectional(layer);
      case "Dense" -> dense(layer, config, "");
      case "TimeDistributed" -> timeDistributed(layer);
      case "Activation" -> activation(layer, activation(config));
      case "ReLU" -> activation(layer, plainRelu(layer));
      case "Softmax" -> activation(layer, KerasActivations.SOFTMAX);
      case "GlobalAveragePooling1D" -> pooling(layer, Pooling.MEAN);
      case "GlobalMaxPooling1D" -> pooling(layer, Pooling.MAX);
      default ->
          throw layer.refusal(
              "has no equal here, expected Embedding, Masking, LSTM, GRU, SimpleRNN, Bidirectional,"
                  + " Dense, TimeDistributed, Activation, Dropout, SpatialDropout1D or a global"
                  + " pooling of one dimension");
    }
  }

  private void append(Layer ours, LayerFilling filling) {
    if (softmax != null) {
      throw softmax.refusal("has a softmax below other layers, expected it at the end");
    }
    shape = ours.output(shape);
    network.add(ours);
    fillings.add(filling);
  }

  private void dropout(KerasLayer layer, boolean wholeSequence) {
    double rate = layer.config().number("rate", 0);
    if (!(rate >= 0 && rate < 1)) {
      throw layer.refusal("has rate " + rate + ", expected at least 0 and below 1");
    }
    Dropout.Kind kind =
        wholeSequence && shape.eachStep() ? Dropout.Kind.WHOLE_SEQUENCE : Dropout.Kind.EACH_STEP;
    append(new DropoutLayer((float) rate, kind), NOTHING);
  }

  private void recurrent(
      KerasLayer layer, KerasCell cell, int directions, MergeDirections.@Nullable Mode merge) {
    LayerFilling filling = new RecurrentFilling(weights, layer, cell, directions);
    append(new Recurrent(cell.cell(), cell.units(), directions), filling);
    if (!cell.sequences()) {
      append(new PoolingLayer(Pooling.LAST), NOTHING);
    }
    if (merge != null) {
      append(new MergeDirections(merge), NOTHING);
    }
  }

  private void bidirectional(KerasLayer layer) {
    KerasConfig config = layer.config();
    KerasConfig inner = config.object("layer");
    KerasCell forward =
        KerasCell.of(
            inner.text("class_name"),
            inner.object("config").at(layer.config().place()),
            false,
            lossy);
    if (config.value("backward_layer") != null) {
      KerasConfig second = config.object("backward_layer");
      KerasConfig settings = second.object("config").at(layer.config().place());
      if (!KerasCell.of(second.text("class_name"), settings, true, lossy).equals(forward)) {
        throw layer.refusal("has a backward_layer unlike its layer, expected the same sizes");
      }
    }
    Object mode = config.value("merge_mode");
    MergeDirections.Mode merge =
        switch (String.valueOf(mode)) {
          case "concat" -> null;
          case "sum" -> MergeDirections.Mode.SUM;
          case "mul" -> MergeDirections.Mode.PRODUCT;
          case "ave" -> MergeDirections.Mode.MEAN;
          default ->
              throw layer.refusal(
                  "has merge_mode "
                      + KerasConfig.shown(mode)
                      + ", expected concat, sum, mul or ave: one output");
        };
    recurrent(layer, forward, 2, merge);
  }

  private void timeDistributed(KerasLayer layer) {
    KerasConfig inner = layer.config().object("layer");
    String type = inner.text("class_name");
    if (!type.equals("Dense")) {
      throw layer.refusal("holds a " + KerasConfig.shown(type) + ", expected a Dense");
    }
    if (!shape.eachStep()) {
      throw layer.refusal("reads one row for a sequence, expected a row for each step");
    }
    dense(layer, inner.object("config").at(layer.config().place()), "layer");
  }

  private void dense(KerasLayer layer, KerasConfig config, String path) {
    int size = config.size("units");
    boolean bias = config.flag("use_bias", true);
    String activation = activation(config);
    Activation ours = KerasActivations.ours(activation);
    append(new DenseLayer(size, ours), LayerFilling.dense(weights, layer, path, size, bias));
    softmax = activation.equals(KerasActivations.SOFTMAX) ? layer : null;
  }

  private String activation(KerasConfig config) {
    return KerasActivations.oneOf(
        config, "activation", lossy, "linear", "tanh", "sigmoid", "relu", KerasActivations.SOFTMAX);
  }

  private static String plainRelu(KerasLayer layer) {
    KerasConfig config = layer.config();
    boolean plain =
        config.value("max_value") == null
            && config.number("negative_slope", 0) == 0
            && config.number("threshold", 0) == 0;
    if (!plain) {
      throw layer.refusal("has a slope, a threshold or a largest value, expected a plain relu");
    }
    return "relu";
  }

  /** An activation of its own becomes that of the dense layer below. */
  private void activation(KerasLayer layer, String name) {
    if (softmax != null) {
      throw softmax.refusal("has a softmax below other layers, expected it at the end");
    }
    int last = network.size() - 1;
    if (name.equals(KerasActivations.SOFTMAX)) {
      softmax = layer;
    } else if (!name.equals("linear")) {
      if (last >= 0
          && network.get(last) instanceof DenseLayer below
          && below.activation() == Activation.LINEAR) {
        network.set(last, new DenseLayer(below.size(), KerasActivations.ours(name)));
      } else {
        throw layer.refusal("applies " + name + ", expected that above a Dense without one");
      }
    }
  }

  private void pooling(KerasLayer layer, Pooling pooling) {
    KerasConfig config = layer.config();
    if (config.flag("keepdims", false)
        || !config.text("data_format", "channels_last").equals("channels_last")) {
      throw layer.refusal("keeps dimensions or has channels first, expected one row of columns");
    }
    if (pooling == Pooling.MAX && masked && !lossy) {
      throw layer.refusal(
          "reads masked steps too in Keras, here it skips them; pass --lossy to take it so");
    }
    append(new PoolingLayer(pooling), NOTHING);
  }
}
