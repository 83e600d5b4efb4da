package dev.recurrent.spark.job;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.GradientFlow;
import dev.recurrent.report.Axis;
import dev.recurrent.report.KeyValueTable;
import dev.recurrent.report.LineChart;
import dev.recurrent.report.Paragraph;
import dev.recurrent.report.SampleText;
import dev.recurrent.report.Section;
import dev.recurrent.report.Series;
import dev.recurrent.report.Table;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What every training report shows: curves, where the time went, the network, the settings. */
final class RunFigures {
  /** The column of a judge's score, left out where there is no judge. */
  private static final int SCORE = 4;

  private static final int FLOW_STEPS = 100;
  private static final int FLOW_SIZE = 64;

  private final TrainingRun.Result result;
  private final Model<?> model;
  private final String unit;

  RunFigures(TrainingRun.Result result, Model<?> model, String unit) {
    this.result = result;
    this.model = model;
    this.unit = unit;
  }

  /** Over the rounds' own time, the first left out where there are more: it warms up the JVM. */
  static double targetsPerSecond(List<RoundReport> reports) {
    double seconds = 0;
    double targets = 0;
    for (RoundReport report : reports.subList(Math.min(1, reports.size() - 1), reports.size())) {
      double millis = report.broadcastMillis() + report.computeMillis() + report.reduceMillis();
      seconds += millis / 1000;
      targets += report.targetsPerSecond() * millis / 1000;
    }
    return seconds == 0 ? 0 : Math.round(targets / seconds);
  }

  List<Section> sections(Map<String, String> settings) {
    return List.of(
        Section.of("Training", loss(), rate(), KeyValueTable.of(time())),
        Section.of("Network", new SampleText("", ModelSummary.table(model.kind(), model.layers()))),
        Section.of("Memory", memory(), gradientFlow()),
        Section.of("Validations", validations()),
        Section.of("Settings", KeyValueTable.of(settings)));
  }

  private LineChart loss() {
    List<RoundReport> all = result.reports;
    List<RoundReport> validated = all.stream().filter(r -> r.validation() != null).toList();
    return LineChart.of(
        "Loss",
        Axis.linear("epoch"),
        Axis.linear(unit),
        Series.of("training", epochs(all), all.stream().mapToDouble(RoundReport::loss).toArray()),
        Series.of(
            "validation",
            epochs(validated),
            validated.stream().mapToDouble(RunFigures::validation).toArray()));
  }

  private static double validation(RoundReport report) {
    Double value = report.validation();
    return value == null ? Double.NaN : value;
  }

  private LineChart rate() {
    List<RoundReport> all = result.reports;
    return LineChart.of(
        "Learning rate",
        Axis.linear("epoch"),
        Axis.linear("rate"),
        Series.of(
            "rate", epochs(all), all.stream().mapToDouble(RoundReport::learningRate).toArray()));
  }

  private static double[] epochs(List<RoundReport> reports) {
    return reports.stream().mapToDouble(RoundReport::epoch).toArray();
  }

  private static Paragraph memory() {
    return new Paragraph(
        "How much of a loss at the last step reaches the state some steps earlier, for a fresh cell"
            + " of each kind. A line that falls fast cannot learn from what lies further back.");
  }

  private static LineChart gradientFlow() {
    double[] lags = new double[FLOW_STEPS];
    Arrays.setAll(lags, lag -> lag);
    Series[] lines =
        Stream.of(CellType.RNN, CellType.LSTM, CellType.GRU)
            .map(
                type ->
                    Series.of(
                        type.label(),
                        lags,
                        GradientFlow.atStart(type.cell(FLOW_SIZE, FLOW_SIZE), FLOW_STEPS, 1)))
            .toArray(Series[]::new);
    return LineChart.of(
        "Gradient by time lag",
        Axis.linear("steps back"),
        Axis.logarithmic("norm, 1 at lag 0"),
        lines);
  }

  private Map<String, String> time() {
    double broadcast = seconds(RoundReport::broadcastMillis);
    double compute = seconds(RoundReport::computeMillis);
    double reduce = seconds(RoundReport::reduceMillis);
    double all = broadcast + compute + reduce;
    Map<String, String> time = new LinkedHashMap<>();
    time.put("rounds", Long.toString(result.state.round));
    time.put("targets a second", format("%,.0f", targetsPerSecond(result.reports)));
    time.put("seconds in rounds", format("%,.1f", all));
    time.put("of that broadcast", format("%.1f%%", 100 * broadcast / all));
    time.put("of that training", format("%.1f%%", 100 * compute / all));
    time.put("of that collecting and summing", format("%.1f%%", 100 * reduce / all));
    time.put(
        "mean wait for the slowest shard",
        format("%.2f s", seconds(RoundReport::idleMillis) / result.reports.size()));
    time.put("ended by", result.end.name().toLowerCase(Locale.ROOT));
    return time;
  }

  private double seconds(java.util.function.ToLongFunction<RoundReport> millis) {
    return result.reports.stream().mapToLong(millis).sum() / 1000.0;
  }

  private Table validations() {
    boolean judged = result.reports.stream().anyMatch(r -> r.score() != null);
    List<List<String>> rows =
        result.reports.stream()
            .filter(r -> r.validation() != null)
            .map(
                r ->
                    List.of(
                        Long.toString(r.round()),
                        format("%.2f", r.epoch()),
                        format("%.4f", r.loss()),
                        format("%.4f", validation(r)),
                        score(r),
                        r.theta()))
            .toList();
    List<String> header = List.of("round", "epoch", "training", "validation", "score", "theta");
    return new Table(
        "Loss in " + unit,
        judged ? header : without(SCORE, header),
        judged ? rows : rows.stream().map(row -> without(SCORE, row)).toList());
  }

  private static List<String> without(int column, List<String> row) {
    List<String> others = new ArrayList<>(row);
    others.remove(column);
    return others;
  }

  private static String score(RoundReport report) {
    Double score = report.score();
    return score == null ? "" : format("%.2f", score);
  }

  private static String format(String pattern, Object value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
