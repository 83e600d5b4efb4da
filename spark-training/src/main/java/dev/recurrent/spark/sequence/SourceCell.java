package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/** The sequence that an encoder reads, as the cells of one row hold it. */
final class SourceCell implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows of numbers end to end, or null where there is no column of them. */
  final float @Nullable [] features;

  /** How many rows the cell has; 0 where it has numbers without a cut into rows. */
  final int rows;

  /** Token numbers, or null where there is no column of them. */
  final int @Nullable [] tokens;

  private SourceCell(float @Nullable [] features, int rows, int @Nullable [] tokens) {
    this.features = features;
    this.rows = rows;
    this.tokens = tokens;
  }

  /**
   * @param at place of the first of the columns
   * @param sequence in messages
   * @return null if the cells are empty
   * @throws UnusableInputException naming the sequence and the column of a cell that cannot be used
   */
  static @Nullable SourceCell of(Row row, int at, SourceColumns columns, String sequence) {
    int places = columns.names().size();
    int empty = 0;
    for (int i = 0; i < places; i++) {
      empty += row.isNullAt(at + i) ? 1 : 0;
    }
    if (empty == places) {
      return null;
    }
    String numbers = columns.features();
    SourceCell cell =
        numbers == null ? new SourceCell(null, 0, null) : ofRows(row.get(at), numbers, sequence);
    String tokens = columns.tokens();
    return tokens == null
        ? cell
        : new SourceCell(
            cell.features, cell.rows, tokens(row.get(at + places - 1), tokens, sequence));
  }

  private static SourceCell ofRows(@Nullable Object cell, String column, String sequence) {
    List<Object> items = cell instanceof Seq<?> array ? CellNumbers.items(array) : List.of();
    if (items.isEmpty() || !(items.get(0) instanceof Seq<?> || items.get(0) instanceof Vector)) {
      return new SourceCell(CellNumbers.finite(cell, column, sequence), 0, null);
    }
    float[] all = {};
    int width = 0;
    for (int t = 0; t < items.size(); t++) {
      float[] one = CellNumbers.finite(items.get(t), column, sequence);
      if (t == 0) {
        width = one.length;
        all = new float[items.size() * width];
      } else if (one.length != width) {
        throw CellNumbers.bad(
            column,
            sequence,
            String.format(
                "has %d numbers in step %d, expected %d as in step 1", one.length, t + 1, width));
      }
      System.arraycopy(one, 0, all, t * width, width);
    }
    return new SourceCell(all, items.size(), null);
  }

  private static int[] tokens(@Nullable Object cell, String column, String sequence) {
    float[] numbers = CellNumbers.numbers(cell, column, sequence);
    int[] tokens = new int[numbers.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = CellNumbers.token(numbers[i], column, sequence);
    }
    return tokens;
  }

  /** Whether two rows give the same sequence. */
  boolean same(SourceCell other) {
    return rows == other.rows
        && Arrays.equals(features, other.features)
        && Arrays.equals(tokens, other.tokens);
  }
}
