package dev.recurrent.spark.run;

import dev.recurrent.spark.RoundReport;
import org.jspecify.annotations.Nullable;

/** Hears how a training goes on. Called on the driver, between rounds, by one thread. */
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

  /** Something that takes a while; closed when it is done. */
  interface Work extends AutoCloseable {
    @Override
    void close();
  }

  /** A fact of the model or the work in one line, such as the inputs that were chosen. */
  default void note(String line) {}

  /**
   * A fact of the data or the cluster in one line, such as what was left out. Trainings over the
   * same data share it.
   */
  default void shared(String line) {
    note(line);
  }

  /**
   * Work before or after the rounds begins.
   *
   * @param what such as "learning the vocabulary"
   */
  default Work begin(String what) {
    return () -> {};
  }

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
