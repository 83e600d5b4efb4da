package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceCheck;
import dev.recurrent.train.SequenceModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in a sequence's rows what the model's encoder reads. */
final class SourceRows {
  private final SourceColumns columns;
  private final int width;
  private final SequenceCheck check;

  private SourceRows(SourceColumns columns, SequenceModel encoder) {
    this.columns = columns;
    width = Math.max(1, encoder.input().features());
    check = new SequenceCheck(encoder);
  }

  /** Null for a model without an encoder. */
  static @Nullable SourceRows of(SequenceModel model, SequenceColumns columns) {
    SequenceModel encoder = model.encoder();
    SourceColumns source = columns.source();
    return encoder == null || source == null ? null : new SourceRows(source, encoder);
  }

  /**
   * @param name of the sequence
   * @throws UnusableInputException naming sequence and column if no row has a source, if two have
   *     different ones, or if the encoder cannot read it
   */
  Sequence source(List<SequenceStep> steps, String name) {
    SourceCell cell = one(steps, name);
    int length = length(cell, name);
    Sequence source = new Sequence(length, cell.features, cell.tokens, null, 1f, null);
    try {
      check.require(source, "source of sequence \"" + name + "\" in column " + shown());
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(String.valueOf(e.getMessage()), e);
    }
    return source;
  }

  /** The one that the rows agree on; rows without one say nothing. */
  private SourceCell one(List<SequenceStep> steps, String name) {
    SourceCell found = null;
    for (SequenceStep step : steps) {
      if (step.source != null && found != null && !found.same(step.source)) {
        throw CellNumbers.bad(
            columns.first(),
            name,
            "has two sources, expected one: the same in all rows of the sequence, or empty in"
                + " some");
      }
      found = step.source == null ? found : step.source;
    }
    if (found == null) {
      throw CellNumbers.bad(
          columns.first(),
          name,
          "has empty cells only, expected in one row at least what the model's encoder reads");
    }
    return found;
  }

  /** Steps of the source. */
  private int length(SourceCell cell, String name) {
    int steps = cell.tokens == null ? 0 : cell.tokens.length;
    if (cell.features != null) {
      int rows = cell.rows;
      if (rows == 0 && cell.features.length % width != 0) {
        throw CellNumbers.bad(
            columns.first(),
            name,
            "has "
                + cell.features.length
                + " numbers, expected a multiple of "
                + width
                + ", which the encoder reads at each step");
      }
      rows = rows == 0 ? cell.features.length / width : rows;
      if (cell.tokens != null && steps != rows) {
        throw CellNumbers.bad(
            String.valueOf(columns.tokens()),
            name,
            "has "
                + steps
                + " tokens, expected "
                + rows
                + ", one for each step of column \""
                + columns.features()
                + "\"");
      }
      steps = rows;
    }
    if (steps == 0) {
      throw CellNumbers.bad(columns.first(), name, "has an empty array, expected one step or more");
    }
    return steps;
  }

  private String shown() {
    return "\"" + String.join("\", \"", columns.names()) + "\"";
  }
}
