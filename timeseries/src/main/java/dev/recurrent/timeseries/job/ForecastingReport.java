package dev.recurrent.timeseries.job;

import dev.recurrent.report.Axis;
import dev.recurrent.report.Block;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.LineChart;
import dev.recurrent.report.Section;
import dev.recurrent.report.Series;
import dev.recurrent.report.Series.Colour;
import dev.recurrent.report.Table;
import dev.recurrent.report.Text;
import dev.recurrent.timeseries.backtest.BacktestExample;
import dev.recurrent.timeseries.backtest.BacktestResult;
import dev.recurrent.timeseries.backtest.Comparison;
import dev.recurrent.timeseries.backtest.ErrorRatio;
import dev.recurrent.timeseries.backtest.RankedExample;
import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code report.html} of a forecasting network: its errors next to the naive ones, pictures. */
final class ForecastingReport {
  private final String subtitle;
  private final BacktestResult backtest;
  private final String target;

  /**
   * @param target the column of the values, for the axes; null where a table has none of that name
   */
  ForecastingReport(String subtitle, BacktestResult backtest, @Nullable String target) {
    this.subtitle = subtitle;
    this.backtest = backtest;
    this.target = target == null ? "value" : target;
  }

  /**
   * @param more sections behind the backtest's
   */
  HtmlReport html(List<Section> more, String title) {
    List<Section> sections = new ArrayList<>();
    List<Block> result = new ArrayList<>();
    result.add(Text.paragraph(backtest.verdict()));
    result.add(figures());
    result.add(ratios());
    if (backtest.horizon() > 1) {
      result.add(byHorizon());
    }
    sections.add(new Section("Result", result));
    sections.add(new Section("Forecasts", pictures()));
    if (backtest.worst().size() > 1) {
      sections.add(Section.of("Worst series", worst()));
    }
    sections.addAll(more);
    return new HtmlReport(title, subtitle, sections);
  }

  /** Every measure of the JSON result is a column. */
  private Table figures() {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    all.put("network", backtest.modelFigures());
    backtest.baselines().forEach((b, metrics) -> all.put(b.title(), metrics.toMap()));
    Set<String> keys = new LinkedHashSet<>();
    all.values().forEach(figures -> keys.addAll(figures.keySet()));
    List<String> header = new ArrayList<>(List.of("forecast"));
    keys.forEach(key -> header.add(title(key)));
    List<List<String>> rows = new ArrayList<>();
    all.forEach((name, figures) -> rows.add(row(name, keys, figures)));
    return new Table("Errors", header, rows);
  }

  private static List<String> row(String name, Set<String> keys, Map<String, Object> figures) {
    List<String> row = new ArrayList<>(List.of(name));
    for (String key : keys) {
      row.add(figures.get(key) instanceof Double number ? number(number) : "");
    }
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }

  /** A measure's name for a person: "95% coverage" for {@code coverage_95}. */
  static String title(String key) {
    int level = key.lastIndexOf('_') + 1;
    if (key.startsWith("coverage_")) {
      return key.substring(level) + "% coverage";
    }
    if (key.startsWith("msis_")) {
      return key.substring(level) + "% MSIS";
    }
    return switch (key) {
      case "smape" -> "sMAPE";
      case "mean_weighted_quantile_loss" -> "normalised CRPS";
      default -> key.toUpperCase(Locale.ROOT);
    };
  }

  /** The ratios to baselines with their intervals, and OWA. */
  private Table ratios() {
    List<List<String>> rows = new ArrayList<>();
    Comparison comparison = backtest.comparison();
    Baseline best = comparison.best();
    if (best != null) {
      String measure = title(comparison.measure());
      rows.add(
          List.of(
              measure + " over that of " + best.title() + ", the best baseline",
              String.valueOf(comparison.toBest())));
    }
    ErrorRatio naive = comparison.naive();
    if (naive != null) {
      rows.add(List.of("MSE over that of naive", naive.toString()));
    }
    Double owa = backtest.owa();
    if (owa != null) {
      rows.add(List.of("OWA", number(owa)));
    }
    return new Table("Comparison", List.of("", "value"), rows);
  }

