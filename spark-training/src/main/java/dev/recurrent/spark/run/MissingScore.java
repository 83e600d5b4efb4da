package dev.recurrent.spark.run;

import dev.recurrent.spark.DivergedException;
import dev.recurrent.spark.RoundReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why no validation of a run had a finite score. */
final class MissingScore {
  private MissingScore() {}

  /**
   * The loss was finite and the metric was not, or training diverged.
   *
   * @param metric that chose the best parameters, or null where the loss did
   */
  static RuntimeException of(@Nullable ValidationMetric metric, List<RoundReport> reports) {
    int validations = 0;
    double finite = Double.NaN;
    for (RoundReport report : reports) {
      Double loss = report.validation();
      if (loss != null) {
        validations++;
        finite = Double.isFinite(loss) ? loss : finite;
      }
    }
    if (metric != null && Double.isFinite(finite)) {
      return new IllegalStateException(
          String.format(
              "%s was not a finite number at any of %d validations, and the validation loss was"
                  + " (%s): the metric has no value for the held-out rows; choose another metric,"
                  + " or hold out other rows",
              metric.name(), validations, finite));
    }
    return new DivergedException(
        "no validation loss was finite after "
            + reports.size()
            + " rounds; lower the learning rate or the clip norm");
  }
}
