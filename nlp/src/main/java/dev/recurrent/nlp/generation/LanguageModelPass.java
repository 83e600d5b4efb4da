package dev.recurrent.nlp.generation;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.ActivationPenalty;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SampledSoftmax;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SoftmaxOutput;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.train.BoundModel;
import org.jspecify.annotations.Nullable;

/** A language model at work: trains on batches, or predicts token by token. */
public final class LanguageModelPass implements BoundModel<TokenBatch> {
  private static final long INPUT_MASK = 101;
  private static final long LAYER_MASKS = 102;
  private static final long OUTPUT_MASK = 103;
  private static final long WORD_MASK = 104;
  private static final long WEIGHT_MASK = 105;
  private static final long SOFTMAX_SAMPLE = 106;
  private static final long STATE_RESET = 107;

  private final LanguageModelConfig config;
  private final Embedding embedding;
  private final Dropout inputDropout;
  private final RecurrentStack stack;
  private final Dropout outputDropout;
  private final ActivationPenalty penalty;
  private final Dense output;
  private final SoftmaxOutput loss;
  private final Parameters outputWeights;
  private final Parameters outputBiases;

  /** Made by the first training step: a model in use needs none. */
  private @Nullable SampledSoftmax sampled;

  private boolean packed;

  /** The state of each level, (B,S); no rows before the first batch. */
  private final Matrix[] state;

  LanguageModelPass(LanguageModelConfig config, Parameters parameters) {
    this.config = config;
    Parameters embeddings = parameters.at(LanguageModel.EMBEDDING);
    outputBiases = parameters.at(LanguageModel.OUTPUT);
    outputWeights = config.tied() ? embeddings : outputBiases;
    Regularization rates = config.regularization();
    embedding = new Embedding(embeddings, rates.wordDropout());
    inputDropout = new Dropout(rates.inputDropout(), config.dropoutKind());
    stack =
        new RecurrentStack(
            config.recurrent(), parameters.at(LanguageModel.RECURRENT), rates.weightDrop());
    outputDropout = new Dropout(rates.outputDropout(), config.dropoutKind());
    penalty = new ActivationPenalty(rates.activation(), rates.temporal());
    output = new Dense(outputWeights, outputBiases);
    SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy(config.labelSmoothing());
    loss = new SoftmaxOutput(output, entropy);
    state = new Matrix[config.layers()];
    restart(0);
  }

  @Override
  public void parametersChanged() {
    packed = false;
  }

  private void pack() {
    if (!packed) {
      stack.pack();
      packed = true;
    }
  }

  /** Under weight drop the packed weights are those of one batch. */
  private void packTraining(long seed) {
    if (config.regularization().weightDrop() == 0) {
      pack();
      return;
    }
    stack.packTraining(Seed.of(seed, WEIGHT_MASK));
    packed = false;
  }

  /** Zero states for {@code batch} sequences. */
  private void restart(int batch) {
    for (int i = 0; i < state.length; i++) {
      if (state[i] == null || state[i].rows != batch) {
        state[i] = Matrix.zeros(batch, stack.stateSize());
      } else {
        state[i].fill(0f);
      }
    }
  }

  private void keepState() {
    for (int i = 0; i < state.length; i++) {
      state[i].copyFrom(stack.finalState(i));
    }
  }

  private void begin(TokenBatch batch) {
    if (batch.startsStreams() || state[0].rows != batch.batchSize()) {
      restart(batch.batchSize());
    }
  }

  /** Some streams begin again from zeros. */
  private void resetSome(long seed) {
    float rate = config.regularization().stateReset();
    for (int stream = 0; stream < state[0].rows && rate > 0; stream++) {
      if (Seed.unit(Seed.bits(seed, stream)) < rate) {
        for (Matrix layer : state) {
          layer.rows(stream, 1).fill(0f);
        }
      }
    }
  }

