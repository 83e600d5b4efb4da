package dev.recurrent.timeseries.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

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
    return new TimeForm(new NumberForm(), 0, new int[0], new long[3]);
  }

  /** Adds a row's time to this form, which is still nobody else's. */
  TimeForm add(SeriesRow row) {
    boolean digits = TimeCell.digits(row.layout());
    boolean instant = row.offset() != TimeCell.NO_OFFSET;
    kinds[digits ? 0 : instant ? 1 : 2]++;
    numbers.add(row.time(), row.layout() == TimeCell.ZERO_DIGITS);
    int[] seen = instant ? with(offsets, row.offset()) : offsets;
    return new TimeForm(numbers, TimeText.finer(layout, row.layout()), seen, kinds);
  }

  TimeForm plus(TimeForm other) {
    int[] seen = offsets;
    for (int offset : other.offsets) {
      seen = with(seen, offset);
    }
    long[] both = kinds.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] += other.kinds[i];
    }
    return new TimeForm(
        numbers.plus(other.numbers), TimeText.finer(layout, other.layout), seen, both);
  }

  /** Cells that are numbers, texts with an offset, and texts without. */
  long[] kinds() {
    return kinds.clone();
  }

  /** The finest layout. */
  int layout() {
    return layout;
  }

  /** The different offsets from UTC that texts have, in seconds and rising. */
  int[] offsets() {
    return offsets.clone();
  }

  private static int[] with(int[] sorted, int offset) {
    int at = Arrays.binarySearch(sorted, offset);
    if (at >= 0) {
      return sorted;
    }
    int[] longer = Arrays.copyOf(sorted, sorted.length + 1);
    longer[sorted.length] = offset;
    Arrays.sort(longer);
    return longer;
  }

  /**
   * What the numbers are.
   *
   * @throws dev.recurrent.spark.table.UnusableInputException as {@link NumberForm#unit} does
   */
  NumberUnit unit() {
    return numbers.unit();
  }

  /** Whether a number has zeros before it. */
  boolean leadingZeros() {
    return numbers.leadingZeros();
  }

  /** Patterns of dates that all numbers fit. */
  List<CompactDate> dates() {
    return numbers.dates();
  }
}
