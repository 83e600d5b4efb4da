package dev.recurrent.nn.attention;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.PackedMatrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Rows;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.nn.recurrent.SteppedLayer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent stack that looks at a memory after every step: {@code a = tanh(Wc [context | h] + b)}
 * (Luong et al. 2015, arXiv:1508.04025, eq. 5). With input feeding the next step reads {@code [x |
 * a]}. Without attention {@code a = tanh(Wc h + b)}.
 *
 * <p>One step at a time with or without input feeding: the products of a step through packed
 * weights are about as fast as one product of all steps, so that a second way for the case without
 * feeding would not pay.
 */
public final class AttentionDecoder {
  private final AttentionDecoderConfig config;
  private final List<SteppedLayer> layers = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>();
  private final List<Scratch> inputs = new ArrayList<>();
  private final List<Scratch> dInputs = new ArrayList<>();
  private final @Nullable Attention attention;
  private final Matrix weight;
  private final Matrix dWeight;
  private final Matrix bias;
  private final Matrix dBias;
  private final PackedMatrix forward;
  private final PackedMatrix backward;
  private final Matrix[] masks;
  private final Scratch ones = new Scratch();
  private final Scratch combinedRows = new Scratch();
  private final Scratch outputRows = new Scratch();
  private final Scratch dCombinedRows = new Scratch();
  private final Scratch dQueryRows = new Scratch();
  private final Scratch dHiddenRows = new Scratch();
  private final Scratch dXRows = new Scratch();
  private boolean dropped;

  /** Binds the parameters that {@link AttentionDecoderConfig#layout} names. */
  public AttentionDecoder(AttentionDecoderConfig config, Parameters parameters) {
    this.config = config;
    RecurrentConfig stack = config.layers();
    for (int i = 0; i < stack.layers(); i++) {
      layers.add(new SteppedLayer(stack.cellOf(i), parameters, RecurrentConfig.suffix(i, 0)));
      dropouts.add(new Dropout(stack.dropout(), stack.dropoutKind()));
      inputs.add(new Scratch());
      dInputs.add(new Scratch());
    }
    masks = new Matrix[stack.layers()];
    boolean looks = config.attention() != Attention.Kind.NONE;
    attention = looks ? new Attention(config.attention(), parameters.at("attention.")) : null;
    weight = parameters.at("combine.").value("weight");
    dWeight = parameters.at("combine.").gradient("weight");
    bias = parameters.at("combine.").value("bias");
    dBias = parameters.at("combine.").gradient("bias");
    forward = new PackedMatrix(config.combinedSize(), config.outputSize());
    backward = new PackedMatrix(config.outputSize(), config.combinedSize());
  }

  /** Takes over the parameters' present values; call it whenever they have changed. */
  public void pack() {
    layers.forEach(SteppedLayer::pack);
    forward.packTransposed(weight);
  }

  /** Columns of one level's state. */
  public int stateSize() {
    return config.layers().cellOf(0).stateSize();
  }

  public int levels() {
    return layers.size();
  }

  /**
   * Takes up a batch's memory; where there is no attention, nothing happens.
   *
   * @param memory (S*B,C)
   * @param lengths rows of each of the B sentences
   * @param queries how many each sentence will ask
   */
  public void attendTo(Matrix memory, int[] lengths, int queries) {
    if (attention != null) {
      attention.begin(memory, lengths, queries, config.hiddenSize());
    }
  }

  /** The attention of the last batch, or null where there is none. */
  public @Nullable Attention attention() {
    return attention;
  }

  /**
   * Runs T steps after {@link #attendTo} with T queries.
   *
   * @param x (T*B,E), read again by {@link #backward}
   * @param initial (B, stateSize) of each level
   * @param seed of the dropout between layers, or null for none
   * @return (T*B,O), a view that lives until the next call
   */
  public Matrix forward(Matrix x, int batch, Matrix[] initial, @Nullable Long seed) {
    int length = x.rows / batch;
    prepare(x, length, batch, initial);
    dropped = seed != null && config.layers().dropout() > 0;
    if (dropped && seed != null) {
      drawMasks(x.rows, batch, seed);
    }
    Matrix combined = combinedRows.matrix(x.rows, config.combinedSize());
    Matrix output = outputRows.matrix(x.rows, config.outputSize());
    Kernels.setRows(output, bias);
    for (int t = 0; t < length; t++) {
      int at = t * batch;
      if (config.inputFeeding()) {
        feed(t, batch, output);
      }
      Matrix own = combined.rows(at, batch);
      ask(t, layersForward(t, at, batch, x.rows), own);
      answer(own, output.rows(at, batch));
    }
    return output;
  }

