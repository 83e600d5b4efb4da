package dev.recurrent.timeseries.table;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What whole numbers of a column of times have in common; of many, in any order. */
final class NumberForm implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int UNITS = NumberUnit.values().length;
  private static final NumberUnit[] CALENDAR = {NumberUnit.YEAR, NumberUnit.MONTH, NumberUnit.DATE};
  private static final int HUNDRED = 100;
  private static final int MANY = 10;

  /** A number below or from here on is no year, nor near one, as an index that counts on would. */
  private static final int EARLY = 1000;

  private static final int LATE = 4000;

  private final long[] sizes = new long[UNITS];
  private final long[] calendar = new long[UNITS];

  /** The least number that is not of a unit of the calendar. */
  private final long[] others = new long[UNITS];

  /** Numbers of each pattern of a date with its hour. */
  private final long[] clock = new long[NumberUnit.CLOCK.size()];

  /** Numbers that may be a date of each pattern. */
  private final long[] compact = new long[CompactDate.values().length];

  private boolean leadingZeros;

  NumberForm() {
    Arrays.fill(others, Long.MAX_VALUE);
  }

  /**
   * @param zeros whether its text begins with zeros
   */
  void add(long number, boolean zeros) {
    leadingZeros |= zeros;
    sizes[NumberUnit.bySize(number).ordinal()]++;
    NumberUnit unit = NumberUnit.byCalendar(number);
    for (NumberUnit other : CALENDAR) {
      if (other == unit) {
        calendar[other.ordinal()]++;
      } else {
        others[other.ordinal()] = Math.min(others[other.ordinal()], number);
      }
    }
    String pattern = NumberUnit.withClock(number);
    if (pattern != null) {
      clock[NumberUnit.CLOCK.indexOf(pattern)]++;
    }
    for (CompactDate date : CompactDate.values()) {
      compact[date.ordinal()] += date.fits(number) ? 1 : 0;
    }
  }

  NumberForm plus(NumberForm other) {
    NumberForm sum = new NumberForm();
    sum.leadingZeros = leadingZeros || other.leadingZeros;
    for (int i = 0; i < UNITS; i++) {
      sum.sizes[i] = sizes[i] + other.sizes[i];
      sum.calendar[i] = calendar[i] + other.calendar[i];
      sum.others[i] = Math.min(others[i], other.others[i]);
    }
    for (int i = 0; i < clock.length; i++) {
      sum.clock[i] = clock[i] + other.clock[i];
    }
    for (int i = 0; i < compact.length; i++) {
      sum.compact[i] = compact[i] + other.compact[i];
    }
    return sum;
  }

  boolean leadingZeros() {
    return leadingZeros;
  }

  private long all() {
    return Arrays.stream(sizes).sum();
  }

  /** Patterns of dates that all numbers fit. */
  List<CompactDate> dates() {
    return Arrays.stream(CompactDate.values())
        .filter(date -> compact[date.ordinal()] == all() && all() > 0)
        .toList();
  }

  /**
   * What the numbers are: a unit of the calendar if all fit it, else what most are by size.
   *
   * @throws UnusableInputException if all but a few fit a unit of the calendar, or all have an hour
   */
  NumberUnit unit() {
    for (NumberUnit unit : CALENDAR) {
      if (calendar[unit.ordinal()] == all()) {
        return unit;
      }
      requireNotAlmost(unit);
    }
    String pattern = clockOfAll();
    if (pattern != null) {
      throw new UnusableInputException(
          "the time column's numbers are dates with their hour; pass --time-format " + pattern);
    }
    NumberUnit most = NumberUnit.INDEX;
    for (NumberUnit unit : NumberUnit.values()) {
      most = sizes[unit.ordinal()] > sizes[most.ordinal()] ? unit : most;
    }
    return most;
  }

  /**
   * Numbers that count on are seldom months or dates, so that most being such means that all were
   * to be. Those of an index may be years, but none is far from them.
   */
  private void requireNotAlmost(NumberUnit unit) {
    long all = all();
    long strays = all - calendar[unit.ordinal()];
    long other = others[unit.ordinal()];
    boolean almost =
        unit == NumberUnit.YEAR
            ? strays <= Math.max(all >= MANY ? 1 : 0, all / HUNDRED)
                && (other < EARLY || other >= LATE)
            : 2 * strays < all;
    if (almost) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "the time column holds %,d %s from 1800 to 2199 and %s of another kind, the least of"
                  + " which is %d, expected numbers of one kind; correct or remove those rows",
              all - strays,
              unit,
              Quantity.of(strays, "number"),
              other));
    }
  }

  private @Nullable String clockOfAll() {
    for (int i = 0; i < clock.length; i++) {
      if (clock[i] == all() && clock[i] > 0) {
        return NumberUnit.CLOCK.get(i);
      }
    }
    return null;
  }
}
