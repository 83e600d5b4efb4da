package dev.recurrent.train;

import dev.recurrent.math.Seed;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import dev.recurrent.nn.layer.PoolingLayer;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.nn.layer.SequenceInput;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A network over sequences, written as one expression: an input, layers above it and a loss.
 *
 * <pre>{@code
 * SequenceModel.input(12)                       // twelve numbers a step
 *     .recurrent(CellType.GRU, 128).bidirectional()
 *     .dropout(0.2f)
 *     .recurrent(MinimalGru::new, 64)           // a cell of one's own
 *     .pool(Pooling.LAST)                       // many to one; without it, one output a step
 *     .dense(1)
 *     .loss(new BinaryCrossEntropy());
 * }</pre>
 *
 * <p>Each call gives a new model; the sizes are checked at once. The loss is the squared error
 * until {@link #loss} sets another. A parameter's name is the layer's and PyTorch's: {@code
 * gru.weight_ih_l0}, {@code gru_1.weight_hh_l0_reverse}, {@code dense.bias}.
 *
 * @param input what a step is
 * @param network layers from the input to the output
 * @param encoder whose final state starts this model's recurrent layers, or null for zeros
 */
public record SequenceModel(
    SequenceInput input, List<Layer> network, Loss loss, @Nullable SequenceModel encoder)
    implements Model<SequenceBatch> {
  /** The name of the kind in {@code model.json}. */
  public static final String KIND = "sequence-model";

  private static final String ENCODER = "encoder.";

  /**
   * @throws IllegalArgumentException if a layer cannot read what the one below it gives, or the
   *     encoder's state does not fit
   */
  public SequenceModel {
    network = List.copyOf(network);
    LayerShape shape = input.output();
    for (Layer layer : network) {
      shape = layer.output(shape);
    }
    if (encoder != null) {
      EncoderState.requireFit(encoder, network);
    }
  }

  /** A model that reads {@code features} numbers at each step. */
  public static SequenceModel input(int features) {
    return of(new SequenceInput(features, 0, 0));
  }

  /** A model that reads one token at each step, as a row of the embedding's weights (V,E). */
  public static SequenceModel embedding(int vocabularySize, int embeddingSize) {
    return of(new SequenceInput(0, vocabularySize, embeddingSize));
  }

  private static SequenceModel of(SequenceInput input) {
    return new SequenceModel(input, List.of(), new SquaredError(), null);
  }

  /** This model with a token at each step too; a step is then [features | embedding]. */
  public SequenceModel andEmbedding(int vocabularySize, int embeddingSize) {
    SequenceInput both = new SequenceInput(input.features(), vocabularySize, embeddingSize);
    return new SequenceModel(both, network, loss, encoder);
  }

  /** This model with one more layer, which may be one of your own. */
  public SequenceModel layer(Layer next) {
    List<Layer> more = new ArrayList<>(network);
    more.add(next);
    return new SequenceModel(input, more, loss, encoder);
  }

  /** A recurrent layer: a {@code CellType}, or the constructor of a cell of your own. */
  public SequenceModel recurrent(CellFactory cell, int hiddenSize) {
    return layer(new Recurrent(cell, hiddenSize, 1));
  }

  /**
   * Makes the last layer read in both directions; its outputs are [forward | reverse].
   *
   * @throws IllegalStateException unless the last layer is a recurrent one
   */
  public SequenceModel bidirectional() {
    if (network.isEmpty() || !(network.get(network.size() - 1) instanceof Recurrent last)) {
      throw new IllegalStateException("bidirectional() has to follow recurrent(...)");
    }
    List<Layer> more = new ArrayList<>(network.subList(0, network.size() - 1));
    more.add(last.bidirectional());
    return new SequenceModel(input, more, loss, encoder);
  }

  /** Dropout while training, with a new mask for each step. */
  public SequenceModel dropout(float rate) {
    return layer(new DropoutLayer(rate, Dropout.Kind.EACH_STEP));
  }

  /** One row for each sequence instead of one for each step: many to one. */
  public SequenceModel pool(Pooling pooling) {
    return layer(new PoolingLayer(pooling));
  }

  /** A dense layer without activation. */
  public SequenceModel dense(int size) {
    return dense(size, Activation.LINEAR);
  }

  /** A dense layer. A loss for probabilities has its own sigmoid or softmax: add none before it. */
  public SequenceModel dense(int size, Activation activation) {
    return layer(new DenseLayer(size, activation));
  }

  /**
   * Checks that the model can read a sequence step by step: it gives a row for each step, and no
   * layer reads from the end.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public void requireContinuable() {
    boolean reverse =
        network.stream().anyMatch(l -> l instanceof Recurrent r && r.directions() > 1);
    if (reverse || !output().eachStep()) {
      throw new IllegalArgumentException(
          "the model "
              + (reverse ? "reads from the end too" : "gives one row for a whole sequence")
              + ", expected one that walks forward and gives a row for each step: it cannot go on"
              + " step by step");
    }
  }

  /** The loss that training minimises. */
  public SequenceModel loss(Loss other) {
    return new SequenceModel(input, network, other, encoder);
  }

  /**
   * Adds an encoder that reads another sequence first. Its final state is this model's initial
   * state. If the encoder gives a row for each step, each of its recurrent layers starts this
   * model's layer at the same place, so their states need equal sizes. If the encoder gives one row
   * for a sequence, that row is the state.
   */
  public SequenceModel initialStateFrom(SequenceModel other) {
    return new SequenceModel(input, network, loss, other);
  }

  /** The shape of the outputs. */
  public LayerShape output() {
    LayerShape shape = input.output();
    for (Layer layer : network) {
      shape = layer.output(shape);
    }
    return shape;
  }

  /** "lstm", "lstm_1", "dense": a name for each layer. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Layer layer : network) {
      String name = layer.name();
      for (int i = 1; names.contains(name); i++) {
        name = layer.name() + "_" + i;
      }
      names.add(name);
    }
    return names;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ParameterLayout layout() {
    ParameterLayout layout = ParameterLayout.empty();
    if (encoder != null) {
      layout = layout.with(ENCODER, encoder.layout());
    }
    layout = layout.with("", input.layout());
    LayerShape shape = input.output();
    List<String> names = names();
    for (int i = 0; i < network.size(); i++) {
      layout = layout.with(names.get(i) + ".", network.get(i).layout(shape));
      shape = network.get(i).output(shape);
    }
    return layout;
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    Parameters bound = Parameters.of(layout(), parameters, new float[parameters.length]);
    initialize(bound, new SplittableRandom(Seed.of(seed, 0)));
  }

  private void initialize(Parameters parameters, SplittableRandom random) {
    if (encoder != null) {
      encoder.initialize(parameters.at(ENCODER), random);
    }
    input.initialize(parameters, random);
    LayerShape shape = input.output();
    List<String> names = names();
    for (int i = 0; i < network.size(); i++) {
      network.get(i).initialize(shape, parameters.at(names.get(i) + "."), random);
      shape = network.get(i).output(shape);
    }
  }

  @Override
  public BoundSequenceModel bind(float[] parameters, float[] gradient) {
    return bind(Parameters.of(layout(), parameters, gradient));
  }

  private BoundSequenceModel bind(Parameters parameters) {
    return new BoundSequenceModel(
        this, parameters, encoder == null ? null : encoder.bind(parameters.at(ENCODER)));
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    List<ModelSummary.Layer> lines = new ArrayList<>();
    if (encoder != null) {
      encoder
          .layers()
          .forEach(
              line ->
                  lines.add(
                      new ModelSummary.Layer(
                          ENCODER + line.name(), line.type(), line.shape(), line.parameters())));
    }
    LayerShape shape = input.output();
    String type = input.hasTokens() ? "Embedding" : "Input";
    String name = input.hasTokens() ? SequenceInput.EMBEDDING : "input";
    lines.add(new ModelSummary.Layer(name, type, shape.label(), input.layout().size()));
    List<String> names = names();
    for (int i = 0; i < network.size(); i++) {
      Layer layer = network.get(i);
      int parameters = layer.layout(shape).size();
      shape = layer.output(shape);
      lines.add(new ModelSummary.Layer(names.get(i), layer.type(), shape.label(), parameters));
    }
    return lines;
  }
}
