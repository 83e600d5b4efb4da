package dev.recurrent.nlp.generation.job;

import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.run.TrainingResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the validation loss was still falling when a run ended. */
final class ValidationTrend {
  /** The last part of a run that is looked at. */
  private static final double PART = 0.25;

  /** A smaller fall in this part is none that more training repays, as a share of the loss. */
  private static final double LEAST = 0.005;

  /** How much longer the advice is. */
  private static final int LONGER = 3;

  private ValidationTrend() {}

  /** The last validation is the best, and by enough better than those before the last quarter. */
  static boolean stillFalling(List<RoundReport> rounds) {
    double earlier = Double.POSITIVE_INFINITY;
    double later = Double.POSITIVE_INFINITY;
    double last = Double.NaN;
    double from = (1 - PART) * rounds.size();
    for (int i = 0; i < rounds.size(); i++) {
      @Nullable Double validation = rounds.get(i).validation();
      if (validation != null && i < from) {
        earlier = Math.min(earlier, validation);
      }
      if (validation != null) {
        later = Math.min(later, validation);
        last = validation;
      }
    }
    return Double.isFinite(earlier) && last <= later && last < (1 - LEAST) * earlier;
  }

  /**
   * What would make a run better: more training, if its n-grams are better or its validation was
   * still falling; else null.
   *
   * @param ngram the baseline, or null
   */
  static @Nullable String advice(
      TrainingResult result,
      TrainingOptions options,
      TextMetrics metrics,
      @Nullable NgramFigure ngram) {
    double own = metrics.natsPerCharacter();
    if (ngram != null && ngram.metrics().natsPerCharacter() < own) {
      return String.format(
          Locale.ROOT,
          "worse than the %d-gram: %.4f nats a character, expected below %.4f; train"
              + " longer, e.g. %s",
          ngram.order(),
          own,
          ngram.metrics().natsPerCharacter(),
          longer(result, options));
    }
    return stillFalling(result.reports)
        ? "validation was still falling: train longer, e.g. " + longer(result, options)
        : null;
  }

  private static String longer(TrainingResult result, TrainingOptions options) {
    return switch (result.end) {
      case EPOCHS -> "--epochs " + (long) LONGER * options.epochs();
      case ROUNDS -> "--rounds " + LONGER * options.rounds;
      case MINUTES -> "a larger --max-minutes";
      case PATIENCE, PAUSED -> "a larger --patience";
    };
  }
}
