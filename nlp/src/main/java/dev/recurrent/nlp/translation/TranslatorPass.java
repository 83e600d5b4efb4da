package dev.recurrent.nlp.translation;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SoftmaxOutput;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.nn.attention.AttentionDecoder;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.train.BoundModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A translator at work. Sentences are independent: no state goes from batch to batch. */
public final class TranslatorPass implements BoundModel<PairBatch> {
  private static final long SOURCE_MASK = 301;
  private static final long ENCODER_MASKS = 302;
  private static final long INPUT_MASK = 303;
  private static final long DECODER_MASKS = 304;
  private static final long OUTPUT_MASK = 305;
  private static final long SAMPLING = 306;

  private final TranslatorConfig config;
  private final Embedding sourceEmbedding;
  private final Embedding targetEmbedding;
  private final RecurrentStack encoder;
  private final List<Dense> bridges = new ArrayList<>();
  private final AttentionDecoder decoder;
  private final Dense output;
  private final Dropout sourceDropout;
  private final Dropout inputDropout;
  private final Dropout outputDropout;
  private final SoftmaxOutput loss;
  private final Matrix[] states;
  private final Scratch noMemory = new Scratch();
  private boolean packed;
  private int rows;

  TranslatorPass(TranslatorConfig config, Parameters parameters) {
    this.config = config;
    Parameters source = parameters.at(Translator.sourceEmbedding(config));
    Parameters target = parameters.at(Translator.TARGET);
    Parameters outputs = parameters.at(Translator.OUTPUT);
    sourceEmbedding = new Embedding(source);
    targetEmbedding = new Embedding(target);
    encoder = new RecurrentStack(config.encoder(), parameters.at(Translator.ENCODER));
    decoder = new AttentionDecoder(config.decoder(), parameters.at(Translator.DECODER));
    for (int level = 0; level < config.layers(); level++) {
      bridges.add(new Dense(parameters.at(Translator.bridge(level))));
    }
    output = config.vocabulary().tied() ? new Dense(target, outputs) : new Dense(outputs);
    TranslatorConfig.Noise noise = config.noise();
    sourceDropout = new Dropout(noise.dropout(), noise.dropoutKind());
    inputDropout = new Dropout(noise.dropout(), noise.dropoutKind());
    outputDropout = new Dropout(noise.dropout(), noise.dropoutKind());
    SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy(noise.labelSmoothing());
    loss = new SoftmaxOutput(output, entropy);
    states = new Matrix[config.layers()];
  }

  public TranslatorConfig config() {
    return config;
  }

  @Override
  public void parametersChanged() {
    packed = false;
  }

  private void pack() {
    if (!packed) {
      encoder.pack();
      decoder.pack();
      packed = true;
    }
  }

  /** Reads the sources; returns the encoder's outputs, and leaves the decoder's first states. */
  private Matrix encode(PairBatch batch, @Nullable Long seed) {
    pack();
    Matrix memory = read(batch, seed);
    for (int level = 0; level < states.length; level++) {
      states[level] = bridges.get(level).forward(encoder.finalState(level));
      Kernels.rnnForward(states[level], states[level]);
    }
    return memory;
  }

  /** The encoder's outputs. Dropout makes rows of equal tokens differ. */
  private Matrix read(PairBatch batch, @Nullable Long seed) {
    int[] tokens = batch.sourceTokens();
    int[] lengths = batch.sourceLengths();
    int b = batch.batchSize();
    if (seed == null) {
      return encoder.forward(sourceEmbedding.lookup(tokens, tokens.length), b, lengths, null);
    }
    long masks = Seed.of(seed, ENCODER_MASKS);
    if (!sourceDropout.active()) {
      DistinctRows x = sourceEmbedding.lookup(tokens, tokens.length);
      return encoder.forwardTraining(x, b, lengths, null, masks);
    }
    Matrix x = sourceEmbedding.forward(tokens, tokens.length);
    x = sourceDropout.forward(x, b, Seed.of(seed, SOURCE_MASK));
    return encoder.forwardTraining(x, b, lengths, null, masks);
  }

  /** What the logits of every target are worked out from, (T*B,H). */
  private Matrix decode(PairBatch batch, Matrix memory, @Nullable Long seed) {
    int b = batch.batchSize();
    int[] tokens = batch.inputTokens();
    boolean drops = seed != null && inputDropout.active();
    Matrix x = targetEmbedding.forward(tokens, tokens.length);
    if (drops && seed != null) {
      x = inputDropout.forward(x, b, Seed.of(seed, INPUT_MASK));
    }
    decoder.attendTo(memory, batch.sourceLengths(), tokens.length / b);
    Long masks = seed == null ? null : Long.valueOf(Seed.of(seed, DECODER_MASKS));
    Matrix y = decoder.forward(x, b, states, masks);
    if (drops && seed != null) {
      y = outputDropout.forward(y, b, Seed.of(seed, OUTPUT_MASK));
    }
    return y;
  }