  @Override
  public double lossAndGradient(TokenBatch batch, long seed) {
    packTraining(seed);
    begin(batch);
    resetSome(Seed.of(seed, STATE_RESET));
    int b = batch.batchSize();
    Matrix h = read(batch, seed);
    Matrix y = h;
    if (outputDropout.active()) {
      y = outputDropout.forward(h, b, Seed.of(seed, OUTPUT_MASK));
    }
    SampledSoftmax some = sampled();
    double mean =
        some == null
            ? loss.lossAndGradient(y, batch.targetTokens())
            : some.lossAndGradient(y, batch.targetTokens(), Seed.of(seed, SOFTMAX_SAMPLE));
    Matrix d = some == null ? loss.dInput() : some.dInput();
    mean += penalty.addSize(y, d);
    if (outputDropout.active()) {
      outputDropout.backward(d);
    }
    mean += penalty.addChange(h, d, b);
    d = stack.backward(d, null);
    if (inputDropout.active()) {
      inputDropout.backward(d);
    }
    embedding.backward(d);
    keepState();
    return mean;
  }

  /** The softmax of a training step over a sample, or null where it has the whole vocabulary. */
  private @Nullable SampledSoftmax sampled() {
    Integer samples = config.softmaxSamples();
    if (sampled == null && samples != null) {
      sampled = new SampledSoftmax(outputWeights, outputBiases, samples);
    }
    return sampled;
  }

  /** The top layer's outputs. Dropout makes rows of equal tokens differ. */
  private Matrix read(TokenBatch batch, long seed) {
    int[] tokens = batch.tokens();
    int b = batch.batchSize();
    long masks = Seed.of(seed, LAYER_MASKS);
    embedding.dropWords(Seed.of(seed, WORD_MASK));
    if (!inputDropout.active()) {
      DistinctRows x = embedding.lookup(tokens, tokens.length);
      return stack.forwardTraining(x, b, null, state, masks);
    }
    Matrix x = embedding.forward(tokens, tokens.length);
    x = inputDropout.forward(x, b, Seed.of(seed, INPUT_MASK));
    return stack.forwardTraining(x, b, null, state, masks);
  }

  @Override
  public double loss(TokenBatch batch) {
    begin(batch);
    return loss.loss(outputs(batch.tokens(), batch.batchSize()), batch.targetTokens());
  }

  /**
   * Goes on from the present state: reads T*B tokens, time-major, and keeps the state after them.
   *
   * @return logits of the token after each, (T*B,V), a view that lives until the next call
   */
  public Matrix predict(int[] tokens, int batch) {
    return output.forward(outputs(tokens, batch));
  }

  /** As {@link #predict}, but the top layer's outputs, (T*B,H). */
  Matrix states(int[] tokens, int batch) {
    return outputs(tokens, batch);
  }

  /** Logits of the top layer's outputs, (R,V). */
  Matrix logits(Matrix states) {
    return output.forward(states);
  }

  private Matrix outputs(int[] tokens, int batch) {
    pack();
    if (state[0].rows != batch) {
      restart(batch);
    }
    embedding.keepWords();
    DistinctRows x = embedding.lookup(tokens, tokens.length);
    Matrix y = stack.forward(x, batch, null, state);
    keepState();
    return y;
  }

  /** New sequences whose states are copies of the present ones, row by row: a beam's next step. */
  public void select(int[] rows) {
    for (int i = 0; i < state.length; i++) {
      Matrix chosen = Matrix.zeros(rows.length, state[i].columns);
      for (int r = 0; r < rows.length; r++) {
        chosen.rows(r, 1).copyFrom(state[i].rows(rows[r], 1));
      }
      state[i] = chosen;
    }
  }

  public LanguageModelConfig config() {
    return config;
  }

  @Override
  public float[] carry() {
    int rows = state[0].rows;
    int size = rows * stack.stateSize();
    float[] flat = new float[state.length * size];
    for (int i = 0; i < state.length; i++) {
      Matrix.view(flat, i * size, rows, stack.stateSize()).copyFrom(state[i]);
    }
    return flat;
  }

  @Override
  public void resume(float[] carry) {
    int width = state.length * stack.stateSize();
    if (carry.length % width != 0) {
      throw new IllegalArgumentException(
          "carried state has " + carry.length + " floats, expected a multiple of " + width);
    }
    int rows = carry.length / width;
    restart(rows);
    for (int i = 0; i < state.length; i++) {
      int size = rows * stack.stateSize();
      state[i].copyFrom(Matrix.view(carry, i * size, rows, stack.stateSize()));
    }
  }
}
