package dev.recurrent.timeseries.table;

import dev.recurrent.spark.job.JobException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table's cells as numbers. */
public final class Values {
  private static final Set<String> MISSING = Set.of("", "na", "nan", "null", "?");

  private Values() {}

  /** NaN for what is missing. */
  public static float number(@Nullable Object cell, String column) {
    if (cell == null) {
      return Float.NaN;
    }
    if (cell instanceof Number number) {
      return number.floatValue();
    }
    String text = cell.toString().trim();
    if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
      return Float.NaN;
    }
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw JobException.badInput(column + " holds \"" + text + "\", expected a number");
    }
  }

  /** Whether a cell's text is a number, or missing. */
  static boolean isNumber(String text) {
    try {
      number(text, "");
      return true;
    } catch (JobException e) {
      return false;
    }
  }
}
