package dev.recurrent.spark.run;

import dev.recurrent.spark.DivergedException;
import dev.recurrent.spark.RoundReport;
import java.util.List;
import java.util.Objects;
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
    List<Double> losses =
        reports.stream().map(RoundReport::validation).filter(Objects::nonNull).toList();
    if (metric != null && losses.stream().anyMatch(Double::isFinite)) {
      return new IllegalStateException(
          String.format(
              "%s was not a finite number at any of %d validations, and the validation loss was (%s"
                  + " at the end): the metric has no value for the held-out rows; choose another"
                  + " metric, or hold out other rows",
              metric.name(), losses.size(), losses.get(losses.size() - 1)));
    }
    return new DivergedException(
        "no validation loss was finite after "
            + reports.size()
            + " rounds; lower the learning rate or the clip norm");
  }
}
