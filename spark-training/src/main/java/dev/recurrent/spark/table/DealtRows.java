package dev.recurrent.spark.table;

import dev.recurrent.spark.IdentityPartitioner;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Rows of a table that has no order: dealt out and sorted by their places, which are drawn from
 * their cells, so that neither Spark's partitions nor the order in which it reads show.
 */
public final class DealtRows {
  private static final int ROWS = 1000;
  private static final int MOST_PARTS = 256;

  private DealtRows() {}

  /** A row's place. */
  @FunctionalInterface
  public interface Place<T> extends Serializable {
    long of(T row);
  }

  /** Parts for a number of rows: the same on every cluster. */
  public static int parts(long rows) {
    return (int) Math.max(1, Math.min(MOST_PARTS, rows / ROWS));
  }

  /** The rows in so many partitions, each sorted. */
  public static <T> JavaRDD<T> of(JavaRDD<T> rows, int parts, Place<T> place) {
    return rows.mapToPair(
            row -> new Tuple2<>((int) Long.remainderUnsigned(place.of(row), parts), row))
        .partitionBy(new IdentityPartitioner(parts))
        .values()
        .mapPartitions(
            it -> {
              List<T> own = new ArrayList<>();
              it.forEachRemaining(own::add);
              own.sort(Comparator.comparingLong(place::of));
              return own.iterator();
            });
  }
}
