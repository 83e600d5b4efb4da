package dev.recurrent.timeseries.forecast;

import java.util.Arrays;
import java.util.Random;

/** The quantiles 0.1 to 0.9 themselves, by the pinball loss (Koenker and Bassett 1978). */
record QuantileHead() implements Head {
  private static final int COUNT = 9;

  @Override
  public int parameters() {
    return COUNT;
  }

  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      double level = (i + 1) / 10.0;
      double above = (double) target - outputs[at + i];
      double slope = above > 0 ? -level : 1 - level;
      sum += -slope * above;
      outputs[at + i] = (float) (2 * slope / COUNT * share);
    }
    return 2 * sum / COUNT;
  }

  /** Quantiles learned apart may cross: sorted, they cannot. */
  private static float[] sorted(float[] outputs, int at) {
    float[] copy = Arrays.copyOfRange(outputs, at, at + COUNT);
    Arrays.sort(copy);
    return copy;
  }

  @Override
  public double point(float[] outputs, int at) {
    return sorted(outputs, at)[COUNT / 2];
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    float[] all = sorted(outputs, at);
    double place = Math.max(0, Math.min(COUNT - 1, level * 10 - 1));
    int low = (int) Math.min(COUNT - 2, Math.floor(place));
    return all[low] + (place - low) * (all[low + 1] - all[low]);
  }

  @Override
  public double sample(float[] outputs, int at, Random random) {
    return quantile(outputs, at, random.nextDouble());
  }

  @Override
  public boolean canSample() {
    return false;
  }
}
