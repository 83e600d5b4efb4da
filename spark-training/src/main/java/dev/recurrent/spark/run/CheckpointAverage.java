package dev.recurrent.spark.run;

import java.util.List;
import java.util.Locale;

/**
 * What a run publishes: the best validation's parameters, or the mean of the best few where a judge
 * finds it no worse.
 *
 * @param averaged how many validations' parameters are in them
 * @param said how they compare, one line, empty where there was nothing to compare
 */
public record CheckpointAverage(float[] parameters, int averaged, String said) {
  /** Of a run that kept the parameters of its best few validations. */
  public static CheckpointAverage of(TrainingResult result, ValidationMetric judge) {
    List<Checkpoint.Kept> best = result.best;
    if (best.size() < 2) {
      return new CheckpointAverage(result.parameters, 1, "");
    }
    float[] mean = mean(best);
    double score = judge.score(mean, ValidationMetric.NO_ROUND);
    String said =
        String.format(
            Locale.ROOT,
            "validation %s: %.4f the best of the run, %.4f the mean of the best %d",
            judge.name(),
            best.get(0).score,
            score,
            best.size());
    return score >= best.get(0).score
        ? new CheckpointAverage(mean, best.size(), said)
        : new CheckpointAverage(result.parameters, 1, said);
  }

  private static float[] mean(List<Checkpoint.Kept> kept) {
    float[] mean = new float[kept.get(0).parameters.length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (Checkpoint.Kept one : kept) {
        sum += one.parameters[i];
      }
      mean[i] = (float) (sum / kept.size());
    }
    return mean;
  }
}
