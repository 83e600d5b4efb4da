package dev.recurrent.spark.run;

import java.io.IOException;

/** A file system that did not answer for as long as it was waited for. */
public final class StorageAwayException extends IOException {
  private static final long serialVersionUID = 1L;

  public StorageAwayException(String message, IOException last) {
    super(message, last);
  }
}
