package dev.recurrent.timeseries.job;

import dev.recurrent.timeseries.forecast.WindowConfig.Covariate;
import java.util.ArrayList;
import java.util.List;

/** The covariates' means and deviations over the training rows of all series. */
final class Covariates {
  private static final double LEAST = 1e-6;

  private Covariates() {}

  static List<Covariate> of(SeriesTable table, List<String> names, SplitOptions.Rule rule) {
    if (names.isEmpty()) {
      return List.of();
    }
    int width = names.size();
    double[] sums =
        table
            .series()
            .map(
                s -> {
                  double[] own = new double[2 * width + 1];
                  int rows = rule.of(s.length()).train();
                  for (int k = 0; k < width; k++) {
                    for (int t = 0; t < rows; t++) {
                      double value = s.covariates()[k][t];
                      own[k] += value;
                      own[width + k] += value * value;
                    }
                  }
                  own[2 * width] = rows;
                  return own;
                })
            // In partition order: a sum of doubles depends on it.
            .glom()
            .map(Covariates::total)
            .collect()
            .stream()
            .reduce(new double[2 * width + 1], Covariates::plus);
    List<Covariate> covariates = new ArrayList<>();
    for (int k = 0; k < width; k++) {
      double mean = sums[k] / sums[2 * width];
      double variance = sums[width + k] / sums[2 * width] - mean * mean;
      double deviation = Math.sqrt(Math.max(0, variance));
      covariates.add(
          new Covariate(names.get(k), (float) mean, (float) (deviation < LEAST ? 1 : deviation)));
    }
    return covariates;
  }

  private static double[] total(List<double[]> parts) {
    double[] sum = new double[0];
    for (double[] part : parts) {
      sum = plus(sum.length == 0 ? new double[part.length] : sum, part);
    }
    return sum;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < b.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
