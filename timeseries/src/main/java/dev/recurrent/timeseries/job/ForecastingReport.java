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
import dev.recurrent.timeseries.backtest.RankedExample;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code report.html} of a forecasting network: its errors next to the naive ones, pictures. */
final class ForecastingReport {
  private static final List<String> FIGURES =
      List.of("mse", "mae", "rmse", "mape", "smape", "mase", "crps", "coverage_80");
  private static final List<String> HEADER =
      List.of("MSE", "MAE", "RMSE", "MAPE", "sMAPE", "MASE", "CRPS", "80% coverage");

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

  private Table figures() {
    List<String> header = new ArrayList<>(List.of("forecast"));
    header.addAll(HEADER);
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("network", backtest.modelFigures()));
    rows.add(row("naive", backtest.naive().toMap()));
    rows.add(row("seasonal naive", backtest.seasonal().toMap()));
    ForecastMetrics naive2 = backtest.naive2();
    if (naive2 != null) {
      rows.add(row("Naive2", naive2.toMap()));
    }
    return new Table("Errors", header, rows);
  }

  private static List<String> row(String name, Map<String, Object> figures) {
    List<String> row = new ArrayList<>(List.of(name));
    for (String key : FIGURES) {
      Object value = figures.get(key);
      row.add(value instanceof Double number ? String.format(Locale.ROOT, "%.5g", number) : "");
    }
    return row;
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
          case NEGATIVE_BINOMIAL, NORMAL, STUDENT_T -> "nats a value";
        };
    return name + (head.counts() ? "" : ", of scaled values");
  }

  private static double[] steps(int from, int count) {
    double[] x = new double[count];
    Arrays.setAll(x, i -> from + i);
    return x;
  }

  private Block byHorizon() {
    double[] x = steps(1, backtest.horizon());
    return LineChart.of(
        "Error by horizon",
        Axis.linear("steps ahead"),
        Axis.linear("RMSE of " + target),
        Series.line("network", Colour.BLUE, x, backtest.model().rmseByStep()),
        Series.line("naive", Colour.GREY, x, backtest.naive().rmseByStep()),
        Series.line("seasonal naive", Colour.GREEN, x, backtest.seasonal().rmseByStep()));
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
