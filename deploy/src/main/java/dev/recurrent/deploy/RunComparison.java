package dev.recurrent.deploy;

import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.report.Axis;
import dev.recurrent.report.Block;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.LineChart;
import dev.recurrent.report.Section;
import dev.recurrent.report.Series;
import dev.recurrent.report.Table;
import dev.recurrent.report.Text;
import dev.recurrent.spark.RoundReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Several runs of one kind beside each other: what differs in their settings, then the results. */
final class RunComparison {
  /** A cell of the console's table is cut to so many characters. */
  private static final int WIDEST = 40;

  /** Kinds of models whose loss is a mean over tokens. */
  private static final Set<String> PER_TOKEN = Set.of(LanguageModel.KIND, Translator.KIND);

  /** Options that decide what a token is. */
  private static final Set<String> UNITS = Set.of("tokens", "vocabulary-size");

  private static final Axis ROUND = Axis.linear("round");
  private static final ToDoubleFunction<RoundReport> VALIDATION =
      round -> number(round.validation());
  private static final ToDoubleFunction<RoundReport> LOSS = RoundReport::loss;

  private final List<ComparedRun> runs;

  RunComparison(List<ComparedRun> runs) {
    this.runs = List.copyOf(runs);
  }

  /** Names of the settings that are not the same in all runs. */
  List<String> differing() {
    List<Map<String, String>> all = runs.stream().map(ComparedRun::settings).toList();
    return all.stream()
        .map(Map::keySet)
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .filter(name -> all.stream().map(s -> s.getOrDefault(name, "")).distinct().count() > 1)
        .toList();
  }

  private List<List<String>> differences() {
    return rows(differing(), ComparedRun::settings);
  }

  /** Rows that some run has a value for. */
  private List<List<String>> figures() {
    return rows(runs.get(0).figures().keySet(), ComparedRun::figures).stream()
        .filter(row -> row.stream().skip(1).anyMatch(cell -> !cell.isEmpty()))
        .toList();
  }

  /** Why the losses of these runs say nothing about each other; empty where they do. */
  private String caution() {
    String kind = runs.get(0).kind();
    if (!PER_TOKEN.contains(kind)) {
      return "";
    }
    List<String> units = differing().stream().filter(UNITS::contains).toList();
    if (units.isEmpty()) {
      return "";
    }
    return "A loss is in nats a token, and "
        + String.join(" and ", units)
        + (units.size() == 1 ? " differs" : " differ")
        + ": compare "
        + (kind.equals(LanguageModel.KIND) ? "nats_per_char" : "the scores")
        + " on one text instead.";
  }

  private List<List<String>> rows(
      Collection<String> names, Function<ComparedRun, Map<String, String>> values) {
    List<Map<String, String>> columns = runs.stream().map(values).toList();
    List<List<String>> rows = new ArrayList<>();
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name));
      columns.forEach(column -> row.add(column.getOrDefault(name, "")));
      rows.add(row);
    }
    return rows;
  }

  private List<String> header(String first) {
    List<String> header = new ArrayList<>(List.of(first));
    runs.forEach(run -> header.add(run.name()));
    return header;
  }

  /** The table for a terminal: a column for each run. */
  String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(header(""));
    List<List<String>> differences = differences();
    rows.addAll(differences);
    if (differences.isEmpty()) {
      rows.add(header("all settings are the same").subList(0, 1));
    }
    rows.add(List.of());
    rows.addAll(figures());
    int columns = runs.size() + 1;
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], cut(row.get(i)).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = cut(row.get(i));
        line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    String caution = caution();
    return caution.isEmpty() ? text.toString() : text + "\n" + caution + "\n";
  }

  private static String cut(String cell) {
    String line = cell.replaceAll("\\s", " ");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 3) + "...";
  }

  /** The page with the tables and the curves of all runs. */
  HtmlReport report() {
    List<List<String>> differences = differences();
    Block settings =
        differences.isEmpty()
            ? Text.paragraph("All settings are the same.")
            : new Table("", header("setting"), differences);
    return new HtmlReport(
        "Comparison of " + runs.size() + " runs",
        runs.get(0).kind(),
        List.of(
            Section.of("Settings that differ", settings),
            new Section("Results", results()),
            new Section("Curves", curves())));
  }

  private List<Block> results() {
    Block table = new Table("", header("figure"), figures());
    String caution = caution();
    return caution.isEmpty() ? List.of(table) : List.of(table, Text.paragraph(caution));
  }

  private List<Block> curves() {
    List<Block> charts = new ArrayList<>();
    Function<ComparedRun, double[]> rounds = run -> run.values(RoundReport::round);
    Axis targets = Axis.linear("targets trained on");
    charts.add(chart("Validation loss by targets", targets, ComparedRun::targets, VALIDATION));
    charts.add(chart("Training loss by targets", targets, ComparedRun::targets, LOSS));
    Axis seconds = Axis.linear("seconds in rounds");
    charts.add(chart("Validation loss by time", seconds, ComparedRun::seconds, VALIDATION).half());
    charts.add(chart("Validation loss by round", ROUND, rounds, VALIDATION).half());
    boolean scored =
        runs.stream().anyMatch(r -> r.rounds().stream().anyMatch(round -> round.score() != null));
    if (scored) {
      charts.add(chart("Validation score", ROUND, rounds, r -> number(r.score())).half());
    }
    charts.add(chart("Learning rate", ROUND, rounds, RoundReport::learningRate).half());
    charts.add(chart("Targets a second", ROUND, rounds, RoundReport::targetsPerSecond).half());
    return charts;
  }

  private static double number(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  /** A line for each run, over the rounds that have a value. */
  private LineChart chart(
      String title,
      Axis x,
      Function<ComparedRun, double[]> places,
      ToDoubleFunction<RoundReport> value) {
    Series.Colour[] colours = Series.Colour.values();
    List<Series> lines = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      double[] at = places.apply(runs.get(i));
      double[] values = runs.get(i).values(value);
      int[] some =
          IntStream.range(0, values.length).filter(k -> Double.isFinite(values[k])).toArray();
      lines.add(
          Series.line(
              runs.get(i).name(),
              colours[i % colours.length],
              IntStream.of(some).mapToDouble(k -> at[k]).toArray(),
              IntStream.of(some).mapToDouble(k -> values[k]).toArray()));
    }
    return LineChart.of(title, x, Axis.linear(""), lines.toArray(new Series[0]));
  }
}
