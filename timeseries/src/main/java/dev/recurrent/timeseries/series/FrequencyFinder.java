package dev.recurrent.timeseries.series;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule that explains a series' times. A rule explains them if all but one in a hundred
 * lie on its steps (of ten times or more, all but one), and one in five follows the one before it
 * by a single step. Of two such rules that with fewer steps missing counts.
 */
final class FrequencyFinder {
  private static final double FOLLOWING = 0.2;
  private static final int MANY = 10;
  private static final double STRAY = 0.01;

  /** Numbers of which more steps a row are empty do not count on. */
  private static final int MOST_EMPTY = 2;

  /** Of times: a millisecond, of which all fixed steps are a multiple. */
  static final long SHORTEST = Clock.SECOND / 1000;

  private final long[] times;
  private final Map<Long, Integer> gaps = new TreeMap<>();
  private final boolean index;

  /** A rule and how well it explains the times. */
  private record Fit(Frequency rule, long missing) {}

  private FrequencyFinder(long[] sorted, boolean index) {
    this.index = index;
    long[] different = new long[sorted.length];
    int n = 0;
    for (long time : sorted) {
      if (n == 0 || time != different[n - 1]) {
        if (n > 0) {
          gaps.merge(time - different[n - 1], 1, Integer::sum);
        }
        different[n++] = time;
      }
    }
    times = Arrays.copyOf(different, n);
  }

  /**
   * The simplest rule of sorted numbers that are no times.
   *
   * @throws IllegalArgumentException as {@link #times} does
   */
  static Frequency index(long[] sorted) {
    return new FrequencyFinder(sorted, true).fixed();
  }

  /**
   * The simplest rule of sorted times.
   *
   * @param holidays that are no business days
   * @throws IllegalArgumentException if there is none or two, with what was seen and what to pass
   */
  static Frequency times(long[] sorted, Collection<LocalDate> holidays) {
    FrequencyFinder finder = new FrequencyFinder(sorted, false);
    return finder.withEveryDay(finder.simplest(holidays));
  }

