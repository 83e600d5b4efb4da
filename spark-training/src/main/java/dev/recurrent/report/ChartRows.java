package dev.recurrent.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/**
 * The numbers of a chart, a row for each x: what is drawn, and the table under the drawing. A long
 * chart keeps the least and the greatest value of each stretch of its rows.
 */
final class ChartRows {

  /** Marks that a series has no point at a row. */
  static final double NONE = Double.NaN;

  /** Marks that a series has a gap at a row. */
  static final double GAP = Double.POSITIVE_INFINITY;

  /** At about 60 bytes a row these keep a chart and its table below 200 kB. */
  private static final int MOST_ROWS = 1000;

  private final LineChart chart;
  private final double[] x;

  /** The lower and upper edges of each series. */
  private final List<double[]> columns;

  private ChartRows(LineChart chart, double[] x, List<double[]> columns) {
    this.chart = chart;
    this.x = x;
    this.columns = columns;
  }

  static ChartRows of(LineChart chart) {
    double[] x =
        chart.series().stream()
            .flatMapToDouble(series -> Arrays.stream(series.x()))
            .filter(Series::isShown)
            .map(value -> value + 0.0) // one zero, not two
            .sorted()
            .distinct()
            .toArray();
    List<double[]> columns = new ArrayList<>();
    for (Series series : chart.series()) {
      double[] low = new double[x.length];
      double[] high = new double[x.length];
      Arrays.fill(low, NONE);
      Arrays.fill(high, NONE);
      for (int i = 0; i < series.x().length; i++) {
        int row = Arrays.binarySearch(x, series.x()[i] + 0.0);
        if (row >= 0) {
          boolean shown = Series.isShown(series.low()[i]) && Series.isShown(series.high()[i]);
          low[row] = shown ? series.low()[i] : GAP;
          high[row] = shown ? series.high()[i] : GAP;
        }
      }
      columns.add(low);
      columns.add(high);
    }
    return new ChartRows(chart, x, columns).thinned();
  }

  private ChartRows thinned() {
    if (x.length <= MOST_ROWS) {
      return this;
    }
    TreeSet<Integer> kept = new TreeSet<>(List.of(0, x.length - 1));
    // A stretch keeps up to three rows of each of the two edges, which are often the same rows.
    int stretches = Math.max(1, MOST_ROWS / (2 * chart.series().size()));
    for (int i = 0; i < stretches; i++) {
      int from = (int) ((long) x.length * i / stretches);
      int to = (int) ((long) x.length * (i + 1) / stretches);
      columns.forEach(column -> keep(column, from, to, kept));
    }
    int[] rows = kept.stream().mapToInt(row -> row).toArray();
    return new ChartRows(
        chart, at(x, rows), columns.stream().map(column -> at(column, rows)).toList());
  }

  private static void keep(double[] column, int from, int to, TreeSet<Integer> kept) {
    int least = -1;
    int greatest = -1;
    int gap = -1;
    for (int row = from; row < to; row++) {
      if (column[row] == GAP) {
        gap = gap < 0 ? row : gap;
      } else if (!Double.isNaN(column[row])) {
        least = least < 0 || column[row] < column[least] ? row : least;
        greatest = greatest < 0 || column[row] > column[greatest] ? row : greatest;
      }
    }
    for (int row : new int[] {least, greatest, gap}) {
      if (row >= 0) {
        kept.add(row);
      }
    }
  }

  private static double[] at(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }

  double[] x() {
    return x;
  }

  /** The lower edge of a series as it is drawn: a layer stands on the layers before it. */
  double[] low(int series) {
    return chart.series().get(series).kind() == Series.Kind.LAYER
        ? ground(series)
        : columns.get(2 * series);
  }

  /** The upper edge of a series as it is drawn, or its line. */
  double[] high(int series) {
    double[] high = columns.get(2 * series + 1);
    if (chart.series().get(series).kind() != Series.Kind.LAYER) {
      return high;
    }
    double[] sum = ground(series);
    Arrays.setAll(sum, row -> sum[row] + high[row]);
    return sum;
  }

  private double[] ground(int series) {
    double[] sum = new double[x.length];
    for (int i = 0; i < series; i++) {
      if (chart.series().get(i).kind() == Series.Kind.LAYER) {
        double[] values = columns.get(2 * i + 1);
        Arrays.setAll(sum, row -> sum[row] + (Double.isFinite(values[row]) ? values[row] : 0));
      }
    }
    return sum;
  }

  /** All numbers that are drawn. */
  DoubleStream heights() {
    DoubleStream.Builder all = DoubleStream.builder();
    for (int i = 0; i < chart.series().size(); i++) {
      Arrays.stream(low(i)).filter(Double::isFinite).forEach(all::add);
      Arrays.stream(high(i)).filter(Double::isFinite).forEach(all::add);
    }
    return all.build();
  }

  /** The table that people read and the script draws from. */
  String table() {
    List<String> header = new ArrayList<>(List.of(chart.x().label()));
    List<String> attributes = new ArrayList<>(List.of(""));
    List<double[]> shown = new ArrayList<>();
    for (int i = 0; i < chart.series().size(); i++) {
      Series series = chart.series().get(i);
      boolean band = series.kind() == Series.Kind.BAND;
      String attribute = " data-kind=\"%s\" data-colour=\"" + series.colour().label() + "\"";
      if (band) {
        header.add(series.name() + ", from");
        attributes.add(attribute.formatted("low"));
        shown.add(columns.get(2 * i));
      }
      header.add(band ? series.name() + ", to" : series.name());
      attributes.add(attribute.formatted(series.kind().label()));
      shown.add(columns.get(2 * i + 1));
    }
    List<String> places = chart.x().texts(x);
    List<List<String>> rows = new ArrayList<>(x.length);
    for (int row = 0; row < x.length; row++) {
      List<String> cells = new ArrayList<>(List.of(places.get(row)));
      for (double[] column : shown) {
        double value = column[row];
        cells.add(Double.isNaN(value) ? "" : value == GAP ? "\u2013" : Html.number(value));
      }
      rows.add(cells);
    }
    return new Table("", header, rows).html(attributes);
  }
}
