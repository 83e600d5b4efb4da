package dev.recurrent.timeseries.series;

import dev.recurrent.format.Quantity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was found irregular of series, as counts. */
public final class Irregularities implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int KINDS = 7;

  private static final String[] ONE = {
    "duplicate row",
    "step without a row",
    "row without a value",
    "row out of order",
    "row between two steps"
  };
  private static final String[] MANY = {
    "duplicate rows",
    "steps without a row",
    "rows without a value",
    "rows out of order",
    "rows between two steps"
  };

  private final long[] counts;

  /**
   * @param rows all of them
   * @param duplicates rows at a step that had one of the same file: the last counts
   * @param gaps steps between the first and the last without a row
   * @param missing rows without a value
   * @param outOfOrder rows before their predecessor
   * @param between rows at times that lie between two steps
   */
  public Irregularities(
      long rows, long duplicates, long gaps, long missing, long outOfOrder, long between) {
    this(new long[] {rows, duplicates, gaps, missing, outOfOrder, between, 0});
  }

  private Irregularities(long[] counts) {
    this.counts = counts;
  }

  /**
   * @param corrections rows that replace one of an earlier file; they are no irregularity
   */
  Irregularities withCorrections(long corrections) {
    long[] all = counts.clone();
    all[KINDS - 1] = corrections;
    return new Irregularities(all);
  }

  public static Irregularities none() {
    return new Irregularities(new long[KINDS]);
  }

  public Irregularities plus(Irregularities other) {
    long[] sums = counts.clone();
    for (int i = 0; i < KINDS; i++) {
      sums[i] += other.counts[i];
    }
    return new Irregularities(sums);
  }

  public long rows() {
    return counts[0];
  }

  public long duplicates() {
    return counts[1];
  }

  public long gaps() {
    return counts[2];
  }

  public long between() {
    return counts[5];
  }

  /** Rows that replace one of an earlier file. */
  public long corrections() {
    return counts[KINDS - 1];
  }

  /** Whether anything is, corrections aside. */
  public boolean any() {
    return Arrays.stream(counts, 1, KINDS - 1).sum() > 0;
  }

  /** What there is, such as {@code 2 duplicate rows, 5 steps without a row}. */
  @Override
  public String toString() {
    List<String> some = new ArrayList<>();
    for (int i = 1; i < KINDS - 1; i++) {
      if (counts[i] > 0) {
        some.add(Quantity.of(counts[i], ONE[i - 1], MANY[i - 1]));
      }
    }
    return String.join(", ", some);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Irregularities found && Arrays.equals(counts, found.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }
}
