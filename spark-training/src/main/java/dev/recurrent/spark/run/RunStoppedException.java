package dev.recurrent.spark.run;

/** A run that was asked to stop and did: its last finished round is in a checkpoint. */
public final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long round;

  public RunStoppedException(CheckpointStore directory, long round) {
    super("interrupted after round " + round + "; the checkpoint of it is in " + directory);
    this.round = round;
  }

  private RunStoppedException(String message) {
    super(message);
    this.round = 0;
  }

  /**
   * Several runs that were asked to stop and did.
   *
   * @param directory that has the directories of all
   */
  public static RunStoppedException ofSeveral(Object directory) {
    return new RunStoppedException("interrupted; the checkpoints are in " + directory);
  }

  /** The last round that the checkpoint holds, 0 if none was finished or there are several runs. */
  public long round() {
    return round;
  }
}
