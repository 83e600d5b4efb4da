package dev.recurrent.timeseries.hierarchy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** Corrections against the published formulas, written out with all their matrices. */
class ReconciliationTest {
  private static Hierarchy regions() {
    TreeMap<String, List<String>> leaves = new TreeMap<>();
    for (String leaf : new String[] {"n/a", "n/b", "s/a", "s/b", "s/c"}) {
      leaves.put(leaf, List.of(leaf.split("/")));
    }
    return Hierarchy.of(leaves, "total");
  }

  private static double[][] errors(int times, int series, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] errors = new double[times][series];
    for (double[] row : errors) {
      double common = random.nextDouble() - 0.5;
      for (int i = 0; i < series; i++) {
        row[i] = (1 + i) * (common + random.nextDouble() - 0.5);
      }
    }
    return errors;
  }

  /** S (S' W^-1 S)^-1 S' W^-1 y. */
  private static double[] byProjection(Hierarchy hierarchy, RealMatrix w, double[] y) {
    RealMatrix s = MatrixUtils.createRealMatrix(y.length, hierarchy.leaves());
    for (int leaf = 0; leaf < hierarchy.leaves(); leaf++) {
      double[] nodes = new double[y.length];
      nodes[hierarchy.sums() + leaf] = 1;
      hierarchy.add(nodes);
      s.setColumn(leaf, nodes);
    }
    RealMatrix inverse = new LUDecomposition(w).getSolver().getInverse();
    RealMatrix left = s.transpose().multiply(inverse);
    RealMatrix solved = new LUDecomposition(left.multiply(s)).getSolver().getInverse();
    return s.multiply(solved).multiply(left).operate(y);
  }

  /** Schaefer and Strimmer's intensity pair by pair, as the package hts of R has it. */
  private static RealMatrix shrunk(double[][] errors) {
    int times = errors.length;
    RealMatrix e = MatrixUtils.createRealMatrix(errors);
    RealMatrix covariance = e.transpose().multiply(e).scalarMultiply(1.0 / times);
    int n = covariance.getRowDimension();
    double variances = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double scale = Math.sqrt(covariance.getEntry(i, i) * covariance.getEntry(j, j));
        double mean = covariance.getEntry(i, j) / scale;
        double spread = 0;
        for (double[] row : errors) {
          spread += Math.pow(row[i] * row[j] / scale - mean, 2);
        }
        variances += i == j ? 0 : spread / (times * (times - 1.0));
        squares += i == j ? 0 : mean * mean;
      }
    }
    double intensity = Math.min(1, variances / squares);
    assertEquals(intensity, new ResidualCovariance(errors).intensity(), 1e-10);
    assertTrue(intensity > 0.01 && intensity < 0.9, "a test of both parts: " + intensity);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance.multiplyEntry(i, j, i == j ? 1 : 1 - intensity);
      }
    }
    return covariance;
  }

  @Test
  void correctionsAreTheProjectionsOfTheBook() {
    Hierarchy hierarchy = regions();
    assertEquals(List.of("n", "s", "total", "n/a", "n/b", "s/a", "s/b", "s/c"), hierarchy.names());
    double[] base = {3, 9, 20, 1, 1.5, 2, 3, 5};

    double[] ols = base.clone();
    new Reconciliation(hierarchy, Reconciliation.Method.OLS, null, false).correct(ols);
    RealMatrix identity = MatrixUtils.createRealIdentityMatrix(8);
    assertArrayEquals(byProjection(hierarchy, identity, base), ols, 1e-9);

    double[][] errors = errors(12, 8, 3);
    double[] mint = base.clone();
    new Reconciliation(hierarchy, Reconciliation.Method.MINT, errors, false).correct(mint);
    assertArrayEquals(byProjection(hierarchy, shrunk(errors), base), mint, 1e-9);

    double[] up = base.clone();
    new Reconciliation(hierarchy, Reconciliation.Method.BOTTOM_UP, null, false).correct(up);
    assertArrayEquals(new double[] {2.5, 10, 12.5, 1, 1.5, 2, 3, 5}, up, 1e-12);
  }

  @Test
  void forecastsThatAddUpStayAsTheyAre() {
    Hierarchy hierarchy = regions();
    double[] base = {2.5, 10, 12.5, 1, 1.5, 2, 3, 5};
    for (Reconciliation.Method method : Reconciliation.Method.values()) {
      double[] nodes = base.clone();
      new Reconciliation(hierarchy, method, errors(9, 8, 4), false).correct(nodes);
      assertArrayEquals(base, nodes, 1e-12, method.label());
    }
  }

  @Test
  void aThousandLeavesAddUp() {
    TreeMap<String, List<String>> leaves = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      leaves.put("leaf" + i, List.of("r" + i % 10, "s" + i / 10 % 5, "p" + i));
    }
    Hierarchy hierarchy = Hierarchy.of(leaves, "total");
    assertEquals(1 + 10 + 50, hierarchy.sums());
    double[][] errors = errors(30, 1061, 5);
    // A series that never erred and one that erred alike.
    for (double[] row : errors) {
      row[3] = 0;
      row[70] = row[71];
    }
    SplittableRandom random = new SplittableRandom(6);
    for (Reconciliation.Method method : Reconciliation.Method.values()) {
      double[] nodes = random.doubles(1061, 0, 1e6).toArray();
      new Reconciliation(hierarchy, method, errors, true).correct(nodes);
      double[] gaps = hierarchy.gaps(nodes);
      assertTrue(Arrays.stream(gaps).allMatch(gap -> Math.abs(gap) < 1e-6), method.label());
      assertTrue(Arrays.stream(nodes).allMatch(x -> x >= 0 && x < 1e12), method.label());
    }
  }

  /**
   * Normal leaves of deviation 1, so a total of five has the root of 5, or 5 if all move as one.
   */
  @Test
  void quantilesOfATotalKnowWhetherItsLeavesMoveTogether() {
    double[] levels = {0.1, 0.5, 0.9};
    double z = 1.2815516;
    double[][] together = new double[50][8];
    for (int t = 0; t < together.length; t++) {
      Arrays.fill(together[t], t);
    }
    Hierarchy hierarchy = regions();
    Reconciliation up = new Reconciliation(hierarchy, Reconciliation.Method.BOTTOM_UP, null, false);
    double[] widths = {Math.sqrt(5), 5};
    for (int k = 0; k < 2; k++) {
      double[][] nodes = new double[8][];
      for (int i = 0; i < 8; i++) {
        nodes[i] = new double[] {10, 10 - z, 10, 10 + z};
      }
      new ReconciledGroup(hierarchy, up, k == 0 ? null : together, levels, 2000, 7).correct(nodes);
      assertArrayEquals(new double[] {50, 50 - widths[k] * z, 50}, head(nodes[2]), 0.3);
      assertArrayEquals(new double[] {10, 10 - z, 10}, head(nodes[3]), 0.01);
    }
  }

  private static double[] head(double[] forecast) {
    return Arrays.copyOf(forecast, 3);
  }

  @Test
  void namesThatMeanTwoThingsAreRefused() {
    TreeMap<String, List<String>> twice = new TreeMap<>();
    twice.put("x", List.of("n", "a"));
    twice.put("y", List.of("n", "a"));
    assertThrows(IllegalArgumentException.class, () -> Hierarchy.of(twice, "total"));
    TreeMap<String, List<String>> level = new TreeMap<>();
    level.put("n", List.of("n", "a"));
    level.put("y", List.of("n", "b"));
    assertThrows(IllegalArgumentException.class, () -> Hierarchy.of(level, "total"));
  }
}
