package dev.recurrent.interop.dl4j;

import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.nn.Activation;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the configuration of a model's network, and the layout of its coefficients. */
final class NetworkWriter {
  private final SequenceModel model;
  private final boolean lossy;
  private final List<String> names;
  private final List<Map<String, Object>> confs = new ArrayList<>();
  private final Map<String, Object> preProcessors = new LinkedHashMap<>();
  private final List<LayerWeights> weights = new ArrayList<>();

  private LayerShape shape;

  /** Whether DL4J has the steps as rows of a matrix now, as its dense layers read them. */
  private boolean rows;

  /** Of what the next layer with weights reads; DL4J has no place for it elsewhere. */
  private double dropout;

  /**
   * @param lossy whether a loss that DL4J does not have may become the squared error
   * @throws InexpressibleModelException naming the layer that DL4J does not have
   */
  NetworkWriter(SequenceModel model, boolean lossy) {
    this.model = model;
    this.lossy = lossy;
    names = model.names();
    shape = model.input().output();
    requireOneInput();
    int last = last();
    for (int i = 0; i <= last; ) {
      int next = add(i, i == last);
      for (; i < next; i++) {
        shape = model.network().get(i).output(shape);
      }
    }
    if (last < 0 || !(model.network().get(last) instanceof DenseLayer)) {
      requireNoActivationOfTheLoss();
    }
  }

