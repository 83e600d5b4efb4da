package dev.recurrent.spark.run;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts notes into Spark's log, where a program gives no listener of its own. */
public final class LoggedNotes implements ProgressListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.recurrent");

  @Override
  public void note(String line) {
    LOG.warn("{}", line);
  }
}
