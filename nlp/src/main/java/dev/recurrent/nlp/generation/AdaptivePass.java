package dev.recurrent.nlp.generation;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.GradientClip;
import java.util.Arrays;

/** Measures batches of one sequence and adapts a copy of the parameters after each. */
final class AdaptivePass implements BoundModel<TokenBatch> {
  private final AdaptiveReading reading;
  private final float[] start;
  private final float[] parameters;
  private final float[] gradient;
  private final GradientClip clip = GradientClip.byNorm(1);
  private final LanguageModelPass pass;
  private final StateCache cache;

  AdaptivePass(AdaptiveLanguageModel adaptive, float[] start) {
    reading = adaptive.reading();
    this.start = start;
    parameters = start.clone();
    gradient = new float[start.length];
    LanguageModelConfig config = adaptive.model().config();
    LanguageModelConfig plain =
        config.withDropout(0, config.dropoutKind()).withLabelSmoothing(0).withSoftmaxSamples(null);
    pass = new LanguageModel(plain).bind(parameters, gradient);
    cache = new StateCache(Math.max(1, reading.cacheSize()), reading.cacheSharpness());
  }

  @Override
  public void parametersChanged() {
    System.arraycopy(start, 0, parameters, 0, start.length);
    pass.parametersChanged();
  }

  @Override
  public double lossAndGradient(TokenBatch batch, long seed) {
    throw new IllegalStateException("a model that adapts to a text is for measuring, not training");
  }

  /** The mean loss of a batch, before anything is learned from it. */
  @Override
  public double loss(TokenBatch batch) {
    float[] before = pass.carry();
    double mean = reading.caches() ? cached(batch) : pass.loss(batch);
    if (reading.rate() > 0) {
      adapt(batch, before);
    }
    return mean;
  }

  private void adapt(TokenBatch batch, float[] before) {
    pass.resume(before);
    Arrays.fill(gradient, 0f);
    pass.lossAndGradient(batch, 0);
    if (!Double.isFinite(clip.apply(gradient))) {
      return;
    }
    for (int i = 0; i < parameters.length; i++) {
      float step = reading.rate() * gradient[i];
      parameters[i] += reading.decay() * (start[i] - parameters[i]) - step;
    }
    pass.parametersChanged();
  }

  private double cached(TokenBatch batch) {
    if (batch.batchSize() != 1) {
      throw new IllegalArgumentException(
          "batch has " + batch.batchSize() + " sequences, expected 1: a cache is of one text");
    }
    if (batch.startsStreams()) {
      cache.clear();
      pass.resume(new float[0]);
    }
    Matrix states = pass.states(batch.tokens(), 1);
    Matrix logits = pass.logits(states);
    double sum = 0;
    for (int t = 0; t < logits.rows; t++) {
      int target = batch.targetTokens()[t];
      double p = softmax(logits, t, target);
      int at = states.index(t);
      if (!cache.isEmpty()) {
        double share = reading.cacheWeight();
        double seen = cache.probability(target, states.data, at, states.columns);
        p = (1 - share) * p + share * seen;
      }
      sum -= Math.log(p);
      cache.add(states.data, at, states.columns, target);
    }
    return sum / logits.rows;
  }

  private static double softmax(Matrix logits, int row, int target) {
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < logits.columns; j++) {
      most = Math.max(most, logits.get(row, j));
    }
    double all = 0;
    for (int j = 0; j < logits.columns; j++) {
      all += Math.exp(logits.get(row, j) - most);
    }
    return Math.exp(logits.get(row, target) - most) / all;
  }
}
