package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.nn.layer.PoolingLayer;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.nn.layer.SequenceInput;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code configuration.json}: the network, and how its coefficients are laid out. */
final class NetworkReader {
  private static final int MOST_LAYERS = 256;
  private static final String FORMAT = "rnnDataFormat";

  private final ImportSettings settings;
  private final boolean lossy;
  private final List<Layer> network = new ArrayList<>();
  private final List<LayerWeights> weights = new ArrayList<>();
  private @Nullable SequenceInput input;
  private final AxisOrder axes = new AxisOrder();
  private int width;
  private @Nullable OutputRows output;
  private final SequenceModel model;
  private final long coefficients;

  /**
   * @throws UnusableModelException naming the layer that has no equal here
   */
  static NetworkReader read(byte[] configuration, String where, ImportSettings settings) {
    String place = where + ": " + Dl4jZip.CONFIGURATION;
    try {
      return new NetworkReader(Dl4jConfig.read(configuration, place).at(where), settings);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnusableModelException(where + ": " + e.getMessage(), e);
    }
  }

  private NetworkReader(Dl4jConfig configuration, ImportSettings settings) {
    this.settings = settings;
    lossy = settings.lossy();
    if (configuration.has("vertices")) {
      throw configuration.refusal("is a ComputationGraph, expected a MultiLayerNetwork");
    }
    if (settings.pooling() != null) {
      throw configuration.refusal(
          "says itself how steps become one row; leave the pooling out (--pooling)");
    }
    PreProcessors.requireKnown(configuration, MOST_LAYERS);
    List<Dl4jConfig> layers = configuration.objects("confs", MOST_LAYERS);
    for (int i = 0; i < layers.size(); i++) {
      Dl4jConfig layer = layers.get(i).object("layer");
      if (output != null) {
        throw layer.at(place(configuration, i, layer)).refusal("stands above an output layer");
      }
      add(layer.at(place(configuration, i, layer)));
    }
    if (input == null) {
      throw configuration.refusal("has no layer with weights");
    }
    model =
        new SequenceModel(
            input,
            network,
            output != null
                ? output.loss()
                : settings.loss() == null ? new SquaredError() : settings.loss(),
            null);
    coefficients = weights.stream().mapToLong(LayerWeights::coefficients).reduce(0, Math::addExact);
  }

  SequenceModel model() {
    return model;
  }

  /** In the order of the model's layout. */
  List<LayerWeights> weights() {
    return weights;
  }

  boolean lossy() {
    return lossy;
  }

  /** How many coefficients the network has. */
  long coefficients() {
    return coefficients;
  }

  private static String place(Dl4jConfig network, int index, Dl4jConfig layer) {
    return network.place()
        + ": layer "
        + index
        + " \""
        + Dl4jConfig.shown(layer.text("layerName", ""))
        + "\", "
        + Dl4jConfig.shown(layer.className(Dl4jNames.LAYERS));
  }

  private void add(Dl4jConfig layer) {
    String name = layer.className(Dl4jNames.LAYERS);
    if (!lossy) {
      layer.requireOnly(Dl4jNames.OF_TRAINING, Dl4jNames.OF_OUTPUTS);
    }
    switch (name) {
      case Dl4jNames.EMBEDDING -> embedding(layer);
      case Dl4jNames.LSTM, Dl4jNames.GRAVES_LSTM, Dl4jNames.SIMPLE_RNN -> recurrent(layer);
      case Dl4jNames.BIDIRECTIONAL -> bidirectional(layer);
      case Dl4jNames.LAST_TIME_STEP -> lastStep(layer);
      case Dl4jNames.GLOBAL_POOLING -> globalPooling(layer);
      case Dl4jNames.DENSE -> dense(layer, activation(layer));
      case Dl4jNames.DROPOUT -> dropout(layer);
      case Dl4jNames.OUTPUT, Dl4jNames.RNN_OUTPUT -> {
        OutputRows rows = OutputRows.of(layer, settings);
        if (name.equals(Dl4jNames.RNN_OUTPUT)) {
          axes.require(layer, FORMAT);
        }
        dense(layer, rows.activation());
        output = rows;
      }
      default ->
          throw layer.refusal(
              "has no equal here, expected EmbeddingSequenceLayer, SimpleRnn, LSTM, GravesLSTM,"
                  + " Bidirectional, LastTimeStep, GlobalPoolingLayer, DenseLayer, DropoutLayer,"
                  + " RnnOutputLayer or OutputLayer");
    }
  }

  private void embedding(Dl4jConfig layer) {
    if (input != null || !network.isEmpty()) {
      throw layer.refusal("stands above another layer, expected it at the input");
    }
    if (activation(layer) != Activation.LINEAR) {
      throw layer.refusal("applies an activation, expected ActivationIdentity");
    }
    input = new SequenceInput(0, layer.size("nin"), layer.size("nout"));
    width = layer.size("nout");
    axes.require(layer, "outputFormat");
    weigh(layer, LayerWeights.Kind.EMBEDDING, layer.flag("hasBias", false));
  }

  /** Reads the number of columns that the layer says it reads. */
  private void reads(Dl4jConfig layer) {
    int inputs = layer.size("nin");
    if (input == null) {
      input = new SequenceInput(inputs, 0, 0);
    } else if (inputs != width) {
      throw layer.refusal("reads " + inputs + " columns, but the layer below gives " + width);
    }
  }

  private void weigh(Dl4jConfig layer, LayerWeights.Kind kind, boolean biased) {
    weights.add(
        new LayerWeights(kind, layer.size("nin"), layer.size("nout"), biased, layer.place()));
  }

