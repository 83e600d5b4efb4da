package dev.recurrent.spark.job;

/** What a job's exit status means to a scheduler. */
public enum ExitCode {
  DONE(0),
  /** Something outside failed; trying again may help. */
  FAILED(1),
  /** The options or the configuration are wrong. */
  USAGE(2),
  /** Training left the finite numbers. */
  DIVERGED(3),
  /** The input cannot be used. */
  BAD_INPUT(4),
  /** No checkpoint or model that can be read. */
  NO_CHECKPOINT(5),
  /** Another run owns the directory. */
  IN_USE(6),
  /** A model was trained, but the one in use is better. */
  NOT_PUBLISHED(7);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }
}
