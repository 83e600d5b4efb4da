package dev.recurrent.spark.sequence;

import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceCheck;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Answers the sequences of one partition, some hundred at a time. */
final class PredictedRows implements Iterator<Row> {
  private static final int AT_ONCE = 256;

  private final SequencePredictor predictor;
  private final SequenceCheck check;
  private final SequenceColumns columns;
  private final Iterator<Row> sequences;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();

  /**
   * @param sequences rows of a sequence's name and its steps
   */
  PredictedRows(
      SequenceModel model, float[] parameters, SequenceColumns columns, Iterator<Row> sequences) {
    predictor = new SequencePredictor(model, parameters);
    check = new SequenceCheck(model);
    this.columns = columns;
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
    List<float[][]> answers = predictor.predict(some);
    for (int i = 0; i < names.size(); i++) {
      ready.add(RowFactory.create(names.get(i), cell(answers.get(i))));
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
    return new SequenceRows(steps, columns, check).sequence();
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
