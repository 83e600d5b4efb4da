package dev.recurrent.spark.run;

/** A run that was asked to stop and did: its last finished round is in a checkpoint. */
public final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long round;

  public RunStoppedException(CheckpointStore directory, long round) {
    super("interrupted after round " + round + "; the checkpoint of it is in " + directory);
    this.round = round;
  }

  /** The last round that the checkpoint holds, 0 if none was finished. */
  public long round() {
    return round;
  }
}
