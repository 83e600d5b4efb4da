package dev.recurrent.spark.job;

import dev.recurrent.report.Axis;
import dev.recurrent.report.Block;
import dev.recurrent.report.LineChart;
import dev.recurrent.report.Section;
import dev.recurrent.report.Series;
import dev.recurrent.report.Series.Colour;
import dev.recurrent.report.Table;
import dev.recurrent.report.Text;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.spark.tracking.RoundMetrics;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What every training report shows: the loss, where the time went, the rounds, the network, the
 * settings and the files. The rounds so far are enough for all of it.
 */
final class RunFigures {
  /** A longer table of rounds shows every so many rounds, and each with a validation. */
  private static final int MOST_ROUNDS = 200;

  /** The heading of the links to a finished run's files. */
  static final String FILES = "Files";

  private static final double MINUTE = 60;
  private static final double HOUR = 3600;
  private static final Axis ROUND = Axis.linear("round");

  private final List<RoundReport> rounds;
  private final Model<?> model;
  private final String unit;
  private final String metric;
  private final TrainingRun.@Nullable End end;

  /** Targets and seconds of training at the end of each round. */
  private final double[] targets;

  private final double[] seconds;

  /**
   * @param rounds at least one
   * @param unit of the loss
   * @param metric name of what the rounds' scores are, such as "BLEU"; unused where none has one
   * @param end why the run ended, or null while the run goes on
   */
  RunFigures(
      List<RoundReport> rounds,
      Model<?> model,
      String unit,
      String metric,
      TrainingRun.@Nullable End end) {
    this.rounds = rounds;
    this.model = model;
    this.unit = unit;
    this.metric = metric;
    this.end = end;
    seconds = all(RoundMetrics::seconds);
    targets = all(round -> round.targetsPerSecond() * RoundMetrics.seconds(round));
    Arrays.parallelPrefix(seconds, Double::sum);
    Arrays.parallelPrefix(targets, Double::sum);
    Arrays.setAll(targets, i -> Math.rint(targets[i]));
  }

  /**
   * The sections behind those of the task.
   *
   * @param settings as they took effect
   * @param provenance by what the model was made
   * @param files of the model in the run's directory, but those that every model has
   */
  List<Section> sections(
      Map<String, String> settings, Map<String, Object> provenance, Collection<String> files) {
    Map<String, String> made = new LinkedHashMap<>();
    provenance.forEach((name, value) -> made.put(name, String.valueOf(value)));
    Map<String, String> effective = new LinkedHashMap<>(settings);
    effective.put("local-steps", String.valueOf(made.remove("localSteps")));
    return List.of(
        new Section("Training", training()),
        Section.of("Rounds", table()),
        Section.of("Network", network()),
        Section.of("Settings", Table.of(effective)),
        Section.of("Versions", Table.of(made)),
        new Section(FILES, RunFiles.links(files)));
  }

  private Table network() {
    List<List<String>> rows = new ArrayList<>();
    for (ModelSummary.Layer layer : model.layers()) {
      rows.add(
          List.of(layer.name(), layer.type(), layer.shape(), format("%,d", layer.parameters())));
    }
    rows.add(List.of("all", "", "", format("%,d", ModelSummary.parameters(model.layers()))));
    return new Table(model.kind(), List.of("layer", "type", "output shape", "parameters"), rows);
  }

  private double[] all(ToDoubleFunction<RoundReport> value) {
    return rounds.stream().mapToDouble(value).toArray();
  }

