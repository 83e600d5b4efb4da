package dev.recurrent.timeseries.job;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.hierarchy.Hierarchy;
import dev.recurrent.timeseries.hierarchy.ReconciledGroup;
import dev.recurrent.timeseries.hierarchy.Reconciliation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Solves one group on an executor: its rows in any order, its forecasts in a fixed one. */
final class HierarchyGroup implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Numbers of the matrix from sums to leaves: 1.6 GB. */
  private static final long MOST_CORRECTIONS = 200_000_000;

  private final ReconcileRules rules;

  HierarchyGroup(ReconcileRules rules) {
    this.rules = rules;
  }

  /**
   * @throws UnusableInputException naming what is missing, or what belongs to nothing
   */
  List<HierarchyRow> solve(Iterable<HierarchyRow> rows) {
    TreeMap<String, List<String>> leaves = new TreeMap<>();
    Map<String, Map<String, double[]>> forecasts = new HashMap<>();
    Map<String, Map<String, double[]>> errors = new HashMap<>();
    for (HierarchyRow row : rows) {
      if (row.kind == HierarchyRow.LEAF) {
        List<String> before = leaves.put(row.series, row.words());
        if (before != null && !before.equals(row.words())) {
          throw new UnusableInputException(
              String.format(
                  "series \"%s\" is both %s and %s in --structure, expected one place",
                  row.series, before, row.words()));
        }
      } else {
        var target = row.kind == HierarchyRow.FORECAST ? forecasts : errors;
        put(target.computeIfAbsent(row.time, time -> new HashMap<>()), row);
      }
    }
    try {
      Hierarchy hierarchy = Hierarchy.of(leaves, rules.total);
      requireKnown(hierarchy, forecasts.values());
      return solve(hierarchy, forecasts, matrix(hierarchy, errors));
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void put(Map<String, double[]> bySeries, HierarchyRow row) {
    if (!Arrays.stream(row.values).allMatch(Double::isFinite)) {
      throw new UnusableInputException(
          String.format("series \"%s\" is not finite at %s", row.series, row.time));
    }
    if (bySeries.put(row.series, row.values) != null) {
      throw new UnusableInputException(
          String.format(
              row.kind == HierarchyRow.ERROR
                  ? "series \"%s\" has two errors at %s; give the rows of one backtest, such as"
                      + " --residuals-query \"SELECT * FROM ... WHERE date = ...\""
                  : "series \"%s\" has two rows at %s; give the forecasts of one date, such as"
                      + " --input-query \"SELECT * FROM ... WHERE date = ...\"",
              row.series,
              row.time));
    }
  }

  private static void requireKnown(
      Hierarchy hierarchy, Collection<Map<String, double[]>> forecasts) {
    var known = new HashSet<>(hierarchy.names());
    for (Map<String, double[]> bySeries : forecasts) {
      for (String series : bySeries.keySet()) {
        if (!known.contains(series)) {
          throw new UnusableInputException(
              String.format(
                  "series \"%s\" is no leaf and no level above leaves, such as \"%s\"; give"
                      + " --structure if names of leaves are not words between /",
                  series, hierarchy.names().get(0)));
        }
      }
    }
  }

  private List<HierarchyRow> solve(
      Hierarchy hierarchy,
      Map<String, Map<String, double[]>> forecasts,
      double @Nullable [][] errors) {
    if (rules.method != Reconciliation.Method.BOTTOM_UP
        && (long) hierarchy.sums() * hierarchy.leaves() > MOST_CORRECTIONS) {
      throw new UnusableInputException(
          String.format(
              "a hierarchy of %d sums and %d leaves is too large for --method %s; solve it in"
                  + " groups with --total none, or pass --method bottom-up",
              hierarchy.sums(), hierarchy.leaves(), rules.method.label()));
    }
    Reconciliation corrections =
        new Reconciliation(hierarchy, rules.method, errors, rules.nonNegative);
    ReconciledGroup group =
        new ReconciledGroup(hierarchy, corrections, errors, rules.levels, rules.draws, rules.seed);
    Map<String, double[][]> solved = new HashMap<>();
    List<String> times = ordered(forecasts.keySet());
    for (String time : times) {
      double[][] nodes = nodes(hierarchy, forecasts.getOrDefault(time, Map.of()), time);
      group.correct(nodes);
      solved.put(time, nodes);
    }
    List<HierarchyRow> rows = new ArrayList<>();
    for (int i = 0; i < hierarchy.names().size(); i++) {
      for (String time : times) {
        double[][] nodes = solved.getOrDefault(time, new double[0][]);
        String series = hierarchy.names().get(i);
        rows.add(new HierarchyRow(HierarchyRow.FORECAST, series, time, new String[0], nodes[i]));
      }
    }
    return rows;
  }

  /** Numbers by their size, other times by their letters, as ISO 8601 has them in order. */
  private static List<String> ordered(Collection<String> times) {
    boolean numbers = times.stream().allMatch(time -> time.matches("-?\\d{1,18}"));
    return times.stream()
        .sorted(numbers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder())
        .toList();
  }

  /** Of all names in their order; zeros for sums that bottom-up computes. */
  private double[][] nodes(Hierarchy hierarchy, Map<String, double[]> bySeries, String time) {
    double[][] nodes = new double[hierarchy.names().size()][];
    for (int i = 0; i < nodes.length; i++) {
      String name = hierarchy.names().get(i);
      double[] given = bySeries.get(name);
      if (given == null && i < hierarchy.sums()) {
        if (rules.method != Reconciliation.Method.BOTTOM_UP) {
          throw new UnusableInputException(
              String.format(
                  "level \"%s\" has no forecast at %s: --method %s needs the forecasts of every"
                      + " level; forecast them too, or pass --method bottom-up",
                  name, time, rules.method.label()));
        }
        given = new double[1 + rules.levels.length];
      }
      if (given == null) {
        throw new UnusableInputException(
            String.format("series \"%s\" has no forecast at %s, expected one", name, time));
      }
      nodes[i] = given.clone();
    }
    return nodes;
  }

  /** The errors of the times at which all series have one; null where none are given. */
  private static double @Nullable [][] matrix(
      Hierarchy hierarchy, Map<String, Map<String, double[]>> errors) {
    if (errors.isEmpty()) {
      return null;
    }
    List<double[]> rows = new ArrayList<>();
    for (String time : ordered(errors.keySet())) {
      Map<String, double[]> bySeries = errors.getOrDefault(time, Map.of());
      double[] row = new double[hierarchy.names().size()];
      boolean all = true;
      for (int i = 0; i < row.length; i++) {
        double[] error = bySeries.get(hierarchy.names().get(i));
        all &= error != null;
        row[i] = error == null ? 0 : error[0];
      }
      if (all) {
        rows.add(row);
      }
    }
    return rows.toArray(new double[0][]);
  }
}