  /** What the loss of a network is, for the axis of its chart. */
  static String lossName(Head head) {
    return head instanceof Distribution builtIn ? lossName(builtIn) : "loss";
  }

  private static String lossName(Distribution head) {
    String name =
        switch (head) {
          case POINT -> "squared error";
          case POINT_ABSOLUTE -> "absolute error";
          case POINT_HUBER -> "Huber loss";
          case QUANTILE -> "pinball loss";
          case NEGATIVE_BINOMIAL, ZERO_INFLATED_NEGATIVE_BINOMIAL, TWEEDIE, NORMAL, STUDENT_T ->
              "nats a value";
        };
    return name + (head.counts() ? "" : ", of scaled values");
  }

  private static double[] steps(int from, int count) {
    double[] x = new double[count];
    Arrays.setAll(x, i -> from + i);
    return x;
  }

  private static Colour colour(Baseline baseline) {
    return switch (baseline) {
      case NAIVE -> Colour.GREY;
      case SEASONAL_NAIVE -> Colour.GREEN;
      case NAIVE2 -> Colour.OCHRE;
      case THETA -> Colour.ORANGE;
      case ETS -> Colour.PINK;
    };
  }

  private Block byHorizon() {
    double[] x = steps(1, backtest.horizon());
    List<Series> lines = new ArrayList<>();
    lines.add(Series.line("network", Colour.BLUE, x, backtest.model().rmseByStep()));
    backtest
        .baselines()
        .forEach(
            (b, metrics) -> lines.add(Series.line(b.title(), colour(b), x, metrics.rmseByStep())));
    return LineChart.of(
        "Error by horizon",
        Axis.linear("steps ahead"),
        Axis.linear("RMSE of " + target),
        lines.toArray(Series[]::new));
  }

  private List<Block> pictures() {
    List<Block> blocks = new ArrayList<>();
    for (RankedExample example : backtest.examples()) {
      blocks.add(picture(example));
    }
    return blocks;
  }

  private static String title(RankedExample ranked) {
    String name = ranked.example().observed().name();
    String mase = String.format(Locale.ROOT, " (MASE %.3f)", ranked.mase());
    return ranked.rank().isEmpty()
        ? name
        : ranked.rank().substring(0, 1).toUpperCase(Locale.ROOT)
            + ranked.rank().substring(1)
            + " series: "
            + name
            + mase;
  }

  private Block picture(RankedExample ranked) {
    BacktestExample example = ranked.example();
    TimeSeries shown = example.observed();
    double[] observed = new double[shown.length()];
    Arrays.setAll(observed, i -> shown.values()[i]);
    double[] all = places(shown);
    double[] ahead = Arrays.copyOfRange(all, example.origin(), all.length);
    List<Series> series = new ArrayList<>();
    series.add(Series.line("point forecast", Colour.BLUE, ahead, example.point()));
    series.add(Series.line("observed", Colour.GREY, all, observed));
    if (backtest.probabilistic()) {
      double[][] q = example.quantiles();
      int last = q.length - 1;
      series.add(Series.band("80% interval", Colour.BLUE, ahead, q[0], q[last]));
      series.add(Series.band("40% interval", Colour.BLUE, ahead, q[2], q[last - 2]));
    }
    Axis x = shown.frequency() == null ? Axis.linear("step") : Axis.dates();
    Axis y = Axis.linear(target);
    boolean oneStep = backtest.horizon() == 1;
    return LineChart.of(title(ranked), x, y, series.toArray(Series[]::new))
        .withMark(oneStep ? "each forecast one step ahead" : "forecast begins", ahead[0]);
  }

  /** Places of values on the axis: their times, or their steps where they have no times. */
  private static double[] places(TimeSeries series) {
    double[] places = new double[series.length()];
    Frequency known = series.frequency();
    for (int i = 0; i < places.length; i++) {
      long step = series.step(i);
      places[i] = known == null ? step : known.local(known.time(step)) / (double) Clock.SECOND;
    }
    return places;
  }

  private Table worst() {
    List<List<String>> rows =
        backtest.worst().stream()
            .map(w -> List.of(w.getKey(), String.format(Locale.ROOT, "%.4g", w.getValue())))
            .toList();
    return new Table("", List.of("series", "MASE"), rows);
  }
}
