package dev.recurrent.deploy;

import dev.recurrent.format.ModelDescription;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.RunSnapshot;
import dev.recurrent.spark.tracking.RoundMetrics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A run among those that are compared: its settings and its figures. */
final class ComparedRun {
  /** Settings that say where files are and what is written, not what is computed. */
  private static final Set<String> PLACES =
      Set.of(
          "output",
          "resume",
          "overwrite",
          "config",
          "master",
          "mlflow",
          "tensorboard",
          "publish",
          "publish-margin",
          "keep-models");

  private final String name;
  private final RunSnapshot snapshot;

  /**
   * @param name of a column and a curve
   */
  ComparedRun(String name, RunSnapshot snapshot) {
    this.name = name;
    this.snapshot = snapshot;
  }

  String name() {
    return name;
  }

  String kind() {
    return snapshot.description().kind();
  }

  List<RoundReport> rounds() {
    return snapshot.rounds();
  }

  /** What may make a run differ from another: settings, versions and data, by name. */
  Map<String, String> settings() {
    ModelDescription description = snapshot.description();
    Map<String, String> settings = new TreeMap<>(description.settings());
    settings.keySet().removeAll(PLACES);
    Map<String, Object> provenance = new LinkedHashMap<>(description.provenance());
    // What local-steps auto came to.
    Object steps = provenance.remove("localSteps");
    if (steps != null) {
      settings.put("local-steps", String.valueOf(steps));
    }
    settings.put("data", description.data());
    provenance.forEach((key, value) -> settings.put(key + " (version)", String.valueOf(value)));
    return settings;
  }

  /** Figures as people read them, by name. */
  Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("state", snapshot.finished() ? "finished" : "not finished");
    figures.put("rounds", Long.toString(rounds().isEmpty() ? 0 : last().round()));
    figures.put("epochs trained", rounds().isEmpty() ? "" : format("%.2f", last().epoch()));
    figures.put("training loss", shown(trainingLoss()));
    RoundReport best = best();
    figures.put("best validation loss", best == null ? "" : shown(best.validation()));
    figures.put("in round", best == null ? "" : Long.toString(best.round()));
    Double score = best == null ? null : best.score();
    figures.put("its score", shown(score));
    figures.put("targets a second", format("%,.0f", RoundMetrics.targetsPerSecond(rounds())));
    double seconds = rounds().stream().mapToDouble(RoundMetrics::seconds).sum();
    figures.put("seconds in rounds", format("%.1f", seconds));
    return figures;
  }

  /** Figures for the JSON result. */
  Map<String, Object> result() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", snapshot.where());
    result.put("finished", snapshot.finished());
    result.put("rounds", rounds().isEmpty() ? 0L : last().round());
    result.put("train_loss", trainingLoss());
    RoundReport best = best();
    result.put("best_validation_loss", best == null ? null : best.validation());
    result.put("best_validation_round", best == null ? null : best.round());
    result.put("best_validation_score", best == null ? null : best.score());
    result.put("targets_per_second", RoundMetrics.targetsPerSecond(rounds()));
    return result;
  }

  private RoundReport last() {
    return rounds().get(rounds().size() - 1);
  }

  private @Nullable Double trainingLoss() {
    Double loss = null;
    for (RoundReport round : rounds()) {
      loss = Double.isFinite(round.loss()) ? Double.valueOf(round.loss()) : loss;
    }
    return loss;
  }

  /**
   * The round that the run chose: of the highest score, where it has scores, else of the lowest
   * loss, the earliest of equals; null before the first validation.
   */
  private @Nullable RoundReport best() {
    RoundReport best = null;
    for (RoundReport round : rounds()) {
      if (finite(round.validation()) && (best == null || better(round, best))) {
        best = round;
      }
    }
    return best;
  }

  private static boolean better(RoundReport one, RoundReport other) {
    Double score = one.score();
    Double otherScore = other.score();
    if (score != null && otherScore != null && !score.equals(otherScore)) {
      return score > otherScore;
    }
    return value(one.validation()) < value(other.validation());
  }

  private static boolean finite(@Nullable Double value) {
    return value != null && Double.isFinite(value);
  }

  private static double value(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  /** Targets trained on at the end of each round. */
  double[] targets() {
    return sums(round -> round.targetsPerSecond() * RoundMetrics.seconds(round));
  }

  /** Seconds in rounds at the end of each round. */
  double[] seconds() {
    return sums(RoundMetrics::seconds);
  }

  private double[] sums(ToDoubleFunction<RoundReport> value) {
    double[] sums = values(value);
    Arrays.parallelPrefix(sums, Double::sum);
    return sums;
  }

  double[] values(ToDoubleFunction<RoundReport> value) {
    return rounds().stream().mapToDouble(value).toArray();
  }

  private static String shown(@Nullable Double value) {
    return value == null ? "" : format("%.4f", value);
  }

  private static String format(String pattern, Object value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
