package dev.recurrent.timeseries.hierarchy;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Makes the forecasts of a hierarchy add up. With C the matrix whose product with the forecasts is
 * the gap of every sum, and W the covariance of the forecasts' errors, the corrected forecasts are
 * {@code y - W C' (C W C')^-1 C y} (Wickramasuriya et al. 2019, doi:10.1080/01621459.2018.1448825).
 * This form has one equation for each sum, however many leaves there are.
 */
public final class Reconciliation {
  /** How the forecasts are corrected. */
  public enum Method {
    /** Sums are the sums of the leaves' forecasts. */
    BOTTOM_UP,
    /** By least squares: all forecasts count alike. */
    OLS,
    /** The least total variance of the errors, with the covariance of past errors, shrunk. */
    MINT;

    /**
     * The method of a label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Method of(String label) {
      for (Method method : values()) {
        if (method.label().equals(label)) {
          return method;
        }
      }
      throw new IllegalArgumentException(
          "method is \"" + label + "\", expected bottom-up, ols or mint");
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Hierarchy hierarchy;
  private final boolean nonNegative;

  /** {@code [leaf][sum]}: what a gap changes in a leaf; null for nothing. */
  private final double @Nullable [][] corrections;

  /**
   * @param errors {@code [t][i]} of forecast i at time t, for {@link Method#MINT}
   * @param nonNegative whether leaves below 0 become 0
   * @throws IllegalArgumentException for MinT without the errors of two times
   */
  public Reconciliation(
      Hierarchy hierarchy, Method method, double @Nullable [][] errors, boolean nonNegative) {
    this.hierarchy = hierarchy;
    this.nonNegative = nonNegative;
    this.corrections = corrections(hierarchy, method, errors);
  }

  private static double @Nullable [][] corrections(
      Hierarchy hierarchy, Method method, double @Nullable [][] errors) {
    if (method == Method.BOTTOM_UP || hierarchy.sums() == 0) {
      return null;
    }
    if (method == Method.OLS) {
      double[] ones = new double[hierarchy.names().size()];
      Arrays.fill(ones, 1);
      return solve(hierarchy, ResidualCovariance.diagonalWithGaps(hierarchy, ones, 1));
    }
    if (errors == null || errors.length < 2) {
      throw new IllegalArgumentException(
          "MinT needs the errors of all series at two times at least, there are "
              + (errors == null ? 0 : errors.length));
    }
    return solve(hierarchy, new ResidualCovariance(errors).withGaps(hierarchy));
  }

  /**
   * @param covariances {@code W C'}
   * @return the rows of the leaves of {@code W C' (C W C')^-1}
   */
  private static double[][] solve(Hierarchy hierarchy, double[][] covariances) {
    int sums = hierarchy.sums();
    double[][] gaps = new double[sums][sums];
    double[] column = new double[covariances.length];
    for (int a = 0; a < sums; a++) {
      for (int i = 0; i < column.length; i++) {
        column[i] = covariances[i][a];
      }
      gaps[a] = hierarchy.gaps(column);
    }
    for (int a = 0; a < sums; a++) {
      for (int b = 0; b < a; b++) {
        double mean = (gaps[a][b] + gaps[b][a]) / 2;
        gaps[a][b] = mean;
        gaps[b][a] = mean;
      }
    }
    // Pure Java: the bits are the same on every machine, which those of a native library are not.
    RealMatrix inverse =
        new CholeskyDecomposition(new Array2DRowRealMatrix(gaps, false), 1e-9, 0)
            .getSolver()
            .getInverse();
    double[][] leaves = Arrays.copyOfRange(covariances, sums, covariances.length);
    return new Array2DRowRealMatrix(leaves, false).multiply(inverse).getData();
  }

  /**
   * Corrects the forecasts of one time, or one draw of them.
   *
   * @param nodes of all names in their order; replaced. After it each sum is the sum of its leaves.
   */
  public void correct(double[] nodes) {
    int sums = hierarchy.sums();
    if (corrections != null) {
      double[] gaps = hierarchy.gaps(nodes);
      for (int leaf = 0; leaf < corrections.length; leaf++) {
        double[] row = corrections[leaf];
        double change = 0;
        for (int a = 0; a < sums; a++) {
          change += row[a] * gaps[a];
        }
        nodes[sums + leaf] -= change;
      }
    }
    if (nonNegative) {
      for (int i = sums; i < nodes.length; i++) {
        nodes[i] = Math.max(0, nodes[i]);
      }
    }
    hierarchy.add(nodes);
  }
}
