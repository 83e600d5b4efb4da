package dev.recurrent.spark.tracking;

import dev.recurrent.spark.RoundReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a round by the names that trackers show. */
public final class RoundMetrics {
  public static final String TRAINING_LOSS = "loss/training";
  public static final String VALIDATION_LOSS = "loss/validation";
  public static final String VALIDATION_SCORE = "score/validation";
  public static final String LEARNING_RATE = "learning_rate";
  public static final String TARGETS_PER_SECOND = "targets_per_second";
  public static final String EPOCH = "epoch";
  public static final String ROUND_SECONDS = "seconds/round";
  public static final String IDLE_SECONDS = "seconds/idle";

  private static final double MILLIS = 1000;

  private RoundMetrics() {}

  /** Those that the round has and that are finite, in a fixed order. */
  public static Map<String, Double> of(RoundReport round) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    put(metrics, TRAINING_LOSS, round.loss());
    put(metrics, VALIDATION_LOSS, round.validation());
    put(metrics, VALIDATION_SCORE, round.score());
    put(metrics, LEARNING_RATE, round.learningRate());
    put(metrics, TARGETS_PER_SECOND, round.targetsPerSecond());
    put(metrics, EPOCH, round.epoch());
    put(metrics, ROUND_SECONDS, seconds(round));
    put(metrics, IDLE_SECONDS, round.idleMillis() / MILLIS);
    return metrics;
  }

  private static void put(Map<String, Double> metrics, String name, @Nullable Double value) {
    if (value != null && Double.isFinite(value)) {
      metrics.put(name, value);
    }
  }

  /** How long a round took, without validation. */
  public static double seconds(RoundReport round) {
    return (round.broadcastMillis() + round.computeMillis() + round.reduceMillis()) / MILLIS;
  }

  /** Over the rounds' own time, without the first of several rounds: it warms up the JVM. */
  public static double targetsPerSecond(List<RoundReport> rounds) {
    double seconds = 0;
    double targets = 0;
    for (RoundReport round : rounds.subList(rounds.size() > 1 ? 1 : 0, rounds.size())) {
      seconds += seconds(round);
      targets += round.targetsPerSecond() * seconds(round);
    }
    return seconds == 0 ? 0 : Math.round(targets / seconds);
  }

  /**
   * When each round ended, in seconds since 1970: reports have no time of day, so the last one
   * ended now and each took its own time.
   */
  static double[] ends(List<RoundReport> rounds, double now) {
    double[] ends = new double[rounds.size()];
    double end = now;
    for (int i = ends.length - 1; i >= 0; i--) {
      ends[i] = end;
      end -= seconds(rounds.get(i));
    }
    return ends;
  }
}
