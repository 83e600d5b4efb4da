package dev.recurrent.timeseries.table;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dates that people write as one whole number, whose years, months and days a number alone does not
 * say: 230131, 31012023 or 20231 for a quarter. Leading zeros may be lost.
 */
enum CompactDate {
  MONTH("yyMM"),
  MONTH_FIRST_SHORT("MMyy"),
  MONTH_FIRST("MMyyyy"),
  DATE("yyMMdd"),
  DAY_FIRST("ddMMyy"),
  AMERICAN("MMddyy"),
  DAY_FIRST_LONG("ddMMyyyy"),
  AMERICAN_LONG("MMddyyyy"),
  DAY_OF_YEAR("yyDDD"),
  DAY_OF_YEAR_LONG("yyyyDDD"),
  HOUR("yyMMddHH"),
  DAY_FIRST_HOUR("ddMMyyyyHH"),
  MINUTE("yyMMddHHmm"),
  DAY_FIRST_MINUTE("ddMMyyyyHHmm"),
  SECOND("yyMMddHHmmss"),
  QUARTER("yyyyQ"),
  WEEK("yyyyww");

  private static final String FIELDS = "yMdDHmsQw";
  private static final int[] LEAST = {0, 1, 1, 1, 0, 0, 0, 1, 1};
  private static final int[] MOST = {99, 12, 31, 366, 23, 59, 59, 4, 53};
  private static final int YEAR = 0;
  private static final int MONTHS = 1;
  private static final int DAY = 2;
  private static final int CENTURY = 2000;
  private static final int HUNDRED = 100;

  private final String pattern;

  /** Letter and width of each field, from the left. */
  private final List<int[]> fields = new ArrayList<>();

  CompactDate(String pattern) {
    this.pattern = pattern;
    int begin = 0;
    for (int end = 1; end <= pattern.length(); end++) {
      if (end == pattern.length() || pattern.charAt(end) != pattern.charAt(begin)) {
        fields.add(new int[] {letter(pattern.charAt(begin)), end - begin});
        begin = end;
      }
    }
  }

  /** A constant of an enum cannot be read while its values are made. */
  private static int letter(char of) {
    return "yMdDHmsQw".indexOf(of);
  }

  /** Whether a number may be such a date; at most one digit at its left is a lost zero. */
  boolean fits(long number) {
    return time(number) != null;
  }

  /** The local time that a number may be; of a quarter or a week its beginning; else null. */
  @Nullable LocalDateTime time(long number) {
    long all = power(pattern.length());
    // Two digits of a year and a day of it are many whole numbers: none is read into fewer digits.
    long least = this == DAY_OF_YEAR ? all / 10 : all / HUNDRED;
    if (number < least || number >= all) {
      return null;
    }
    int[] values = new int[FIELDS.length()];
    values[DAY] = 1;
    values[MONTHS] = 1;
    long rest = number;
    for (int i = fields.size() - 1; i >= 0; i--) {
      int field = fields.get(i)[0];
      int width = fields.get(i)[1];
      int value = (int) (rest % power(width));
      rest /= power(width);
      if (!within(field, width, value)) {
        return null;
      }
      values[field] = value;
    }
    return time(values);
  }

  private static @Nullable LocalDateTime time(int[] values) {
    int year = values[YEAR] < HUNDRED ? CENTURY + values[YEAR] : values[YEAR];
    int dayOfYear = values[FIELDS.indexOf('D')];
    boolean there =
        values[DAY] <= YearMonth.of(year, values[MONTHS]).lengthOfMonth()
            && dayOfYear <= Year.of(year).length();
    if (!there) {
      return null;
    }
    return LocalDate.of(year, values[MONTHS], values[DAY])
        .plusDays(Math.max(0, dayOfYear - 1))
        .plusMonths(3L * Math.max(0, values[FIELDS.indexOf('Q')] - 1))
        .plusWeeks(Math.max(0, values[FIELDS.indexOf('w')] - 1))
        .atTime(
            values[FIELDS.indexOf('H')], values[FIELDS.indexOf('m')], values[FIELDS.indexOf('s')]);
  }

  private static boolean within(int field, int width, int value) {
    if (field == YEAR && width > 2) {
      return NumberUnit.byCalendar(value) == NumberUnit.YEAR;
    }
    return value >= LEAST[field] && value <= MOST[field];
  }

  private static long power(int digits) {
    long power = 1;
    for (int i = 0; i < digits; i++) {
      power *= 10;
    }
    return power;
  }

  /**
   * Whether numbers of such a distance are more likely to count on: dates whose year comes last
   * would be whole years apart.
   */
  boolean countsOn(long distance) {
    return distance < HUNDRED && pattern.endsWith("yy");
  }

  /** What a user can do about such a column. */
  String remedy() {
    return switch (this) {
      case QUARTER -> "write quarters as 2026-Q1";
      case WEEK -> "write each week as the date of one of its days";
      default -> "pass --time-format " + pattern;
    };
  }

  @Override
  public String toString() {
    return pattern;
  }
}