  private void recurrent(Dl4jConfig layer) {
    reads(layer);
    axes.require(layer, FORMAT);
    dropout(layer);
    RecurrentUnit unit = RecurrentUnit.of(layer, lossy);
    weigh(layer, unit.kind(), true);
    width = layer.size("nout");
    network.add(new Recurrent(unit.cell(), width, 1));
  }

  private void bidirectional(Dl4jConfig layer) {
    Dl4jConfig forward = layer.object("fwd").at(layer.place());
    Dl4jConfig reverse = layer.object("bwd").at(layer.place());
    boolean last = forward.className(Dl4jNames.LAYERS).equals(Dl4jNames.LAST_TIME_STEP);
    if (last != reverse.className(Dl4jNames.LAYERS).equals(Dl4jNames.LAST_TIME_STEP)) {
      throw layer.refusal("has two directions of different kinds");
    }
    forward = last ? forward.object("underlying").at(layer.place()) : forward;
    reverse = last ? reverse.object("underlying").at(layer.place()) : reverse;
    RecurrentUnit unit = RecurrentUnit.of(forward, lossy);
    int size = forward.size("nout");
    if (!unit.equals(RecurrentUnit.of(reverse, lossy))
        || size != reverse.size("nout")
        || forward.size("nin") != reverse.size("nin")) {
      throw layer.refusal("has two directions of different kinds or sizes");
    }
    reads(forward);
    axes.require(forward, FORMAT);
    dropout(forward);
    weigh(forward, unit.kind(), true);
    weigh(reverse, unit.kind(), true);
    network.add(new Recurrent(unit.cell(), size, 1).bidirectional());
    if (last) {
      network.add(new PoolingLayer(Pooling.LAST));
    }
    merge(layer, size);
  }

  private void merge(Dl4jConfig layer, int size) {
    String mode = layer.text("mode", "CONCAT");
    width = mode.equals("CONCAT") ? 2 * size : size;
    switch (mode) {
      case "CONCAT" -> {}
      case "ADD" -> network.add(new MergeDirections(MergeDirections.Mode.SUM));
      case "MUL" -> network.add(new MergeDirections(MergeDirections.Mode.PRODUCT));
      case "AVERAGE" -> network.add(new MergeDirections(MergeDirections.Mode.MEAN));
      default ->
          throw layer.refusal(
              "has mode " + Dl4jConfig.shown(mode) + ", expected CONCAT, ADD, MUL or AVERAGE");
    }
  }

  private void lastStep(Dl4jConfig layer) {
    Dl4jConfig below = layer.object("underlying").at(layer.place());
    if (!lossy) {
      below.requireOnly(Dl4jNames.OF_TRAINING, Dl4jNames.OF_OUTPUTS);
    }
    String name = below.className(Dl4jNames.LAYERS);
    if (name.equals(Dl4jNames.BIDIRECTIONAL)) {
      bidirectional(below);
      if (!(network.get(network.size() - 1) instanceof MergeDirections)) {
        throw layer.refusal(
            "takes the last step of both directions, where the reverse one has read one step only;"
                + " expected Bidirectional around LastTimeStep");
      }
    } else if (Set.of(Dl4jNames.LSTM, Dl4jNames.GRAVES_LSTM, Dl4jNames.SIMPLE_RNN).contains(name)) {
      recurrent(below);
    } else {
      throw layer.refusal(
          "stands around "
              + Dl4jConfig.shown(name)
              + ", expected LSTM, GravesLSTM, SimpleRnn or Bidirectional");
    }
    network.add(new PoolingLayer(Pooling.LAST));
  }

  private void globalPooling(Dl4jConfig layer) {
    String type = layer.text("poolingType", "");
    boolean overSteps =
        axes.isOfSteps(layer.list("poolingDimensions")) && layer.flag("collapseDimensions", true);
    if (!overSteps || !(type.equals("AVG") || type.equals("MAX"))) {
      throw layer.refusal(
          "is a pooling of type "
              + Dl4jConfig.shown(type)
              + ", expected AVG or MAX, with poolingDimensions that are the steps");
    }
    network.add(new PoolingLayer(type.equals("AVG") ? Pooling.MEAN : Pooling.MAX));
  }

  private void dense(Dl4jConfig layer, Activation activation) {
    if (layer.flag("hasLayerNorm", false)) {
      throw layer.refusal("has layer normalisation, which no layer here has");
    }
    reads(layer);
    dropout(layer);
    weigh(layer, LayerWeights.Kind.DENSE, layer.flag("hasBias", true));
    width = layer.size("nout");
    network.add(new DenseLayer(width, activation));
  }

  /** DL4J drops what a layer reads. Other kinds of noise change training only. */
  private void dropout(Dl4jConfig layer) {
    if (!layer.has("idropout")) {
      return;
    }
    Dl4jConfig dropout = layer.object("idropout").at(layer.place());
    if (dropout.className(Dl4jNames.DROPOUTS).equals("Dropout") && dropout.has("p")) {
      float rate = (float) (1 - dropout.number("p"));
      if (rate > 0 && rate < 1) {
        network.add(new DropoutLayer(rate, Dropout.Kind.EACH_STEP));
      }
    }
  }

  private static Activation activation(Dl4jConfig layer) {
    String name = layer.object("activationFn").className(Dl4jNames.ACTIVATIONS);
    Activation activation = Dl4jNames.DENSE_ACTIVATIONS.get(name);
    if (activation == null) {
      throw layer.refusal(
          "applies "
              + Dl4jConfig.shown(name)
              + ", expected ActivationIdentity, ActivationTanH, ActivationSigmoid or"
              + " ActivationReLU");
    }
    return activation;
  }
}
