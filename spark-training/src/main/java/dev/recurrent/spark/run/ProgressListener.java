package dev.recurrent.spark.run;

import dev.recurrent.spark.RoundReport;
import org.jspecify.annotations.Nullable;

/** Hears how a run goes on. Called on the driver, between rounds, by one thread. */
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * What a run is about to do.
   *
   * @param firstRound rounds that are done already
   * @param rounds how many there will be in all, 0 where no limit of rounds or epochs is set
   * @param maxMinutes its limit of time, 0 for none
   * @param score the name of what validations choose by, such as "accuracy"
   */
  record Outlook(long firstRound, long rounds, double maxMinutes, String score) {}

  /** The first round, or the first after a resume, is about to begin. */
  default void begin(Outlook outlook) {}

  /**
   * A round is done.
   *
   * @param score of this round's validation, null where there was none
   * @param best score so far, null before the first validation
   */
  default void round(RoundReport report, @Nullable Double score, @Nullable Double best) {}

  /** The last round is done, or the run failed. */
  default void end() {}
}
