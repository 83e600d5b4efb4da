package dev.recurrent.spark.table;

import dev.recurrent.format.Quantity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Rows that were left out: how many, and the first three with the reason. The same on any cluster:
 * the first by place, whatever order they are added in.
 */
public final class BadRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int NAMED = 3;

  /** One of them. */
  private static final class Named implements Serializable {
    private static final long serialVersionUID = 1L;
    private final long place;
    private final String reason;

    private Named(long place, String reason) {
      this.place = place;
      this.reason = reason;
    }
  }

  private final List<Named> named = new ArrayList<>();
  private long count;
  private long rows;

  /** Counts a row that can be used. */
  public void addGood() {
    rows++;
  }

  /**
   * Counts one that is left out.
   *
   * @param reason such as {@code column "y" holds "abc", expected a number}
   */
  public void add(long place, String reason) {
    rows++;
    count++;
    keep(new Named(place, OneLine.brief(reason)));
  }

  private void keep(Named one) {
    named.add(one);
    named.sort(Comparator.<Named>comparingLong(n -> n.place).thenComparing(n -> n.reason));
    if (named.size() > NAMED) {
      named.remove(NAMED);
    }
  }

  /** Adds another part's; returns this. */
  public BadRows merge(BadRows other) {
    rows += other.rows;
    count += other.count;
    other.named.forEach(this::keep);
    return this;
  }

  public long count() {
    return count;
  }

  /** All rows, good and bad. */
  public long rows() {
    return rows;
  }

  /** {@code 1,000 rows, 2 left out: sales.csv, row 17: column "y" holds "abc", ...}. */
  public String describe(RowPlaces places) {
    String all = Quantity.of(rows, "row");
    return count == 0
        ? all
        : String.format(Locale.ROOT, "%s, %,d left out: %s", all, count, first(places));
  }

  private String first(RowPlaces places) {
    List<String> lines = new ArrayList<>();
    places.find(named.stream().map(n -> n.place).toList());
    named.forEach(n -> lines.add(places.where(n.place) + ": " + n.reason));
    return String.join("; ", lines) + (count > NAMED ? "; ..." : "");
  }

  /**
   * Of a table that is of use as a whole only.
   *
   * @param given the table, for messages
   * @throws UnusableInputException if there are no rows, or a bad one
   */
  public void requireNone(String given, RowPlaces places) {
    if (rows == 0) {
      throw new UnusableInputException(given + " has no rows");
    }
    if (count > 0) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d rows cannot be used: %s; a query can leave them out (--input-query)",
              given,
              count,
              rows,
              first(places)));
    }
  }

  /**
   * @param given the table, for messages
   * @param share of the rows that may be left out
   * @throws UnusableInputException if there are no rows, or more than the share is bad
   */
  public void require(String given, RowPlaces places, double share) {
    if (rows == 0) {
      throw new UnusableInputException(given + " has no rows");
    }
    if (count == rows) {
      throw new UnusableInputException(given + " has no usable row: " + first(places));
    }
    if (count > share * rows) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d rows cannot be used: %s; more than --max-bad-fraction %s allows",
              given,
              count,
              rows,
              first(places),
              share));
    }
  }
}