  @Override
  public double lossAndGradient(PairBatch given, long seed) {
    Matrix memory = encode(given, seed);
    PairBatch batch = config.noise().scheduledSampling() > 0 ? sampled(given, memory, seed) : given;
    double mean = loss.lossAndGradient(decode(batch, memory, seed), batch.targetTokens());
    int b = batch.batchSize();
    Matrix d = loss.dInput();
    if (outputDropout.active()) {
      outputDropout.backward(d);
    }
    d = decoder.backward(d, b);
    if (inputDropout.active()) {
      inputDropout.backward(d);
    }
    targetEmbedding.backward(d);
    encoderBackward(memory.rows);
    return mean;
  }

  private void encoderBackward(int sourceRows) {
    Matrix[] dFinal = new Matrix[states.length];
    for (int level = 0; level < states.length; level++) {
      // The tanh's slope follows from its value, which then becomes the gradient.
      Kernels.rnnBackward(states[level], decoder.dInitial(level));
      dFinal[level] = bridges.get(level).backward(states[level]);
    }
    Matrix dMemory = decoder.dMemory();
    if (dMemory == null) {
      dMemory = noMemory.matrix(sourceRows, config.hiddenSize());
      dMemory.fill(0f);
    }
    Matrix d = encoder.backward(dMemory, dFinal);
    if (sourceDropout.active()) {
      sourceDropout.backward(d);
    }
    sourceEmbedding.backward(d);
  }

  /** The batch with a share of the decoder's inputs replaced by its own guesses. */
  private PairBatch sampled(PairBatch batch, Matrix memory, long seed) {
    Matrix logits = output.forward(decode(batch, memory, null));
    int b = batch.batchSize();
    int[] inputs = batch.inputTokens().clone();
    long draws = Seed.of(seed, SAMPLING);
    double share = config.noise().scheduledSampling();
    for (int at = b; at < inputs.length; at++) {
      double u = Seed.unit(Seed.bits(draws, at));
      if (u < share && batch.targetTokens()[at - b] != SoftmaxCrossEntropy.MASKED) {
        inputs[at] = likeliest(logits, at - b);
      }
    }
    return batch.withInputs(inputs);
  }

  private static int likeliest(Matrix logits, int row) {
    int from = logits.index(row);
    int best = 0;
    for (int j = 1; j < logits.columns; j++) {
      if (logits.data[from + j] > logits.data[from + best]) {
        best = j;
      }
    }
    return best;
  }

  @Override
  public double loss(PairBatch batch) {
    Matrix memory = encode(batch, null);
    return loss.loss(decode(batch, memory, null), batch.targetTokens());
  }

  /** Where a search stands: of each of R rows, the states and what the last step gave. */
  public static final class SearchState {
    private final Matrix[] states;
    private final Matrix fed;

    private SearchState(Matrix[] states, Matrix fed) {
      this.states = states;
      this.fed = fed;
    }

    /** Rows chosen from this state, in the order given. */
    SearchState select(int[] rows) {
      Matrix[] chosen = new Matrix[states.length];
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = select(states[i], rows);
      }
      return new SearchState(chosen, select(fed, rows));
    }

    private static Matrix select(Matrix from, int[] rows) {
      Matrix to = Matrix.zeros(rows.length, from.columns);
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(from.data, from.index(rows[i]), to.data, to.index(i), to.columns);
      }
      return to;
    }
  }

  /**
   * Reads sources and begins to search.
   *
   * @param width rows of each sentence: row i is of sentence i modulo B
   */
  public SearchState begin(PairBatch sources, int width) {
    Matrix memory = encode(sources, null);
    int b = sources.batchSize();
    rows = b * width;
    decoder.attendTo(memory, sources.sourceLengths(), width);
    Matrix[] first = new Matrix[states.length];
    for (int level = 0; level < first.length; level++) {
      first[level] = Matrix.zeros(rows, states[level].columns);
      for (int i = 0; i < width; i++) {
        first[level].rows(i * b, b).copyFrom(states[level]);
      }
    }
    return new SearchState(first, Matrix.zeros(rows, config.embeddingSize()));
  }

  /**
   * One step of all rows; {@code state} moves on.
   *
   * @param tokens the last token of each row
   * @return logits of the next, (R,V), a view that lives until the next call
   */
  public Matrix step(SearchState state, int[] tokens) {
    Matrix x = targetEmbedding.forward(tokens, rows);
    Matrix a = decoder.step(x, state.fed, state.states);
    state.fed.copyFrom(a);
    return output.forward(a);
  }

  /** Where the rows looked in the last step; null without attention. */
  public @Nullable Attention attention() {
    return decoder.attention();
  }
}
