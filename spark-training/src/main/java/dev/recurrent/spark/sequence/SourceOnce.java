package dev.recurrent.spark.sequence;

import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a partition as steps. A row that repeats the source of the row before it goes
 * on without it, so that a source is not shuffled once for each step.
 */
final class SourceOnce implements Iterator<SequenceStep> {
  private final Iterator<Row> rows;
  private final Function<Row, SequenceStep> read;
  private @Nullable SequenceStep before;

  SourceOnce(Iterator<Row> rows, Function<Row, SequenceStep> read) {
    this.rows = rows;
    this.read = read;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public SequenceStep next() {
    SequenceStep step = read.apply(rows.next());
    if (step.source == null) {
      return step;
    }
    SequenceStep last = before;
    boolean repeats =
        last != null
            && last.source != null
            && last.sequence.equals(step.sequence)
            && last.source.same(step.source);
    before = step;
    return repeats ? step.with(null) : step;
  }
}