  private Frequency fixed() {
    requireTwo();
    Fit fit = fixedFit();
    if (fit == null) {
      throw irregular();
    }
    // One wide gap is for whoever looks for a number that is far from all others.
    long last = times.length - 1;
    long widest = Collections.max(gaps.keySet());
    long steps = fit.rule().step(times[(int) last] - widest) - fit.rule().step(times[0]) + 1;
    if (fit.missing() > 0 && steps > MOST_EMPTY * times.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%,d numbers from %d to %d would leave most of %,d steps of %s without a row; pass"
                  + " --time-format if they are dates or times in one number, or --frequency index"
                  + " if they count on",
              times.length,
              times[0],
              times[(int) last],
              fit.missing() + times.length,
              fit.rule().describe()));
    }
    return fit.rule();
  }

  private void requireTwo() {
    if (times.length < 2) {
      throw new IllegalArgumentException(
          "no series has two different times to find the frequency by; pass --frequency");
    }
  }

  private Frequency simplest(Collection<LocalDate> holidays) {
    requireTwo();
    Fit fixed = fixedFit();
    Fit months = monthFit();
    Fit business = fit(BusinessDays.of(holidays, 0).anchored(times));
    if (months != null && fixed != null && fixed.rule().calendarSize() == 2) {
      throw two(fixed, months);
    }
    if (months != null) {
      return months.rule();
    }
    if (business != null && fixed != null && business.missing() == fixed.missing()) {
      throw two(fixed, business);
    }
    if (business != null && (fixed == null || business.missing() < fixed.missing())) {
      return business.rule();
    }
    if (fixed == null) {
      throw irregular();
    }
    return fixed.rule();
  }

  /**
   * A rule of days or hours of which some have no rows week after week, or day after day, is not
   * the series' own.
   */
  private Frequency withEveryDay(Frequency rule) {
    String days = EmptyWeekdays.of(rule, times, allowed());
    String hours = days == null ? EmptyHours.of(rule, times, allowed()) : null;
    if (days == null && hours == null) {
      return rule;
    }
    throw new IllegalArgumentException(
        times.length
            + " times from "
            + Clock.text(times[0])
            + " to "
            + Clock.text(times[times.length - 1])
            + (days == null ? " are from " + hours : " are on " + days)
            + " alone, and no rule has these "
            + (days == null ? "times of the day" : "days")
            + " and no others; pass --frequency "
            + rule
            + " if the other steps ("
            + rule.describe()
            + ") are to be forecast too, else number the times 0, 1, 2, ... in a column of their"
            + " own");
  }

  private IllegalArgumentException two(Fit a, Fit b) {
    return new IllegalArgumentException(
        times.length
            + " times from "
            + Clock.text(times[0])
            + " to "
            + Clock.text(times[times.length - 1])
            + " may be "
            + a.rule().describe()
            + " or "
            + b.rule().describe()
            + "; pass --frequency "
            + a.rule().option()
            + " or "
            + b.rule().option());
  }

  /** Steps of the most frequent gap; else of the largest length that divides all gaps. */
  private @Nullable Fit fixedFit() {
    long mode = frequent().get(0);
    Fit fit = fit(steps(mode));
    if (fit != null) {
      return fit;
    }
    long divisor = 0;
    for (long gap : gaps.keySet()) {
      divisor = gcd(gap, divisor);
    }
    return divisor == mode ? null : fit(steps(divisor));
  }

  private @Nullable Frequency steps(long length) {
    if (index) {
      return new IndexSteps(length, times[0]).anchored(times);
    }
    return length % SHORTEST == 0
        ? FixedSteps.ofMicros(length).from(times[0]).anchored(times)
        : null;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** How many times follow the one before at a distance. */
  private int count(long gap) {
    return gaps.getOrDefault(gap, 0);
  }

  /** Gaps, the most frequent first, of equally frequent ones the shortest. */
  private List<Long> frequent() {
    List<Long> sorted = new ArrayList<>(gaps.keySet());
    sorted.sort(Comparator.comparing((Long gap) -> -count(gap)));
    return sorted;
  }

  /** Months at one day, as many a step as most gaps have. */
  private @Nullable Fit monthFit() {
    Frequency single = new MonthSteps(1, 0, 1, 0).anchored(times);
    if (strays(single) > allowed()) {
      return null;
    }
    Map<Long, Integer> distances = new TreeMap<>();
    for (int i = 1; i < times.length; i++) {
      distances.merge(single.step(times[i]) - single.step(times[i - 1]), 1, Integer::sum);
    }
    long mode = 1;
    long divisor = 0;
    for (var entry : distances.entrySet()) {
      mode = entry.getValue() > distances.getOrDefault(mode, 0) ? entry.getKey() : mode;
      divisor = gcd(entry.getKey(), divisor);
    }
    Fit fit = months(mode);
    return fit == null ? months(divisor) : fit;
  }

  private @Nullable Fit months(long count) {
    return count < 1 || count > Integer.MAX_VALUE
        ? null
        : fit(new MonthSteps((int) count, 0, 1, 0).anchored(times));
  }

  private long allowed() {
    return (long) Math.max(times.length >= MANY ? 1 : 0, STRAY * times.length);
  }

  private long strays(Frequency rule) {
    long n = 0;
    for (long time : times) {
      n += rule.holds(time) ? 0 : 1;
    }
    return n;
  }

  private @Nullable Fit fit(@Nullable Frequency rule) {
    if (rule == null || strays(rule) > allowed()) {
      return null;
    }
    int following = 0;
    for (int i = 1; i < times.length; i++) {
      following += rule.step(times[i]) == rule.step(times[i - 1]) + 1 ? 1 : 0;
    }
    long steps = rule.step(times[times.length - 1]) - rule.step(times[0]) + 1;
    return following < FOLLOWING * (times.length - 1) ? null : new Fit(rule, steps - times.length);
  }

  private IllegalArgumentException irregular() {
    IrregularTimes seen = new IrregularTimes(times, gaps, frequent(), index);
    return new IllegalArgumentException(seen.message(steps(frequent().get(0))));
  }
}
