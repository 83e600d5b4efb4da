package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.report.Axis;
import dev.recurrent.report.Block;
import dev.recurrent.report.HeatMap;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.LineChart;
import dev.recurrent.report.Section;
import dev.recurrent.report.Series;
import dev.recurrent.report.Series.Colour;
import dev.recurrent.report.Table;
import dev.recurrent.report.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code report.html} of a classifier: metrics, confusion, calibration, the worst errors. */
final class SentimentReport {
  private static final int WRONG = 12;
  private static final int SHOWN = 600;
  private static final int ATTENDED = 12;

  private final TextClassifier classifier;
  private final ClassifiedTexts classified;
  private final ClassMetrics metrics;
  private final BaselineComparison comparison;

  SentimentReport(TextClassifier classifier, BaselineComparison comparison) {
    this.classifier = classifier;
    this.classified = comparison.predicted();
    this.metrics = comparison.classifier();
    this.comparison = comparison;
  }

  /** One line: how well, and whether the simple baseline is beaten. */
  String verdict() {
    String only = metrics.onlyLabel();
    String own =
        format(
                "accuracy %.2f %%, F1 %.4f, log loss %.4f",
                100 * metrics.accuracy(), metrics.f1(), metrics.logLoss())
            + (only == null ? "" : format(" (all texts have the label %s: no AUC)", only));
    String best = comparison.best();
    if (best == null) {
      return own;
    }
    double accuracy = comparison.figures(best).accuracy();
    return own
        + format("; best bag of words %.2f %%: the %s ", 100 * accuracy, name())
        + (metrics.accuracy() >= accuracy ? "is at or above it" : "does NOT reach it");
  }

  private String name() {
    return comparison.alone() == null ? "network" : "combination";
  }

  /** The figures of the network alone, one line; empty where it is not combined. */
  String alone() {
    ClassMetrics alone = comparison.alone();
    return alone == null
        ? ""
        : format(
            "the network alone: accuracy %.2f %%, F1 %.4f, log loss %.4f",
            100 * alone.accuracy(), alone.f1(), alone.logLoss());
  }

  /** Accuracy and log loss of each bag of words, one line; empty without any. */
  String bags() {
    return comparison.baselines().entrySet().stream()
        .map(
            e ->
                format("%s %.2f %%", e.getKey(), 100 * e.getValue().accuracy())
                    + format(" (%.3f)", e.getValue().logLoss()))
        .collect(Collectors.joining(", "));
  }

  HtmlReport html(String subtitle, List<Section> training) {
    List<Section> sections = new ArrayList<>();
    sections.add(Section.of("Result", Text.paragraph(verdict()), figures()));
    sections.add(new Section("Labels", labels()));
    sections.add(Section.of("Calibration", calibration()));
    sections.add(new Section("Worst errors", wrong()));
    sections.addAll(training);
    return new HtmlReport("Text classifier", subtitle, sections);
  }

  private Table figures() {
    List<List<String>> rows = new ArrayList<>();
    if (comparison.alone() != null) {
      rows.add(figures("network and bag of words", metrics));
    }
    rows.add(figures("network", comparison.networkAlone()));
    if (comparison.unscaled() != null) {
      rows.add(figures("network before temperature scaling", comparison.unscaled()));
    }
    comparison.baselines().forEach((name, m) -> rows.add(figures("bag of words, " + name, m)));
    List<String> header =
        List.of("", "accuracy", "F1", "AUC", "log loss", "expected calibration error");
    return new Table("", header, rows);
  }

  private static List<String> figures(String name, ClassMetrics m) {
    return List.of(
        name,
        format("%.4f", m.accuracy()),
        format("%.4f", m.f1()),
        format("%.4f", m.auc()),
        format("%.4f", m.logLoss()),
        format("%.4f", m.calibrationError()));
  }

  private List<Block> labels() {
    List<Block> blocks = new ArrayList<>(List.of(recallAndPrecision(), confusion()));
    if (metrics.labels().size() <= HeatMap.LONGEST_SIDE) {
      blocks.add(shares());
    }
    return blocks;
  }

  /** Of the texts of each label, the shares that were predicted to have each label. */
  private HeatMap shares() {
    List<List<Double>> shares = new ArrayList<>();
    for (long[] counts : metrics.confusion()) {
      double all = Arrays.stream(counts).sum();
      shares.add(Arrays.stream(counts).mapToObj(count -> count / all).toList());
    }
    return new HeatMap(
        "Shares of predictions, by actual label", metrics.labels(), metrics.labels(), shares);
  }

  private Table recallAndPrecision() {
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
    List<String> header = new ArrayList<>(List.of("actual label"));
    metrics.labels().forEach(label -> header.add("predicted " + label));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < metrics.labels().size(); i++) {
      List<String> row = new ArrayList<>(List.of(metrics.labels().get(i)));
      for (long count : metrics.confusion()[i]) {
        row.add(format("%,d", count));
      }
      rows.add(row);
    }
    return new Table("Confusion, in texts", header, rows);
  }

  private LineChart calibration() {
    List<ClassMetrics.Bin> bins = metrics.reliability();
    double[] predicted = bins.stream().mapToDouble(ClassMetrics.Bin::confidence).toArray();
    double[] correct = bins.stream().mapToDouble(ClassMetrics.Bin::accuracy).toArray();
    double[] ends = {0, 1};
    return LineChart.of(
        "Calibration: how often a prediction of some probability is correct",
        Axis.linear("predicted probability"),
        Axis.linear("share correct"),
        Series.line(name(), Colour.BLUE, predicted, correct),
        Series.line("perfect calibration", Colour.GREY, ends, ends));
  }

  private List<Block> wrong() {
    List<Block> blocks = new ArrayList<>();
    for (ClassifiedTexts.Prediction one : classified.mostWrong(WRONG)) {
      String caption =
          format("actual %s, predicted ", one.text().label())
              + metrics.labels().get(one.predicted())
              + format(" (%.1f%%)", 100 * one.probabilities()[one.predicted()])
              + attention(one.text().text());
      blocks.add(Text.sample(caption, shortened(one.text().text())));
    }
    if (blocks.isEmpty()) {
      blocks.add(Text.paragraph("Every label is predicted correctly."));
    }
    return blocks;
  }

  /** The words with the largest attention weights. */
  private String attention(String text) {
    List<TextClassifier.Weighed> weights = classifier.explain(text);
    return weights.isEmpty()
        ? ""
        : "; most attention: "
            + weights.stream()
                .sorted(Comparator.comparingDouble(w -> -w.weight()))
                .limit(ATTENDED)
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
