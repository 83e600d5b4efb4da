package dev.recurrent.spark.job;

import dev.recurrent.format.JsonObject;
import dev.recurrent.format.UnusableModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One training of a search. Threads may share it. */
final class Trial {
  private static final String NUMBER = "trial";
  private static final String OPTIONS = "options";
  private static final String METRIC = "metric";
  private static final String SCORES = "scores";
  private static final String REASON = "reason";
  private static final String EXIT = "exit";

  private final int number;
  private final Map<String, String> options;
  private SearchMetric metric;
  private final List<Double> scores = new ArrayList<>();
  private @Nullable Diagnosis failure;

  Trial(int number, Map<String, String> options, SearchMetric metric) {
    this.number = number;
    this.options = options;
    this.metric = metric;
  }

  int number() {
    return number;
  }

  /** Those that differ from trial to trial, by name without dashes. */
  Map<String, String> options() {
    return options;
  }

  /** Below the search's directory: "trials/003". */
  String directory() {
    return TrainingSearch.TRIALS + String.format(Locale.ROOT, "/%03d", number);
  }

  /** The higher the better; null where the stage is not done. */
  synchronized @Nullable Double score(int stage) {
    return stage >= 0 && stage < scores.size() ? scores.get(stage) : null;
  }

  double scoreOrWorst(int stage) {
    Double score = score(stage);
    return score == null ? Double.NEGATIVE_INFINITY : score;
  }

  /** The metric's figure at the stage that was done last; NaN where none is done. */
  synchronized double figure() {
    return scores.isEmpty() ? Double.NaN : metric.turn(scores.get(scores.size() - 1));
  }

  /** Stages that are done. */
  synchronized int stages() {
    return scores.size();
  }

  /**
   * A stage is done.
   *
   * @param measure that the score is of
   */
  synchronized void scored(String measure, double score) {
    metric = metric.named(measure);
    scores.add(score);
  }

  /** What its scores are of. */
  synchronized SearchMetric metric() {
    return metric;
  }

  synchronized void failed(Diagnosis why) {
    failure = why;
  }

  /** Why it failed, or null. */
  synchronized @Nullable Diagnosis failure() {
    return failure;
  }

  /** A line of {@code trials.jsonl}. */
  synchronized Map<String, Object> toMap() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(NUMBER, number);
    line.put(OPTIONS, options);
    line.put(METRIC, metric.name());
    line.put(SCORES, scores.stream().map(metric::turn).toList());
    if (failure != null) {
      line.put(REASON, failure.message());
      line.put(EXIT, failure.code().status());
    }
    return line;
  }

  /**
   * Takes over what an earlier start wrote of this trial. A failure that may pass by itself is
   * tried again.
   *
   * @throws UnusableModelException if the line is of a trial with other options
   */
  synchronized void restore(JsonObject line) {
    if (line.integer(NUMBER) != number || !line.object(OPTIONS).texts().equals(options)) {
      throw new UnusableModelException(line.name() + " is of another search");
    }
    metric = metric.named(line.text(METRIC));
    if (line.values().get(SCORES) instanceof List<?> known) {
      known.forEach(figure -> scores.add(metric.turn(((Number) figure).doubleValue())));
    }
    if (line.has(REASON) && line.integer(EXIT) != ExitCode.FAILED.status()) {
      int exit = line.integer(EXIT);
      for (ExitCode code : ExitCode.values()) {
        failure = code.status() == exit ? new Diagnosis(code, line.text(REASON)) : failure;
      }
    }
  }

  /** "hidden-size 96, cell gru". */
  String said() {
    List<String> parts = new ArrayList<>();
    options.forEach((name, value) -> parts.add(name + " " + value));
    return String.join(", ", parts);
  }
}
