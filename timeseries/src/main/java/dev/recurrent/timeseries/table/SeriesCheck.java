package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;

/** Series that a user should know of: too short for the context, or without any change. */
public final class SeriesCheck {
  private static final int NAMED = 10;

  private final List<String> lines = new ArrayList<>();
  private final boolean allConstant;

  /** Of constant series those whose floats do not tell one whole number from the next. */
  private final List<Float> large;

  private SeriesCheck(SeriesTable table, int context) {
    JavaRDD<TimeSeries> brief = table.series().filter(s -> s.length() < context);
    JavaRDD<TimeSeries> constant = table.series().filter(SeriesCheck::constant);
    add(
        brief,
        table.count(),
        "shorter than the context of " + context + ", and read as far as they go");
    allConstant = add(constant, table.count(), "constant") == table.count();
    large =
        allConstant
            ? constant.map(SeriesCheck::value).filter(v -> Math.ulp(v) > 1).take(1)
            : List.of();
  }

  public static SeriesCheck of(SeriesTable table, WindowConfig window) {
    return new SeriesCheck(table, window.contextLength());
  }

  private long add(JavaRDD<TimeSeries> some, long all, String what) {
    long count = some.count();
    if (count > 0) {
      List<String> names = some.map(TimeSeries::name).take(NAMED);
      lines.add(
          count
              + " of "
              + all
              + (count == 1 ? " series is " : " series are ")
              + what
              + ": "
              + String.join(", ", names)
              + (count > NAMED ? ", ..." : ""));
    }
    return count;
  }

  private static float value(TimeSeries series) {
    for (float value : series.values()) {
      if (!Float.isNaN(value)) {
        return value;
      }
    }
    return 0;
  }

  private static boolean constant(TimeSeries series) {
    float seen = Float.NaN;
    for (float value : series.values()) {
      if (!Float.isNaN(value)) {
        if (!Float.isNaN(seen) && value != seen) {
          return false;
        }
        seen = value;
      }
    }
    return true;
  }

  private static String resolution(float value) {
    // The text of a float differs between versions of Java.
    return String.format(
        Locale.ROOT,
        "; values are 32-bit floats, which near %.4g are %.2g apart: if the cells differ by less,"
            + " subtract a constant from them",
        value,
        Math.ulp(value));
  }

  /** One line for each finding. */
  public List<String> lines() {
    return lines;
  }

  public SeriesCheck announce(Consumer<String> say) {
    lines.forEach(say);
    return this;
  }

  public void requireSomethingToLearn() {
    if (allConstant) {
      throw new UnusableInputException(
          "every series is constant: there is nothing to learn; check --target-column"
              + (large.isEmpty() ? "" : resolution(large.get(0))));
    }
  }
}
