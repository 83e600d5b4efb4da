package dev.recurrent.spark.job;

import dev.recurrent.math.Seed;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The values of one option that a search tries: some words, or a range of numbers. A value is a
 * function of the seed, the trial and the option's name, so that one more range does not change
 * what the others give.
 *
 * @param option without dashes
 * @param choices words, empty for a range of numbers
 * @param low the smallest number
 * @param high the largest number
 * @param logarithmic whether a doubling is as likely anywhere in the range
 * @param whole whether numbers have no fraction
 */
record SearchRange(
    String option,
    List<String> choices,
    double low,
    double high,
    boolean logarithmic,
    boolean whole) {
  private static final long DRAW = 602;
  private static final String LOGARITHMIC = ":log";
  private static final MathContext DIGITS = new MathContext(4);
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, Integer.class, Long.class);
  private static final Set<Class<?>> REAL =
      Set.of(float.class, double.class, Float.class, Double.class);

  /**
   * Reads "64..512:log" or "lstm|gru".
   *
   * @param type of the option's values
   * @throws JobException if it is neither, or the option has no numbers
   */
  static SearchRange parse(String option, String values, Class<?> type) {
    int dots = values.indexOf("..");
    // The name of a class has dots too, but not two in a row.
    if (dots < 0) {
      List<String> choices = Arrays.stream(values.split("\\|", -1)).map(String::trim).toList();
      if (choices.contains("") || Set.copyOf(choices).size() < choices.size()) {
        throw refused(option, values, "expected different values with | between them");
      }
      return new SearchRange(option, choices, 0, 0, false, false);
    }
    boolean whole = WHOLE.contains(type);
    if (!whole && !REAL.contains(type)) {
      throw refused(option, values, "the option has words; give them with | between them");
    }
    boolean logarithmic = values.endsWith(LOGARITHMIC);
    String end =
        values.substring(dots + 2, values.length() - (logarithmic ? LOGARITHMIC.length() : 0));
    double low = number(option, values, values.substring(0, dots), whole);
    double high = number(option, values, end, whole);
    if (!(low < high)) {
      throw refused(option, values, "the first number has to be below the second");
    }
    if (logarithmic && low <= 0) {
      throw refused(option, values, ":log needs numbers above 0");
    }
    return new SearchRange(option, List.of(), low, high, logarithmic, whole);
  }

  private static double number(String option, String values, String text, boolean whole) {
    try {
      double number = whole ? Long.parseLong(text.trim()) : Double.parseDouble(text.trim());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw refused(
        option,
        values,
        "expected "
            + (whole ? "whole numbers" : "numbers")
            + " as LOW..HIGH or LOW..HIGH:log, or words with | between them");
  }

  private static JobException refused(String option, String values, String why) {
    return JobException.usage("--search: " + option + "=" + values + ": " + why);
  }

  /** How many different values there are, or the largest number where nobody counts them. */
  long size() {
    if (!choices.isEmpty()) {
      return choices.size();
    }
    return whole ? (long) (high - low) + 1 : Long.MAX_VALUE;
  }

  /**
   * The value that a trial has.
   *
   * @param attempt above 0 where the values of the attempts before were an earlier trial's
   */
  String draw(long seed, int trial, int attempt) {
    double unit = Seed.unit(Seed.of(seed, DRAW, trial, option.hashCode(), attempt));
    if (!choices.isEmpty()) {
      return choices.get((int) (unit * choices.size()));
    }
    double end = whole ? high + 1 : high;
    // StrictMath: the same on every machine.
    double value =
        logarithmic
            ? low * StrictMath.exp(unit * StrictMath.log(end / low))
            : low + unit * (end - low);
    if (whole) {
      return Long.toString((long) Math.min(high, Math.max(low, Math.floor(value))));
    }
    BigDecimal rounded = new BigDecimal(Math.min(high, Math.max(low, value))).round(DIGITS);
    BigDecimal inside =
        rounded.max(BigDecimal.valueOf(low)).min(BigDecimal.valueOf(high)).stripTrailingZeros();
    return inside.toPlainString();
  }
}
