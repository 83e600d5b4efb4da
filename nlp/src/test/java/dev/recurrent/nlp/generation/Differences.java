package dev.recurrent.nlp.generation;

import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.ParameterLayout;

/**
 * A gradient against central differences at two steps, extrapolated (Richardson). At one step of
 * 1e-2 the curvature of a tanh cell alone is 4e-4 to 4e-3, by seed; this leaves only rounding.
 */
final class Differences {
  private static final float STEP = 2e-2f;

  private final LanguageModel model;
  private final float[] parameters;
  private final float[] gradient;
  private final LanguageModelPass pass;
  private final TokenBatch batch;
  private final long seed;

  private Differences(LanguageModel model, float[] parameters, TokenBatch batch, long seed) {
    this.model = model;
    this.parameters = parameters;
    this.gradient = new float[parameters.length];
    this.pass = model.bind(parameters, gradient);
    this.batch = batch;
    this.seed = seed;
  }

  /** The largest error of any parameter's gradient, norm by norm as GradientCheck has it. */
  static double worst(LanguageModel model, float[] parameters, TokenBatch batch, long seed) {
    return new Differences(model, parameters, batch, seed).worst();
  }

  private double worst() {
    loss();
    float[] analytic = gradient.clone();
    double[] numeric = new double[parameters.length];
    double[] error = new double[parameters.length];
    for (int i = 0; i < numeric.length; i++) {
      numeric[i] = (4 * difference(i, STEP) - difference(i, 2 * STEP)) / 3;
      error[i] = analytic[i] - numeric[i];
    }
    double least = 1e-3 * norm(numeric, 0, numeric.length);
    double worst = 0;
    for (ParameterLayout.Entry entry : model.layout().entries()) {
      double scale = Math.max(least, norm(numeric, entry.offset(), entry.size()));
      worst = Math.max(worst, norm(error, entry.offset(), entry.size()) / scale);
    }
    return worst;
  }

  private double difference(int i, float step) {
    float value = parameters[i];
    float high = value + step;
    float low = value - step;
    parameters[i] = high;
    double above = loss();
    parameters[i] = low;
    double below = loss();
    parameters[i] = value;
    return (above - below) / ((double) high - low);
  }

  private double loss() {
    pass.parametersChanged();
    pass.resume(new float[0]);
    return pass.lossAndGradient(batch, seed);
  }

  private static double norm(double[] values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}
