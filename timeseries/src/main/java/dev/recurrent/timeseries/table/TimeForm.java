package dev.recurrent.timeseries.table;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the cells of a column of times have in common; of many, in any order. */
final class TimeForm implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int UNITS = NumberUnit.values().length;

  private final long[] sizes;
  private final long[] calendar;
  private final int layout;
  private final int[] offsets;
  private final long[] kinds;

  private TimeForm(long[] sizes, long[] calendar, int layout, int[] offsets, long[] kinds) {
    this.sizes = sizes;
    this.calendar = calendar;
    this.layout = layout;
    this.offsets = offsets;
    this.kinds = kinds;
  }

  static TimeForm none() {
    int[] offsets = {Integer.MAX_VALUE, Integer.MIN_VALUE};
    return new TimeForm(new long[UNITS], new long[UNITS], 0, offsets, new long[3]);
  }

  /** Adds a row's time to this form, which is still nobody else's. */
  TimeForm add(SeriesRow row) {
    boolean digits = row.layout() == TimeCell.DIGITS;
    boolean instant = row.offset() != TimeCell.NO_OFFSET;
    kinds[digits ? 0 : instant ? 1 : 2]++;
    sizes[NumberUnit.bySize(row.time()).ordinal()]++;
    NumberUnit unit = NumberUnit.byCalendar(row.time());
    if (unit != null) {
      calendar[unit.ordinal()]++;
    }
    if (instant) {
      offsets[0] = Math.min(offsets[0], row.offset());
      offsets[1] = Math.max(offsets[1], row.offset());
    }
    return new TimeForm(sizes, calendar, Math.max(layout, row.layout()), offsets, kinds);
  }

  TimeForm plus(TimeForm other) {
    int[] range = {Math.min(offsets[0], other.offsets[0]), Math.max(offsets[1], other.offsets[1])};
    return new TimeForm(
        sum(sizes, other.sizes),
        sum(calendar, other.calendar),
        Math.max(layout, other.layout),
        range,
        sum(kinds, other.kinds));
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /** Cells that are numbers, texts with an offset, and texts without. */
  long[] kinds() {
    return kinds.clone();
  }

  /** The finest layout. */
  int layout() {
    return layout;
  }

  /** The offset from UTC that all texts with an offset have, in seconds; null where they differ. */
  @Nullable Integer offset() {
    return offsets[0] == offsets[1] ? offsets[0] : null;
  }

  /** What the numbers are: a unit of the calendar if all fit it, else what most are by size. */
  NumberUnit unit() {
    long all = Arrays.stream(sizes).sum();
    for (NumberUnit unit : new NumberUnit[] {NumberUnit.YEAR, NumberUnit.MONTH, NumberUnit.DATE}) {
      if (calendar[unit.ordinal()] == all) {
        return unit;
      }
    }
    NumberUnit most = NumberUnit.INDEX;
    for (NumberUnit unit : NumberUnit.values()) {
      most = sizes[unit.ordinal()] > sizes[most.ordinal()] ? unit : most;
    }
    return most;
  }
}
