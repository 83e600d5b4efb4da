package dev.recurrent.train;

import java.io.Serializable;
import java.util.Locale;

/**
 * The learning rate as a function of the step, in units of the base rate: a linear warm-up, then a
 * constant or half a cosine down to {@code floor} (Loshchilov and Hutter 2016, arXiv:1608.03983).
 * With PLATEAU the rate is constant here and halves whenever validation has stopped improving:
 * {@link PlateauTracker} holds that.
 *
 * @param warmupSteps steps until the full rate
 * @param totalSteps where the cosine ends
 * @param floor the least share of the base rate, 0 to 1
 */
public record LearningRateSchedule(Kind kind, long warmupSteps, long totalSteps, float floor)
    implements Serializable {
  /** The shapes there are. */
  public enum Kind {
    CONSTANT,
    COSINE,
    PLATEAU;

    /**
     * @throws IllegalArgumentException listing the names there are
     */
    public static Kind of(String name) {
      for (Kind kind : values()) {
        if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "schedule is \"" + name + "\", expected constant, cosine or plateau");
    }
  }

  public static LearningRateSchedule constant() {
    return new LearningRateSchedule(Kind.CONSTANT, 0, Long.MAX_VALUE, 0f);
  }

  /**
   * @param step 0 for the first step
   */
  public float factor(long step) {
    if (step < warmupSteps) {
      return (step + 1f) / warmupSteps;
    }
    if (kind != Kind.COSINE) {
      return 1f;
    }
    double done =
        Math.min(1, (step - warmupSteps) / (double) Math.max(1, totalSteps - warmupSteps));
    return (float) (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done)));
  }
}