  private static double number(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private List<Block> training() {
    double total = seconds[seconds.length - 1];
    RoundReport last = rounds.get(rounds.size() - 1);
    List<Block> blocks = new ArrayList<>();
    blocks.add(Text.figure("rounds", format("%,d", last.round())));
    blocks.add(Text.figure("epochs", format("%.2f", last.epoch())));
    blocks.add(
        Text.figure("targets a second", format("%,.0f", RoundMetrics.targetsPerSecond(rounds))));
    blocks.add(Text.figure("time in rounds", format(total < MINUTE ? "%.1f s" : "%,.0f s", total)));
    blocks.add(
        end == null
            ? Text.figure("run", "not finished")
            : Text.figure("run ended by", end.name().toLowerCase(Locale.ROOT)));
    blocks.add(loss("Loss by targets", Axis.linear("targets trained on"), targets));
    if (rounds.stream().anyMatch(round -> round.score() != null)) {
      double[] scores = all(round -> number(round.score()));
      Series line = validated("validation", scores);
      blocks.add(LineChart.of("Validation " + metric, ROUND, Axis.linear(metric), line));
    }
    double unitOfTime = total > 2 * HOUR ? HOUR : total > 2 * MINUTE ? MINUTE : 1;
    String name = total > 2 * HOUR ? "hours" : total > 2 * MINUTE ? "minutes" : "seconds";
    double[] time = Arrays.stream(seconds).map(second -> second / unitOfTime).toArray();
    blocks.add(loss("Loss by time", Axis.linear(name + " in rounds"), time).half());
    blocks.add(
        chart("Learning rate", "rate", line("rate", Colour.BLUE, all(RoundReport::learningRate))));
    double[] rates = all(RoundReport::targetsPerSecond);
    blocks.add(chart("Throughput", "targets a second", line("throughput", Colour.BLUE, rates)));
    double[] idle = all(round -> round.idleMillis() / 1000.0);
    blocks.add(
        chart(
            "Time of a round",
            "seconds",
            line("mean wait for the slowest shard", Colour.GREY, idle),
            layer("train", Colour.BLUE, all(RoundReport::computeMillis)),
            layer("collect and sum", Colour.ORANGE, all(RoundReport::reduceMillis)),
            layer("broadcast", Colour.GREEN, all(RoundReport::broadcastMillis))));
    return blocks;
  }

  private LineChart loss(String title, Axis x, double[] places) {
    int[] some = validatedRounds();
    double[] at = Arrays.stream(some).mapToDouble(i -> places[i]).toArray();
    double[] losses = Arrays.stream(some).mapToDouble(i -> validation(rounds.get(i))).toArray();
    LineChart chart =
        LineChart.of(
            title,
            x,
            Axis.linear(unit),
            Series.line("validation", Colour.ORANGE, at, losses),
            Series.line("training", Colour.BLUE, places, all(RoundReport::loss)));
    int best = best(some);
    return best < 0 ? chart : chart.withMark("best validation", places[best]);
  }

  private int[] validatedRounds() {
    return IntStream.range(0, rounds.size())
        .filter(i -> rounds.get(i).validation() != null)
        .toArray();
  }

  private static double validation(RoundReport round) {
    return number(round.validation());
  }

  /**
   * The round of the best validation, as the run chose it: by score, then by loss, then the
   * earliest; -1 if none was finite.
   */
  private int best(int[] validated) {
    Comparator<RoundReport> byGoodness =
        Comparator.<RoundReport>comparingDouble(r -> r.score() == null ? 0 : number(r.score()))
            .thenComparingDouble(r -> -validation(r));
    int best = -1;
    for (int i : validated) {
      RoundReport round = rounds.get(i);
      boolean finite =
          Double.isFinite(round.score() == null ? validation(round) : number(round.score()));
      if (finite && (best < 0 || byGoodness.compare(round, rounds.get(best)) > 0)) {
        best = i;
      }
    }
    return best;
  }

  private LineChart chart(String title, String y, Series... series) {
    return LineChart.of(title, ROUND, Axis.linear(y), series).half();
  }

  private double[] numbers() {
    return all(RoundReport::round);
  }

  private Series line(String name, Colour colour, double[] y) {
    return Series.line(name, colour, numbers(), y);
  }

  /** Values of the validated rounds alone: a line runs over the rounds between them. */
  private Series validated(String name, double[] y) {
    int[] some = validatedRounds();
    double[] at = Arrays.stream(some).mapToDouble(i -> numbers()[i]).toArray();
    return Series.line(
        name, Colour.ORANGE, at, Arrays.stream(some).mapToDouble(i -> y[i]).toArray());
  }

  private Series layer(String name, Colour colour, double[] millis) {
    return Series.layer(
        name, colour, numbers(), Arrays.stream(millis).map(m -> m / 1000).toArray());
  }

  private Table table() {
    boolean scored = rounds.stream().anyMatch(round -> round.score() != null);
    int every = (rounds.size() + MOST_ROUNDS - 1) / MOST_ROUNDS;
    List<String> header =
        new ArrayList<>(List.of("round", "epoch", "training loss", "validation loss"));
    if (scored) {
      header.add("validation " + metric);
    }
    header.addAll(List.of("learning rate", "targets/s", "seconds", "shards", "retried", "theta"));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < rounds.size(); i++) {
      if (i % every == 0 || i == rounds.size() - 1 || rounds.get(i).validation() != null) {
        rows.add(row(rounds.get(i), scored));
      }
    }
    String some = every == 1 ? "" : "Every " + every + " rounds, and each with a validation";
    return new Table(some, header, rows);
  }

  private static List<String> row(RoundReport round, boolean scored) {
    List<String> row = new ArrayList<>();
    row.add(Long.toString(round.round()));
    row.add(format("%.2f", round.epoch()));
    row.add(format("%.4f", round.loss()));
    row.add(round.validation() == null ? "" : format("%.4f", validation(round)));
    if (scored) {
      row.add(round.score() == null ? "" : format("%.4f", number(round.score())));
    }
    row.add(format("%.3g", round.learningRate()));
    row.add(format("%,.0f", round.targetsPerSecond()));
    row.add(format("%.2f", RoundMetrics.seconds(round)));
    row.add(shards(round));
    row.add(Integer.toString(round.retried()));
    row.add(round.theta());
    return row;
  }

  private static String shards(RoundReport round) {
    String empty = round.empty() == 0 ? "" : " (" + round.empty() + " empty)";
    String diverged = round.diverged().isEmpty() ? "" : " (diverged: " + round.diverged() + ")";
    return (round.trained() + empty + diverged).replace(' ', '\u00a0');
  }

  private static String format(String pattern, Object value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
