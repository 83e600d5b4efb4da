package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Frequency;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;

/** Whether the rows of a table follow the rule of the model that is to forecast them. */
final class ModelRule {
  private final TimeReading reading;
  private final Frequency model;
  private final long[] longest;

  /**
   * @param model the rule on the table's clock
   * @param longest times of the table's longest series on that clock, sorted
   */
  ModelRule(TimeReading reading, Frequency model, long[] longest) {
    this.reading = reading;
    this.model = model;
    this.longest = longest;
  }

  /**
   * Where training found the rule, every series has to follow it. Where a user gave it, series may
   * have rows at some of its steps alone, and the longest one speaks for the table.
   *
   * @throws UnusableInputException naming the rows' rule and the model's, if they differ
   */
  void require(JavaRDD<SeriesRows> series, boolean given) {
    TimeReading times = reading;
    Frequency steps = model;
    Optional<String> other =
        given
            ? OwnRule.ofModel("the longest series", longest, model, reading.index(), true)
            : series
                .flatMap(rows -> rows.otherThanModel(times, steps).stream().iterator())
                .takeOrdered(1)
                .stream()
                .findFirst();
    if (other.isPresent()) {
      throw new UnusableInputException(other.get());
    }
  }

  /** What a user should know where the table's steps are on other days than the model's. */
  Optional<String> anchor() {
    String own = model.anchored(longest).describe();
    return own.equals(model.describe())
        ? Optional.empty()
        : Optional.of(
            "the model was trained on "
                + model.describe()
                + ", the table has "
                + own
                + ": forecasts are dated on the table's steps");
  }
}
