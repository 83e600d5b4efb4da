package dev.recurrent.timeseries.series;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of times that no rule explains, and what a user can pass. */
final class IrregularTimes {
  private static final int NAMED = 3;

  /** One time in so many may be shifted and still count for the nearest step. */
  private static final long SHIFTED = 10;

  private final long[] times;
  private final Map<Long, Integer> gaps;
  private final List<Long> frequent;
  private final boolean index;

  /**
   * @param times sorted and different
   * @param gaps how many times follow the one before at each distance
   * @param frequent distances, the most frequent first
   * @param index whether the times are numbers that are no times
   */
  IrregularTimes(long[] times, Map<Long, Integer> gaps, List<Long> frequent, boolean index) {
    this.times = times;
    this.gaps = gaps;
    this.frequent = frequent;
    this.index = index;
  }

  /**
   * In one line.
   *
   * @param usual steps of the most frequent gap, null where no rule has them
   */
  String message(@Nullable Frequency usual) {
    long most = frequent.isEmpty() ? 0 : frequent.get(0);
    if (!index && most % FrequencyFinder.SHORTEST != 0) {
      return String.format(
          Locale.ROOT,
          "of %d times %s are %s apart, and steps are of whole milliseconds; round the times"
              + " to milliseconds, or give a --time-column that numbers the rows",
          times.length,
          share(most),
          gap(most));
    }
    Frequency nearly = nearly(usual);
    if (nearly != null) {
      return shifted(nearly);
    }
    List<String> some = new ArrayList<>();
    for (long gap : frequent.subList(0, Math.min(NAMED, frequent.size()))) {
      some.add(String.format(Locale.ROOT, "%s (%s)", gap(gap), share(gap)));
    }
    return times.length
        + (index ? " numbers follow no rule" : " times follow no rule")
        + ": the most frequent gaps are "
        + String.join(", ", some)
        + "; pass --frequency, such as D, B, W, ME or 15min, and the times are put on its steps";
  }

  private String share(long gap) {
    double share = 100.0 * gaps.getOrDefault(gap, 0) / (times.length - 1);
    return String.format(Locale.ROOT, "%.0f %%", share);
  }

  /** The rule that holds all but a tenth of the times, null for none. */
  private @Nullable Frequency nearly(@Nullable Frequency usual) {
    Frequency months = index ? null : new MonthSteps(1, 0, 1, 0).anchored(times);
    for (@Nullable Frequency rule : Arrays.asList(months, usual)) {
      if (rule != null && SHIFTED * strays(rule) <= times.length && nearlyFull(rule)) {
        return rule;
      }
    }
    return null;
  }

  private long strays(Frequency rule) {
    return Arrays.stream(times).filter(time -> !rule.holds(time)).count();
  }

  private boolean nearlyFull(Frequency rule) {
    long steps = rule.step(times[times.length - 1]) - rule.step(times[0]) + 1;
    return steps <= 2L * times.length;
  }

  private String shifted(Frequency rule) {
    long first = Arrays.stream(times).filter(time -> !rule.holds(time)).findFirst().orElse(0);
    return String.format(
        Locale.ROOT,
        "%,d of %d %s lie between the steps of %s, the first at %s, expected at most 1 %%; pass"
            + " --frequency %s, and each of them counts for the nearest step without a row",
        strays(rule),
        times.length,
        index ? "numbers" : "times",
        rule.describe(),
        index ? String.valueOf(first) : Clock.text(first),
        rule.option());
  }

  private String gap(long gap) {
    if (index) {
      return String.valueOf(gap);
    }
    Duration length = Duration.ofNanos(gap * 1000);
    List<String> parts = new ArrayList<>();
    part(parts, length.toDays(), "d");
    part(parts, length.toHoursPart(), "h");
    part(parts, length.toMinutesPart(), "min");
    part(parts, length.toSecondsPart(), "s");
    part(parts, length.toMillisPart(), "ms");
    part(parts, length.toNanosPart() / 1000 % 1000, "us");
    return String.join(" ", parts);
  }

  private static void part(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + " " + unit);
    }
  }
}
