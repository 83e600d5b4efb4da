package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.UnusableInputException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table's cells as numbers. */
public final class Values {
  private static final Set<String> MISSING = Set.of("", "na", "nan", "null", "?");

  /** Java's own parser takes {@code 10f}, {@code 3d} and {@code 0x1p3} for numbers as well. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private Values() {}

  private static final Set<String> INFINITE = Set.of("inf", "infinity", "infinite");

  /** Booleans, as all formats write them. */
  private static final Set<String> FLAGS = Set.of("true", "false");

  /**
   * NaN for what is missing; 1 for true and 0 for false; infinite where a cell says so or holds
   * more than a float can.
   */
  public static float number(@Nullable Object cell, String column) {
    if (cell == null) {
      return Float.NaN;
    }
    if (cell instanceof Number number) {
      return number.floatValue();
    }
    // Not trim, for which a NUL is a blank.
    String text = cell.toString().strip();
    if (isFlag(text)) {
      return Boolean.parseBoolean(text) ? 1 : 0;
    }
    if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
      return Float.NaN;
    }
    if (INFINITE.contains(text.toLowerCase(Locale.ROOT).replaceFirst("^[-+]", ""))) {
      return text.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw new UnusableInputException(column + " holds \"" + text + "\", expected a number");
    }
    return Float.parseFloat(text);
  }

  /** Whether a cell is true or false, as a boolean or in letters. */
  static boolean isFlag(@Nullable Object cell) {
    return cell != null && FLAGS.contains(cell.toString().strip().toLowerCase(Locale.ROOT));
  }

  /** What is said of a cell whose number is infinite. */
  static UnusableInputException infinite(String where, @Nullable Object cell) {
    return new UnusableInputException(
        where
            + " holds "
            + cell
            + ", which is infinite or more than a 32-bit float can hold (3.4e38); correct the"
            + " value, leave the cell empty, or give the column in a larger unit");
  }

  /** Whether a cell's text is a number, or missing. */
  static boolean isNumber(String text) {
    try {
      number(text, "");
      return true;
    } catch (UnusableInputException e) {
      return false;
    }
  }
}
