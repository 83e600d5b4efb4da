package dev.recurrent.timeseries.job;

import dev.recurrent.report.Axis;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.LineChart;
import dev.recurrent.report.Section;
import dev.recurrent.report.Series;
import dev.recurrent.report.Series.Colour;
import dev.recurrent.report.Table;
import dev.recurrent.report.Text;
import dev.recurrent.timeseries.explain.Explainer;
import dev.recurrent.timeseries.explain.Explanation;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code report.html} of explanations: for each series what moved its forecasts. */
final class ExplanationReport {
  private final String subtitle;
  private final Explainer explainer;

  ExplanationReport(String subtitle, Explainer explainer) {
    this.subtitle = subtitle;
    this.explainer = explainer;
  }

  String html(List<TimeSeries> series) {
    List<Section> sections = new ArrayList<>();
    for (TimeSeries one : series) {
      sections.add(section(one, explainer.explain(one, one.length())));
    }
    return new HtmlReport("What moved the forecasts", subtitle, sections).html();
  }

  private static Section section(TimeSeries series, Explanation explanation) {
    List<Explanation.Source> together = together(explanation);
    return Section.of(
        series.name(),
        Text.paragraph(
            "The baseline is the forecast of a window in which every input has its mean. The"
                + " baseline and all contributions add up to the forecast. Contributions are in the"
                + " unit of the values."),
        alongHorizon(explanation, together).half(),
        pastValues(explanation).half(),
        bySource(explanation, together));
  }

  /** The sources with the largest contributions, at each step of the horizon. */
  private static LineChart alongHorizon(
      Explanation explanation, List<Explanation.Source> together) {
    double[] x = new double[explanation.point().length];
    Arrays.setAll(x, k -> k + 1);
    Colour[] colours = {Colour.ORANGE, Colour.GREEN, Colour.PINK, Colour.OCHRE};
    List<Series> lines = new ArrayList<>();
    double[] moved = new double[x.length];
    Arrays.setAll(moved, k -> explanation.point()[k] - explanation.baseline()[k]);
    lines.add(Series.line("forecast minus baseline", Colour.BLUE, x, moved));
    for (int i = 0; i < Math.min(colours.length, together.size()); i++) {
      Explanation.Source source = together.get(i);
      lines.add(Series.line(source.name(), colours[i], x, source.contributions()));
    }
    return LineChart.of(
        "Contributions along the horizon",
        Axis.linear("step of the horizon"),
        Axis.linear("contribution"),
        lines.toArray(new Series[0]));
  }

  /** What each past value moves: in the first step, and on average over the horizon. */
  private static LineChart pastValues(Explanation explanation) {
    List<Explanation.Source> past =
        explanation.sources().stream().filter(source -> source.back() > 0).toList();
    double[] x = past.stream().mapToDouble(source -> -source.back()).toArray();
    double[] first = past.stream().mapToDouble(source -> source.contributions()[0]).toArray();
    double[] mean = past.stream().mapToDouble(source -> mean(source.contributions())).toArray();
    return LineChart.of(
        "Contributions of past values",
        Axis.linear("steps before the forecast"),
        Axis.linear("contribution"),
        Series.line("to the first step", Colour.BLUE, x, first),
        Series.line("to the mean of the horizon", Colour.GREEN, x, mean));
  }

  /** The sources by the mean size of their contributions, all past values as one of them. */
  private static List<Explanation.Source> together(Explanation explanation) {
    double[] values = new double[explanation.point().length];
    List<Explanation.Source> all = new ArrayList<>();
    for (Explanation.Source source : explanation.sources()) {
      if (source.back() == 0) {
        all.add(source);
      } else {
        Arrays.setAll(values, k -> values[k] + source.contributions()[k]);
      }
    }
    all.add(new Explanation.Source("past values", 0, values));
    all.sort(Comparator.comparingDouble(source -> -size(source.contributions())));
    return all;
  }

  private static Table bySource(Explanation explanation, List<Explanation.Source> together) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("baseline", explanation.baseline()));
    together.forEach(source -> rows.add(row(source.name(), source.contributions())));
    rows.add(row("forecast", explanation.point()));
    return new Table(
        "Contributions by source, the largest first",
        List.of("source", "first step", "last step", "mean", "mean size"),
        rows);
  }

  private static double mean(double[] contributions) {
    return Arrays.stream(contributions).sum() / contributions.length;
  }

  private static double size(double[] contributions) {
    return Arrays.stream(contributions).map(Math::abs).sum() / contributions.length;
  }

  private static List<String> row(String name, double[] values) {
    double last = values[values.length - 1];
    List<String> row = new ArrayList<>(List.of(name));
    for (double value : new double[] {values[0], last, mean(values), size(values)}) {
      row.add(String.format(Locale.ROOT, "%.4g", value));
    }
    return row;
  }
}
