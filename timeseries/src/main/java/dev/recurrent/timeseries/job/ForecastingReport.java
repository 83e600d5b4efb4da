package dev.recurrent.timeseries.job;

import dev.recurrent.report.Axis;
import dev.recurrent.report.Band;
import dev.recurrent.report.Block;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.LineChart;
import dev.recurrent.report.Paragraph;
import dev.recurrent.report.Section;
import dev.recurrent.report.Series;
import dev.recurrent.report.Table;
import dev.recurrent.timeseries.backtest.BacktestExample;
import dev.recurrent.timeseries.backtest.BacktestResult;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code report.html} of a forecasting network: figures beside the naive ones, pictures. */
final class ForecastingReport {
  private static final List<String> FIGURES =
      List.of("mse", "mae", "rmse", "mape", "smape", "mase", "crps", "coverage_80");

  private final String subtitle;
  private final BacktestResult backtest;

  ForecastingReport(String subtitle, BacktestResult backtest) {
    this.subtitle = subtitle;
    this.backtest = backtest;
  }

  /**
   * @param more sections behind the backtest's
   */
  HtmlReport html(List<Section> more, String title) {
    List<Section> sections = new ArrayList<>();
    List<Block> result = new ArrayList<>(List.of(new Paragraph(backtest.verdict()), figures()));
    if (backtest.horizon() > 1) {
      result.add(byHorizon());
    }
    sections.add(new Section("Result", result));
    sections.add(new Section("Forecasts", pictures()));
    if (!backtest.worst().isEmpty()) {
      sections.add(Section.of("Worst series", worst()));
    }
    sections.addAll(more);
    return new HtmlReport(title, subtitle, sections);
  }

  private Table figures() {
    List<String> header = new ArrayList<>(List.of("forecast"));
    header.addAll(FIGURES);
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("model", backtest.modelFigures()));
    rows.add(row("naive", backtest.naive().toMap()));
    rows.add(row("seasonal naive", backtest.seasonal().toMap()));
    ForecastMetrics naive2 = backtest.naive2();
    if (naive2 != null) {
      rows.add(row("Naive2", naive2.toMap()));
    }
    return new Table("", header, rows);
  }

  private static List<String> row(String name, Map<String, Object> figures) {
    List<String> row = new ArrayList<>(List.of(name));
    for (String key : FIGURES) {
      Object value = figures.get(key);
      row.add(value instanceof Double number ? String.format(Locale.ROOT, "%.5g", number) : "");
    }
    return row;
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
        Axis.linear("RMSE"),
        Series.of("model", x, backtest.model().rmseByStep()),
        Series.of("naive", x, backtest.naive().rmseByStep()),
        Series.of("seasonal naive", x, backtest.seasonal().rmseByStep()));
  }

  private List<Block> pictures() {
    List<Block> blocks = new ArrayList<>();
    for (BacktestExample example : backtest.examples()) {
      blocks.add(picture(example));
    }
    return blocks;
  }

  private Block picture(BacktestExample example) {
    int horizon = example.point().length;
    double[] past = steps(1 - example.history().length, example.history().length);
    double[] ahead = steps(1, horizon);
    LineChart chart =
        LineChart.of(
            example.name(),
            Axis.linear(
                backtest.horizon() > 1
                    ? "steps from the origin"
                    : "steps, each forecast from the one before"),
            Axis.linear("value"),
            Series.of("history", past, doubles(example.history())),
            Series.of("actual", ahead, doubles(example.actual())),
            Series.of("forecast", ahead, example.point()));
    if (!backtest.probabilistic()) {
      return chart;
    }
    double[][] q = example.quantiles();
    return chart
        .withBand(
            Band.between(
                "80 % band",
                Series.of("low", ahead, q[0]), Series.of("high", ahead, q[q.length - 1])))
        .withBand(
            Band.between(
                "40 % band",
                Series.of("low", ahead, q[2]), Series.of("high", ahead, q[q.length - 3])));
  }

  private static double[] doubles(float[] values) {
    double[] all = new double[values.length];
    Arrays.setAll(all, i -> values[i]);
    return all;
  }

  private Table worst() {
    List<List<String>> rows =
        backtest.worst().stream()
            .map(w -> List.of(w.getKey(), String.format(Locale.ROOT, "%.4g", w.getValue())))
            .toList();
    return new Table("", List.of("series", "MASE"), rows);
  }
}
