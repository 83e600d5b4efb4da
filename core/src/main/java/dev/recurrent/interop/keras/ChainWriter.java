package dev.recurrent.interop.keras;

import dev.recurrent.interop.InexpressibleModelException;
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
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the layers of one chain, from its input up. */
final class ChainWriter {
  private final SequenceInput input;
  private final List<Layer> network;
  private final float[] parameters;
  private final String prefix;
  private final boolean keepsStates;
  private final List<List<WrittenTensor>> initial;
  private final List<List<WrittenTensor>> states = new ArrayList<>();
  private final List<WrittenLayer> layers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private LayerShape shape;
  private int at;

  /**
   * @param at where the chain's parameters begin
   * @param prefix of the layers' names
   * @param keepsStates whether the states of its recurrent layers are what it is for
   * @param initial what starts its recurrent layers; empty for zeros
   */
  ChainWriter(
      SequenceModel model,
      float[] parameters,
      int at,
      String prefix,
      boolean keepsStates,
      List<List<WrittenTensor>> initial) {
    input = model.input();
    network = LastSteps.belowDropout(model.network());
    this.parameters = parameters;
    this.at = at;
    this.prefix = prefix;
    this.keepsStates = keepsStates;
    this.initial = initial;
    shape = input.output();
    writeInput();
    int end = keepsStates ? lastRecurrent() + 1 : network.size();
    for (int i = 0; i < end; ) {
      i = write(i);
    }
  }

  private int lastRecurrent() {
    int last = network.size() - 1;
    while (!(network.get(last) instanceof Recurrent)) {
      last--;
    }
    return last;
  }

  List<WrittenLayer> layers() {
    return layers;
  }

  /** The states of each recurrent layer. */
  List<List<WrittenTensor>> states() {
    return states;
  }

  /** What the last layer gives. */
  WrittenTensor end() {
    return tensor(layers.get(layers.size() - 1).name(), 0);
  }

  private WrittenTensor tensor(String layer, int output) {
    List<@Nullable Integer> sizes = new ArrayList<>();
    sizes.add(null);
    if (shape.eachStep()) {
      sizes.add(null);
    }
    sizes.add(shape.columns());
    return new WrittenTensor(layer, output, Collections.unmodifiableList(sizes));
  }

