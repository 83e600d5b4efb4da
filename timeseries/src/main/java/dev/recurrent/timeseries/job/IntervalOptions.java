package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.JobException;
import picocli.CommandLine.Option;

/** Corrections of a forecast's bands that a model keeps. */
final class IntervalOptions {
  @Option(
      names = "--intervals",
      defaultValue = "model",
      description =
          "model: the quantiles of the network. conformal: the same, moved by their distances from"
              + " the validation values at each step, so that bands have their share (default:"
              + " ${DEFAULT-VALUE}).")
  private String intervals = "model";

  @Option(
      names = "--non-negative",
      description = "Forecasts and quantiles below 0 become 0 (default: false).")
  boolean nonNegative;

  void requireValid() {
    if (!intervals.equals("model") && !intervals.equals("conformal")) {
      throw JobException.usage("--intervals is \"" + intervals + "\", expected model or conformal");
    }
  }

  boolean conformal() {
    return intervals.equals("conformal");
  }
}
