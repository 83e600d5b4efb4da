package dev.recurrent.timeseries.table;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What the cells of a column of times have in common; of many, in any order. */
final class TimeForm implements Serializable {
  private static final long serialVersionUID = 1L;

  private final NumberForm numbers;
  private final int layout;
  private final int[] offsets;
  private final long[] kinds;

  private TimeForm(NumberForm numbers, int layout, int[] offsets, long[] kinds) {
    this.numbers = numbers;
    this.layout = layout;
    this.offsets = offsets;
    this.kinds = kinds;
  }

  static TimeForm none() {
    int[] offsets = {Integer.MAX_VALUE, Integer.MIN_VALUE};
    return new TimeForm(new NumberForm(), 0, offsets, new long[3]);
  }

  /** Adds a row's time to this form, which is still nobody else's. */
  TimeForm add(SeriesRow row) {
    boolean digits = row.layout() == TimeCell.DIGITS;
    boolean instant = row.offset() != TimeCell.NO_OFFSET;
    kinds[digits ? 0 : instant ? 1 : 2]++;
    numbers.add(row.time());
    if (instant) {
      offsets[0] = Math.min(offsets[0], row.offset());
      offsets[1] = Math.max(offsets[1], row.offset());
    }
    return new TimeForm(numbers, Math.max(layout, row.layout()), offsets, kinds);
  }

  TimeForm plus(TimeForm other) {
    int[] range = {Math.min(offsets[0], other.offsets[0]), Math.max(offsets[1], other.offsets[1])};
    long[] both = kinds.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] += other.kinds[i];
    }
    return new TimeForm(numbers.plus(other.numbers), Math.max(layout, other.layout), range, both);
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

  /**
   * What the numbers are.
   *
   * @throws dev.recurrent.spark.job.JobException as {@link NumberForm#unit} does
   */
  NumberUnit unit() {
    return numbers.unit();
  }
}