  private String name(String type) {
    String base = prefix + ArchiveWeights.snakeCase(type);
    String name = base;
    for (int i = 1; !names.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  private void add(
      String type, Map<String, Object> config, Map<String, List<KerasArray>> weights, int starts) {
    List<WrittenTensor> inputs = new ArrayList<>();
    if (!layers.isEmpty()) {
      inputs.add(end());
    }
    if (starts >= 0) {
      inputs.addAll(initial.get(starts));
    }
    layers.add(new WrittenLayer(name(type), type, config, weights, inputs));
  }

  private void add(String type, Map<String, Object> config) {
    add(type, config, Map.of(), -1);
  }

  private void writeInput() {
    boolean tokens = input.hasTokens();
    if (tokens && input.features() > 0) {
      throw new InexpressibleModelException(
          "the input has numbers and a token at each step; a chain of Keras's layers reads one of"
              + " them");
    }
    List<@Nullable Integer> sizes = new ArrayList<>(Collections.nCopies(2, null));
    if (!tokens) {
      sizes.add(input.features());
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("batch_shape", sizes);
    config.put("dtype", "float32");
    layers.add(new WrittenLayer(name("InputLayer"), "InputLayer", config, Map.of(), List.of()));
    if (tokens) {
      int rows = input.vocabularySize();
      int columns = input.embeddingSize();
      Map<String, Object> embedding = KerasJson.layer();
      embedding.put("input_dim", rows);
      embedding.put("output_dim", columns);
      embedding.put("mask_zero", false);
      KerasArray array = array("embeddings", at, rows, columns);
      WrittenTensor read =
          new WrittenTensor(layers.get(0).name(), 0, Collections.unmodifiableList(sizes));
      layers.add(
          new WrittenLayer(
              name("Embedding"),
              "Embedding",
              embedding,
              Map.of("", List.of(array)),
              List.of(read)));
    }
    at += input.layout().size();
  }

  private KerasArray array(String name, int from, int... sizes) {
    float[] values = new float[sizes[0] * (sizes.length > 1 ? sizes[1] : 1)];
    System.arraycopy(parameters, from, values, 0, values.length);
    return new KerasArray(name, sizes, values);
  }

  /** Writes a layer with those that are part of it in Keras; returns the index of the next. */
  private int write(int i) {
    Layer layer = network.get(i);
    if (layer instanceof Recurrent recurrent) {
      return recurrent(recurrent, i);
    }
    if (layer instanceof DenseLayer dense) {
      dense(dense);
    } else if (layer instanceof DropoutLayer dropout) {
      boolean steps = dropout.kind() == Dropout.Kind.WHOLE_SEQUENCE && shape.eachStep();
      Map<String, Object> config = KerasJson.layer();
      config.put("rate", dropout.rate());
      add(steps ? "SpatialDropout1D" : "Dropout", config);
    } else if (layer instanceof PoolingLayer pooling) {
      pooling(pooling.pooling());
    } else {
      throw new InexpressibleModelException(
          "layer "
              + layer.name()
              + " ("
              + layer.type()
              + ") has no equal in Keras where it stands; Keras merges directions in the"
              + " Bidirectional itself");
    }
    shape = layer.output(shape);
    return i + 1;
  }

  private void pooling(Pooling pooling) {
    switch (pooling) {
      case MEAN -> add("GlobalAveragePooling1D", KerasJson.layer());
      case MAX -> add("GlobalMaxPooling1D", KerasJson.layer());
      default ->
          throw new InexpressibleModelException(
              "layer pooling ("
                  + pooling.label()
                  + ") has no equal in Keras where it stands, expected mean, max, or last directly"
                  + " above a recurrent layer");
    }
  }

  private void dense(DenseLayer dense) {
    Map<String, Object> config = KerasJson.layer();
    config.put("units", dense.size());
    config.put("activation", KerasActivations.name(dense.activation()));
    config.put("use_bias", true);
    KerasJson.addInitializers(config, false);
    ParameterLayout layout = dense.layout(shape);
    int columns = shape.columns();
    int weight = at + layout.entry("weight").offset();
    float[] kernel = new float[columns * dense.size()];
    for (int j = 0; j < dense.size(); j++) {
      for (int d = 0; d < columns; d++) {
        kernel[d * dense.size() + j] = parameters[weight + j * columns + d];
      }
    }
    KerasArray first = new KerasArray("kernel", new int[] {columns, dense.size()}, kernel);
    KerasArray second = array("bias", at + layout.entry("bias").offset(), dense.size());
    add("Dense", config, Map.of("", List.of(first, second)), -1);
    at += layout.size();
  }

  private int recurrent(Recurrent layer, int i) {
    int next = i + 1;
    boolean top = keepsStates && i == lastRecurrent();
    boolean last = !top && next < network.size() && LastSteps.isOne(network.get(next));
    next += last ? 1 : 0;
    boolean merges =
        layer.directions() == 2
            && !top
            && next < network.size()
            && network.get(next) instanceof MergeDirections;
    CellWriter cell = new CellWriter(layer, !last && !top, keepsStates);
    ParameterLayout layout = layer.layout(shape);
    Map<String, List<KerasArray>> weights = cell.weights(shape.columns(), layout, parameters, at);
    int starts = initial.isEmpty() ? -1 : states.size();
    if (layer.directions() == 1) {
      add(cell.type(), cell.config(false), weights, starts);
    } else {
      MergeDirections.Mode mode = merges ? ((MergeDirections) network.get(next)).mode() : null;
      add("Bidirectional", cell.bidirectional(mode), weights, starts);
    }
    at += layout.size();
    for (int j = i; j < next + (merges ? 1 : 0); j++) {
      shape = network.get(j).output(shape);
    }
    states.add(states(layer, cell));
    return next + (merges ? 1 : 0);
  }

  private List<WrittenTensor> states(Recurrent layer, CellWriter cell) {
    List<WrittenTensor> given = new ArrayList<>();
    List<@Nullable Integer> sizes = new ArrayList<>();
    sizes.add(null);
    sizes.add(layer.hiddenSize());
    for (int i = 1; i <= cell.stateCount(); i++) {
      given.add(
          new WrittenTensor(
              layers.get(layers.size() - 1).name(), i, Collections.unmodifiableList(sizes)));
    }
    return given;
  }

  /** Makes the last layer give probabilities. */
  void endIn(String activation) {
    int top = layers.size() - 1;
    WrittenLayer last = layers.get(top);
    if (last.type().equals("Dense")
        && KerasActivations.name(Activation.LINEAR).equals(last.config().get("activation"))) {
      last.config().put("activation", activation);
    } else {
      Map<String, Object> config = KerasJson.layer();
      config.put("activation", activation);
      add("Activation", config);
    }
  }
}
