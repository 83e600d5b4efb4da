package dev.recurrent.nlp.sentiment;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SequencePooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.train.BoundModel;

/** A classifier at work. Texts are independent: no state goes from batch to batch. */
public final class ClassifierPass implements BoundModel<LabelledBatch> {
  private static final long EMBEDDING_MASK = 301;
  private static final long LAYER_MASKS = 302;
  private static final long POOLED_MASK = 303;
  private static final long WORD_MASK = 304;

  private final ClassifierConfig config;
  private final Embedding embedding;
  private final Dropout embeddingDropout;
  private final RecurrentStack stack;
  private final SequencePooling pooling;
  private final Dropout pooledDropout;
  private final Dense output;
  private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(0f);
  private int[] thinned = new int[0];
  private boolean packed;

  ClassifierPass(ClassifierConfig config, Parameters parameters) {
    this.config = config;
    embedding = new Embedding(parameters.at(ClassifierModel.EMBEDDING));
    embeddingDropout = config.spatial();
    stack = new RecurrentStack(config.recurrent(), parameters.at(ClassifierModel.RECURRENT));
    pooling =
        new SequencePooling(
            config.pooling(),
            config.recurrent().directions(),
            parameters.at(ClassifierModel.POOLING));
    pooledDropout = new Dropout(config.dropout(), Dropout.Kind.EACH_STEP);
    output = new Dense(parameters.at(ClassifierModel.OUTPUT));
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

  /**
   * Without dropout.
   *
   * @return logits (B, classes), a view that lives until the next call
   */
  public Matrix predict(LabelledBatch batch) {
    pack();
    DistinctRows x = embedding.lookup(batch.tokens(), batch.tokens().length);
    Matrix y = stack.forward(x, batch.batchSize(), batch.lengths(), null);
    return output.forward(pooling.forward(y, batch.lengths()));
  }

  /** How many of a batch's texts are classified correctly. */
  public int right(LabelledBatch batch) {
    Matrix logits = predict(batch);
    int right = 0;
    for (int b = 0; b < logits.rows; b++) {
      int best = 0;
      for (int j = 1; j < logits.columns; j++) {
        best = logits.get(b, j) > logits.get(b, best) ? j : best;
      }
      right += best == batch.classes()[b] ? 1 : 0;
    }
    return right;
  }

  /** After {@link #predict} with attention: weight of each step, (T,B). */
  public Matrix attention() {
    return pooling.weights();
  }

  @Override
  public double lossAndGradient(LabelledBatch batch, long seed) {
    pack();
    int b = batch.batchSize();
    Matrix y = read(batch, seed);
    Matrix pooled = pooling.forward(y, batch.lengths());
    if (pooledDropout.active()) {
      pooled = pooledDropout.forward(pooled, b, Seed.of(seed, POOLED_MASK));
    }
    Matrix logits = output.forward(pooled);
    double mean = weightedLoss(logits, batch);
    Matrix d = output.backward(logits);
    if (pooledDropout.active()) {
      pooledDropout.backward(d);
    }
    backward(pooling.backward(d, batch.steps(), y.columns));
    return mean;
  }

  /** The top layer's outputs. Dropout makes rows of equal tokens differ. */
  private Matrix read(LabelledBatch batch, long seed) {
    int[] tokens = thinned(batch, seed);
    int count = batch.tokens().length;
    int b = batch.batchSize();
    long masks = Seed.of(seed, LAYER_MASKS);
    if (!embeddingDropout.active()) {
      DistinctRows x = embedding.lookup(tokens, count);
      return stack.forwardTraining(x, b, batch.lengths(), null, masks);
    }
    Matrix x = embedding.forward(tokens, count);
    x = embeddingDropout.forward(x, b, Seed.of(seed, EMBEDDING_MASK));
    return stack.forwardTraining(x, b, batch.lengths(), null, masks);
  }

  /** The batch's tokens, a share of them unknown; the same seed takes the same. */
  private int[] thinned(LabelledBatch batch, long seed) {
    if (config.wordDropout() == 0) {
      return batch.tokens();
    }
    int count = batch.tokens().length;
    if (thinned.length < count) {
      thinned = new int[count];
    }
    int threshold = Math.round(config.wordDropout() * (1 << 16));
    long own = Seed.of(seed, WORD_MASK);
    long bits = 0;
    for (int i = 0; i < count; i++) {
      // Four tokens from each 64 bits.
      bits = (i & 3) == 0 ? Seed.bits(own, i >> 2) : bits >>> 16;
      thinned[i] = (bits & 0xFFFF) < threshold ? Vocabulary.UNKNOWN : batch.tokens()[i];
    }
    return thinned;
  }

  private void backward(Matrix dOutputs) {
    if (config.frozen()) {
      stack.backwardFromData(dOutputs, null);
      return;
    }
    Matrix d = stack.backward(dOutputs, null);
    if (embeddingDropout.active()) {
      embeddingDropout.backward(d);
    }
    embedding.backward(d);
  }

  /** The mean over the texts of each one's weight times its loss; logits become the gradient. */
  private double weightedLoss(Matrix logits, LabelledBatch batch) {
    int n = batch.batchSize();
    int[] own = new int[1];
    double sum = 0;
    for (int b = 0; b < n; b++) {
      own[0] = batch.classes()[b];
      float weight = batch.weights()[b];
      sum += weight * loss.lossAndGradient(logits.rows(b, 1), own);
      int at = logits.index(b);
      for (int j = at; j < at + logits.columns; j++) {
        logits.data[j] *= weight / n;
      }
    }
    return sum / n;
  }

  @Override
  public double loss(LabelledBatch batch) {
    return weightedLoss(predict(batch), batch);
  }
}