  /** The whole document. */
  Map<String, Object> configuration() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("backpropType", "Standard");
    all.put("cacheMode", "NONE");
    all.put("confs", confs);
    all.put("dataType", "FLOAT");
    all.put("epochCount", 0);
    all.put("inferenceWorkspaceMode", "ENABLED");
    all.put("inputPreProcessors", preProcessors);
    all.put("iterationCount", 0);
    all.put("tbpttBackLength", 20);
    all.put("tbpttFwdLength", 20);
    all.put("trainingWorkspaceMode", "ENABLED");
    all.put("validateOutputLayerConfig", true);
    return all;
  }

  /** In the order of the model's layout. */
  List<LayerWeights> weights() {
    return weights;
  }

  private void requireOneInput() {
    SequenceInput input = model.input();
    if (model.encoder() != null) {
      throw new InexpressibleModelException(
          "the model has an encoder, which a MultiLayerNetwork of DL4J cannot have");
    }
    if (input.hasTokens() && input.features() > 0) {
      throw new InexpressibleModelException(
          "the model reads features and tokens, and a MultiLayerNetwork of DL4J reads one array");
    }
    if (input.hasTokens()) {
      int size = input.embeddingSize();
      weigh(LayerWeights.Kind.EMBEDDING, input.vocabularySize(), size, false);
      confs.add(
          LayerConfig.weighted(
                  Dl4jNames.EMBEDDING, SequenceInput.EMBEDDING, input.vocabularySize(), size)
              .with("hasBias", false)
              .with("inferInputLength", true)
              .with("inputLength", 1)
              .with("outputFormat", LayerConfig.FORMAT)
              .conf());
    }
  }

  private void weigh(LayerWeights.Kind kind, int inputs, int outputs, boolean biased) {
    weights.add(new LayerWeights(kind, inputs, outputs, biased, ""));
  }

  /** The index of the last layer that is no dropout; -1 if there is none. */
  private int last() {
    int last = model.network().size() - 1;
    while (last >= 0 && model.network().get(last) instanceof DropoutLayer) {
      last--;
    }
    return last;
  }

  /** Adds the layer at an index, with those above it that DL4J has in the same one. */
  private int add(int index, boolean last) {
    Layer layer = model.network().get(index);
    if (layer instanceof DropoutLayer) {
      drop(layer);
    } else if (layer instanceof DenseLayer dense) {
      dense(index, dense, last);
    } else if (layer instanceof Recurrent recurrent) {
      return recurrent(index, recurrent);
    } else if (layer instanceof PoolingLayer pooling
        && (pooling.pooling() == Pooling.MEAN || pooling.pooling() == Pooling.MAX)) {
      preProcess(false);
      boolean mean = pooling.pooling() == Pooling.MEAN;
      confs.add(
          new LayerConfig(Dl4jNames.GLOBAL_POOLING, names.get(index))
              .with("collapseDimensions", true)
              .with("pnorm", 2)
              .with("poolingDimensions", null)
              .with("poolingType", mean ? "AVG" : "MAX")
              .conf());
    } else {
      throw refusal(
          index,
          "expected one of RNN, LSTM, dense, dropout, pooling with mean or max, pooling with last"
              + " above a recurrent layer, or a merge above a bidirectional one");
    }
    return index + 1;
  }

  private InexpressibleModelException refusal(int index, String expected) {
    return new InexpressibleModelException(
        "layer \""
            + names.get(index)
            + "\" is "
            + model.network().get(index).type()
            + ", which DL4J does not have there; "
            + expected);
  }

  private void preProcess(boolean toRows) {
    if (shape.eachStep() && rows != toRows) {
      String name = toRows ? Dl4jNames.TO_ROWS : Dl4jNames.TO_SEQUENCES;
      preProcessors.put(
          String.valueOf(confs.size()),
          Map.of("@class", Dl4jNames.PREPROCESSORS + "." + name, "rnnDataFormat", "NCW"));
      rows = toRows;
    }
  }

  private void dense(int index, DenseLayer dense, boolean last) {
    boolean sequences = last && shape.eachStep();
    preProcess(!sequences);
    weigh(LayerWeights.Kind.DENSE, shape.columns(), dense.size(), true);
    String name = !last ? Dl4jNames.DENSE : sequences ? Dl4jNames.RNN_OUTPUT : Dl4jNames.OUTPUT;
    LayerConfig config =
        LayerConfig.weighted(name, names.get(index), shape.columns(), dense.size())
            .with("hasBias", true)
            .dropout(takenDropout());
    if (last) {
      LossConfig loss = LossConfig.of(model.loss(), dense.activation(), lossy);
      if (loss == null) {
        throw refusal(index, "expected it without activation below the loss's own");
      }
      config.activation(loss.activation()).with("lossFn", loss.fields());
    } else {
      config.activation(Dl4jNames.of(dense.activation())).with("hasLayerNorm", false);
    }
    confs.add((sequences ? config.with("rnnDataFormat", LayerConfig.FORMAT) : config).conf());
  }

  private double takenDropout() {
    double taken = dropout;
    dropout = 0;
    return taken;
  }

  /** Adds a recurrent layer, with a pooling and a merge above it. */
  private int recurrent(int index, Recurrent layer) {
    preProcess(false);
    UnitConfig made = UnitConfig.of(layer, names.get(index), shape.columns());
    if (made == null) {
      throw refusal(index, "expected RNN or LSTM");
    }
    LayerConfig config = made.unit().dropout(takenDropout());
    for (int direction = 0; direction < layer.directions(); direction++) {
      weigh(made.kind(), shape.columns(), layer.hiddenSize(), true);
    }
    int top = index;
    if (isLast(above(index))) {
      config = config.lastStep();
      top = above(index);
    }
    if (layer.directions() == 2) {
      Layer next = layerAt(above(top));
      config = config.bothDirections(mode(next));
      if (next instanceof MergeDirections) {
        boolean each = top == index;
        top = above(top);
        if (each && isLast(above(top))) {
          config = config.lastStep();
          top = above(top);
        }
      }
    }
    confs.add(config.conf());
    for (Layer inside : model.network().subList(index, top)) {
      drop(inside);
    }
    return top + 1;
  }

  private void drop(Layer layer) {
    if (layer instanceof DropoutLayer dropped) {
      dropout = 1 - (1 - dropout) * (1 - (double) dropped.rate());
    }
  }

  /** The index of the next layer above that is no dropout; dropout moves above what is made one. */
  private int above(int index) {
    int next = index + 1;
    while (layerAt(next) instanceof DropoutLayer) {
      next++;
    }
    return next;
  }

  private @Nullable Layer layerAt(int index) {
    return index >= 0 && index < model.network().size() ? model.network().get(index) : null;
  }

  private boolean isLast(int index) {
    return layerAt(index) instanceof PoolingLayer p && p.pooling() == Pooling.LAST;
  }

  private static String mode(@Nullable Layer above) {
    if (!(above instanceof MergeDirections directions)) {
      return "CONCAT";
    }
    return switch (directions.mode()) {
      case SUM -> "ADD";
      case PRODUCT -> "MUL";
      case MEAN -> "AVERAGE";
    };
  }

  private void requireNoActivationOfTheLoss() {
    LossConfig loss = LossConfig.of(model.loss(), Activation.LINEAR, lossy);
    if (loss == null || !loss.activation().equals(Dl4jNames.IDENTITY)) {
      throw new InexpressibleModelException(
          "the model has no dense layer at its end, expected one below a loss of probabilities");
    }
  }
}
