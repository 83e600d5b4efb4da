package dev.recurrent.spark.tracking;

import dev.recurrent.spark.RoundReport;
import org.apache.spark.scheduler.SparkListenerEvent;

/** A round is done: for listeners of the Spark application. */
public final class RoundEvent implements SparkListenerEvent {
  private final RoundReport report;

  public RoundEvent(RoundReport report) {
    this.report = report;
  }

  RoundReport report() {
    return report;
  }

  /** Spark's history server does not know it. */
  @Override
  public boolean logEvent() {
    return false;
  }
}
