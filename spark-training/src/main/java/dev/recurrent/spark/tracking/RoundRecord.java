package dev.recurrent.spark.tracking;

import dev.recurrent.spark.RoundReport;
import java.io.IOException;
import java.util.List;

/** A record of a run's rounds that grows while the run goes on. */
@FunctionalInterface
public interface RoundRecord {
  /**
   * A checkpoint has been written. A run that is resumed begins from one of these again, never from
   * a round between two of them.
   *
   * @param rounds all up to the checkpoint, from round 1, in their order
   * @throws IOException if the record cannot be written; the run goes on without it
   */
  void saved(List<RoundReport> rounds) throws IOException;
}