  /** Copies x into the rows that the first layer reads. */
  private void prepare(Matrix x, int length, int batch, Matrix[] initial) {
    Matrix first = inputs.get(0).matrix(x.rows, config.layers().inputSize());
    first.columns(0, x.columns).copyFrom(x);
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).begin(length, batch, initial[i]);
    }
  }

  private void drawMasks(int rows, int batch, long seed) {
    Matrix one = ones.matrix(rows, config.hiddenSize());
    one.fill(1f);
    for (int i = 1; i < masks.length; i++) {
      masks[i] = dropouts.get(i).forward(one, batch, Seed.of(seed, i));
    }
  }

  private void feed(int t, int batch, Matrix output) {
    Matrix fed =
        inputs
            .get(0)
            .matrix(output.rows, config.layers().inputSize())
            .rows(t * batch, batch)
            .columns(config.embeddingSize(), config.outputSize());
    if (t == 0) {
      fed.fill(0f);
    } else {
      fed.copyFrom(output.rows((t - 1) * batch, batch));
    }
  }

  private Matrix layersForward(int t, int at, int batch, int rows) {
    Matrix h = layers.get(0).step(t, input(0, rows).rows(at, batch));
    for (int i = 1; i < layers.size(); i++) {
      Matrix x = input(i, rows).rows(at, batch);
      x.copyFrom(h);
      if (dropped) {
        Rows.scale(x, masks[i].rows(at, batch));
      }
      h = layers.get(i).step(t, x);
    }
    return h;
  }

  private Matrix input(int layer, int rows) {
    return inputs.get(layer).matrix(rows, config.layers().cellOf(layer).inputSize());
  }

  /** own = [context | h]. */
  private void ask(int query, Matrix h, Matrix own) {
    int c = own.columns - h.columns;
    own.columns(c, h.columns).copyFrom(h);
    if (attention != null) {
      attention.forward(query, h, own.columns(0, c));
    }
  }

  private void answer(Matrix combined, Matrix output) {
    Kernels.addProduct(combined, forward, output);
    Kernels.rnnForward(output, output);
  }

  /**
   * One step of a search, after {@link #attendTo}: all rows ask at once.
   *
   * @param x (R,E), R a multiple of the sentences B; row i is of sentence i modulo B
   * @param fed (R,O), what the step before gave; not read without input feeding
   * @param states (R, stateSize) of each level, become the states after the step
   * @return (R,O), a view that lives until the next call
   */
  public Matrix step(Matrix x, Matrix fed, Matrix[] states) {
    dropped = false;
    prepare(x, 1, x.rows, states);
    if (config.inputFeeding()) {
      input(0, x.rows).columns(config.embeddingSize(), config.outputSize()).copyFrom(fed);
    }
    Matrix combined = combinedRows.matrix(x.rows, config.combinedSize());
    Matrix output = outputRows.matrix(x.rows, config.outputSize());
    Kernels.setRows(output, bias);
    ask(0, layersForward(0, 0, x.rows, x.rows), combined);
    answer(combined, output);
    for (int i = 0; i < states.length; i++) {
      states[i].copyFrom(layers.get(i).finalState());
    }
    return output;
  }

  /**
   * Goes back through the last {@link #forward} and adds the parameters' gradients.
   *
   * @param dOutput (T*B,O), overwritten
   * @return gradient of x, (T*B,E), a view that lives until the next call
   */
  public Matrix backward(Matrix dOutput, int batch) {
    backward.pack(weight);
    layers.forEach(SteppedLayer::beginBackward);
    if (attention != null) {
      attention.beginBackward();
    }
    int rows = dOutput.rows;
    Matrix output = outputRows.matrix(rows, config.outputSize());
    Matrix dX = dXRows.matrix(rows, config.embeddingSize());
    for (int t = rows / batch - 1; t >= 0; t--) {
      Matrix dPre = output.rows(t * batch, batch);
      Kernels.rnnBackward(dPre, dOutput.rows(t * batch, batch));
      Matrix dFirst = layersBackward(t, batch, combineBackward(t, dPre));
      dX.rows(t * batch, batch).copyFrom(dFirst.columns(0, config.embeddingSize()));
      if (config.inputFeeding() && t > 0) {
        Rows.add(
            dFirst.columns(config.embeddingSize(), config.outputSize()),
            dOutput.rows((t - 1) * batch, batch));
      }
    }
    Kernels.multiplyTransposedLeft(
        output, combinedRows.matrix(rows, config.combinedSize()), dWeight, 1f);
    Kernels.addColumnSums(output, dBias);
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).endBackward(input(i, rows));
    }
    return dX;
  }

  /** The gradient of a step's last h, (B,H). */
  private Matrix combineBackward(int t, Matrix dPre) {
    Matrix dCombined = dCombinedRows.matrix(dPre.rows, config.combinedSize());
    dCombined.fill(0f);
    Kernels.addProduct(dPre, backward, dCombined);
    int c = dCombined.columns - config.hiddenSize();
    Matrix dH = dHiddenRows.matrix(dPre.rows, config.hiddenSize());
    dH.copyFrom(dCombined.columns(c, config.hiddenSize()));
    if (attention != null) {
      Matrix dQuery = dQueryRows.matrix(dPre.rows, config.hiddenSize());
      attention.backward(t, dCombined.columns(0, c), dQuery);
      Rows.add(dQuery, dH);
    }
    return dH;
  }

  private Matrix layersBackward(int t, int batch, Matrix dH) {
    Matrix d = dH;
    for (int i = layers.size() - 1; i >= 0; i--) {
      Matrix below = dInputs.get(i).matrix(batch, config.layers().cellOf(i).inputSize());
      layers.get(i).stepBackward(t, d, below);
      if (dropped && i > 0) {
        Rows.scale(below, masks[i].rows(t * batch, batch));
      }
      d = below;
    }
    return d;
  }

  /** Gradient of one level's initial state after a backward pass, (B, stateSize). */
  public Matrix dInitial(int level) {
    return layers.get(level).dInitial();
  }

  /** Gradient of the memory after a backward pass, (S*B,C); null without attention. */
  public @Nullable Matrix dMemory() {
    return attention == null ? null : attention.endBackward();
  }
}
