package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.report.Axis;
import dev.recurrent.report.Block;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.LineChart;
import dev.recurrent.report.Paragraph;
import dev.recurrent.report.Point;
import dev.recurrent.report.SampleText;
import dev.recurrent.report.Section;
import dev.recurrent.report.Series;
import dev.recurrent.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code report.html} of a classifier: figures, confusion, reliability, the most wrong texts. */
final class SentimentReport {
  private static final int WRONG = 12;
  private static final int SHOWN = 600;
  private static final int DECIDING = 12;

  private final TextClassifier classifier;
  private final ClassifiedTexts told;
  private final ClassMetrics metrics;
  private final @Nullable ClassMetrics baseline;

  SentimentReport(TextClassifier classifier, BaselineComparison comparison) {
    this.classifier = classifier;
    this.told = comparison.told();
    this.metrics = comparison.network();
    this.baseline = comparison.baseline();
  }

  /** One line: how well, and whether the simple baseline is beaten. */
  String verdict() {
    String only = metrics.onlyLabel();
    String own =
        format("accuracy %.2f %%, F1 %.4f", 100 * metrics.accuracy(), metrics.f1())
            + (only == null ? "" : format(" (all texts have the label %s: no AUC)", only));
    if (baseline == null) {
      return own;
    }
    return own
        + format("; bag of words %.2f %%: the network ", 100 * baseline.accuracy())
        + (metrics.accuracy() >= baseline.accuracy() ? "is at or above it" : "does NOT reach it");
  }

  HtmlReport html(String subtitle, List<Section> training) {
    List<Section> sections = new ArrayList<>();
    sections.add(Section.of("Result", new Paragraph(verdict()), figures()));
    sections.add(Section.of("Labels", labels(), confusion()));
    sections.add(Section.of("Reliability", reliability()));
    sections.addAll(training);
    sections.add(new Section("Most wrong", wrong()));
    return new HtmlReport("Text classifier", subtitle, sections);
  }

  private Table figures() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(figures("network", metrics));
    if (baseline != null) {
      rows.add(figures("bag of words", baseline));
    }
    return new Table("", List.of("", "accuracy", "F1", "AUC", "log loss"), rows);
  }

  private static List<String> figures(String name, ClassMetrics m) {
    return List.of(
        name,
        format("%.4f", m.accuracy()),
        format("%.4f", m.f1()),
        format("%.4f", m.auc()),
        format("%.4f", m.logLoss()));
  }

  private Table labels() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < metrics.labels().size(); i++) {
      rows.add(
          List.of(
              metrics.labels().get(i),
              format("%.4f", metrics.precision(i)),
              format("%.4f", metrics.recall(i))));
    }
    return new Table("", List.of("label", "precision", "recall"), rows);
  }

  private Table confusion() {
    List<String> header = new ArrayList<>(List.of("label \\ told"));
    header.addAll(metrics.labels());
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < metrics.labels().size(); i++) {
      List<String> row = new ArrayList<>(List.of(metrics.labels().get(i)));
      for (long count : metrics.confusion()[i]) {
        row.add(format("%,d", count));
      }
      rows.add(row);
    }
    return new Table("Confusion", header, rows);
  }

  private LineChart reliability() {
    List<Point> points =
        metrics.reliability().stream().map(bin -> new Point(bin.stated(), bin.right())).toList();
    return LineChart.of(
        "Told with a probability, and right as often",
        Axis.linear("probability stated"),
        Axis.linear("share right"),
        new Series("network", points),
        new Series("as it should be", List.of(new Point(0, 0), new Point(1, 1))));
  }

  private List<Block> wrong() {
    List<Block> blocks = new ArrayList<>();
    for (ClassifiedTexts.Prediction one : told.mostWrong(WRONG)) {
      String caption =
          format("is %s, told %s ", one.text().label(), metrics.labels().get(one.predicted()))
              + format("(%.1f %%)", 100 * one.probabilities()[one.predicted()])
              + deciding(one.text().text());
      blocks.add(new SampleText(caption, shortened(one.text().text())));
    }
    if (blocks.isEmpty()) {
      blocks.add(new Paragraph("None: every label was told."));
    }
    return blocks;
  }

  /** The words that attention weighs most. */
  private String deciding(String text) {
    List<TextClassifier.Weighed> weights = classifier.explain(text);
    return weights.isEmpty()
        ? ""
        : ", by "
            + weights.stream()
                .sorted(Comparator.comparingDouble(w -> -w.weight()))
                .limit(DECIDING)
                .map(w -> w.token().strip())
                .collect(Collectors.joining(", "));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " ...";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
