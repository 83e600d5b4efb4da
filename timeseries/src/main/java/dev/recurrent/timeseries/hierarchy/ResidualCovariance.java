package dev.recurrent.timeseries.hierarchy;

/**
 * The covariance of the errors of base forecasts, shrunk towards its diagonal: {@code W = l D + (1
 * - l) E'E / T}, whose intensity l is Schaefer and Strimmer's (2005), as Wickramasuriya et al.
 * (2019, MinT) use it. The matrix of all series is never made.
 */
final class ResidualCovariance {
  /** Below this a sum of the correlations is numerically none. */
  private static final double LEAST = 1e-300;

  /** A covariance without any diagonal part has no inverse where series are more than times. */
  private static final double LEAST_INTENSITY = 1e-6;

  private final double[][] errors;
  private final double[] variances;
  private final double intensity;

  /**
   * @param errors {@code [t][i]} of series i at time t, of mean 0
   */
  ResidualCovariance(double[][] errors) {
    this.errors = errors;
    this.variances = variances(errors);
    this.intensity = Math.max(LEAST_INTENSITY, intensity(errors, variances));
  }

  private static double[] variances(double[][] errors) {
    double[] variances = new double[errors[0].length];
    double most = 0;
    for (int i = 0; i < variances.length; i++) {
      for (double[] row : errors) {
        variances[i] += row[i] * row[i] / errors.length;
      }
      most = Math.max(most, variances[i]);
    }
    // A series without errors would never be corrected, and two of them not at all.
    double least = most == 0 ? 1 : most * 1e-12;
    for (int i = 0; i < variances.length; i++) {
      variances[i] = Math.max(least, variances[i]);
    }
    return variances;
  }

  /**
   * The sum of the variances of the correlations over the sum of their squares, both without the
   * diagonal. Sums over pairs of series are sums over pairs of times.
   */
  private static double intensity(double[][] errors, double[] variances) {
    int times = errors.length;
    int n = variances.length;
    double[][] z = new double[times][n];
    double[] squares = new double[n];
    double[] fourths = new double[n];
    double products = 0;
    for (int t = 0; t < times; t++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        z[t][i] = errors[t][i] / Math.sqrt(variances[i]);
        double square = z[t][i] * z[t][i];
        sum += square;
        squares[i] += square;
        fourths[i] += square * square;
      }
      products += sum * sum;
    }
    double crosses = 0;
    for (int t = 0; t < times; t++) {
      for (int s = 0; s <= t; s++) {
        double dot = 0;
        for (int i = 0; i < n; i++) {
          dot += z[t][i] * z[s][i];
        }
        crosses += (s == t ? 1 : 2) * dot * dot;
      }
    }
    for (int i = 0; i < n; i++) {
      products -= fourths[i];
      crosses -= squares[i] * squares[i];
    }
    double variance = (products - crosses / times) / (times * (times - 1.0));
    double squared = crosses / ((double) times * times);
    return squared < LEAST ? 1 : Math.max(0, Math.min(1, variance / squared));
  }

  /** From 0, the covariance as it is, to 1, its diagonal. */
  double intensity() {
    return intensity;
  }

  /**
   * The covariances with the gaps between sums and leaves.
   *
   * @return {@code [i][a]} of series i with the gap of sum a: {@code W C'}
   */
  double[][] withGaps(Hierarchy hierarchy) {
    double[][] covariances = diagonalWithGaps(hierarchy, variances, intensity);
    double share = (1 - intensity) / errors.length;
    for (double[] row : errors) {
      double[] gaps = hierarchy.gaps(row);
      for (int i = 0; i < row.length; i++) {
        double factor = share * row[i];
        for (int a = 0; a < gaps.length; a++) {
          covariances[i][a] += factor * gaps[a];
        }
      }
    }
    return covariances;
  }

  /** The same of series whose errors are independent, with some variances times a factor. */
  static double[][] diagonalWithGaps(Hierarchy hierarchy, double[] variances, double factor) {
    double[][] covariances = new double[variances.length][hierarchy.sums()];
    for (int a = 0; a < hierarchy.sums(); a++) {
      covariances[a][a] = factor * variances[a];
    }
    for (int leaf = 0; leaf < hierarchy.leaves(); leaf++) {
      int i = hierarchy.sums() + leaf;
      for (int a : hierarchy.above(leaf)) {
        covariances[i][a] = -factor * variances[i];
      }
    }
    return covariances;
  }
}
