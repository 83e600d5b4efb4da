package dev.recurrent.timeseries.forecast;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;

/** The quantiles 0.1 to 0.9 themselves, by the pinball loss (Koenker and Bassett 1978). */
record QuantileHead() implements Head {
  private static final int COUNT = 9;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final double NORMAL_DECILE = NORMAL.inverseCumulativeProbability(0.1);

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

  /**
   * Between two of the nine by a line. Beyond them the distance from the median grows as that of a
   * normal distribution does: a head that learns no tails assumes these.
   */
  @Override
  public double quantile(float[] outputs, int at, double level) {
    float[] all = sorted(outputs, at);
    double place = level * 10 - 1;
    if (place < 0 || place > COUNT - 1) {
      int edge = place < 0 ? 0 : COUNT - 1;
      double median = all[COUNT / 2];
      double far = NORMAL.inverseCumulativeProbability(level < 0.5 ? level : 1 - level);
      return median + (all[edge] - median) * far / NORMAL_DECILE;
    }
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
