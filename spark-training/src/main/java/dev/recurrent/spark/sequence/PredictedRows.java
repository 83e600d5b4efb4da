package dev.recurrent.spark.sequence;

import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceCheck;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Answers the sequences of one partition, some hundred at a time. */
final class PredictedRows implements Iterator<Row> {
  private static final int AT_ONCE = 256;

  private final SequencePredictor predictor;
  private final SequenceCheck check;
  private final @Nullable SourceRows source;
  private final SequenceColumns columns;
  private final Answers answers;
  private final Iterator<Row> sequences;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();

  /** What a predictor says to some sequences. It travels to executors. */
  interface Answers extends Serializable {
    /** In the order of the sequences. */
    List<float[][]> of(SequencePredictor predictor, List<Sequence> sequences);
  }

  /**
   * @param sequences rows of a sequence's name and its steps
   */
  PredictedRows(
      SequencePredictor predictor,
      SequenceColumns columns,
      Answers answers,
      Iterator<Row> sequences) {
    this.predictor = predictor;
    check = new SequenceCheck(predictor.model());
    source = SourceRows.of(predictor.model(), columns);
    this.columns = columns;
    this.answers = answers;
    this.sequences = sequences;
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty() && sequences.hasNext()) {
      fill();
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no sequence is left");
    }
    return ready.remove();
  }

  private void fill() {
    List<Object> names = new ArrayList<>();
    List<Sequence> some = new ArrayList<>();
    while (sequences.hasNext() && some.size() < AT_ONCE) {
      Row row = sequences.next();
      names.add(row.get(0));
      some.add(sequence(row));
    }
    List<float[][]> all = answers.of(predictor, some);
    for (int i = 0; i < names.size(); i++) {
      ready.add(RowFactory.create(names.get(i), cell(all.get(i))));
    }
  }

  private Sequence sequence(Row row) {
    List<SequenceStep> steps = new ArrayList<>();
    for (Row cells : row.<Row>getList(1)) {
      Object[] flat = new Object[cells.length() + 1];
      flat[0] = row.get(0);
      for (int i = 0; i < cells.length(); i++) {
        flat[i + 1] = cells.get(i);
      }
      steps.add(SequenceStep.of(RowFactory.create(flat), columns));
    }
    return new SequenceRows(steps, columns, check).sequence(source);
  }

  /** Arrays of boxed numbers: what Spark takes for its array types. */
  private Object cell(float[][] answer) {
    if (predictor.model().output().eachStep()) {
      Float[][] steps = new Float[answer.length][];
      for (int t = 0; t < steps.length; t++) {
        steps[t] = boxed(answer[t]);
      }
      return steps;
    }
    return answer[0].length == 1 ? (Object) (double) answer[0][0] : boxed(answer[0]);
  }

  private static Float[] boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }
}
