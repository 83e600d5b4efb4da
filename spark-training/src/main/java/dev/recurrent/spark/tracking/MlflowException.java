package dev.recurrent.spark.tracking;

import java.io.IOException;

/** A request that an MLflow server did not answer, or refused. */
final class MlflowException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Of a server that did not answer. */
  static final int NO_ANSWER = 0;

  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final int status;
  private final String code;
  private final int retrySeconds;

  /**
   * @param status of HTTP, or {@link #NO_ANSWER}
   * @param code MLflow's name of the error, or empty
   * @param retrySeconds to wait as the server says, or 0
   */
  MlflowException(int status, String code, String message, int retrySeconds) {
    super(message);
    this.status = status;
    this.code = code;
    this.retrySeconds = retrySeconds;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  int retrySeconds() {
    return retrySeconds;
  }

  /** Whether the same request may be answered later. */
  boolean mayPass() {
    return status == NO_ANSWER || status == TIMEOUT || status == TOO_MANY || status >= SERVER_ERROR;
  }
}
