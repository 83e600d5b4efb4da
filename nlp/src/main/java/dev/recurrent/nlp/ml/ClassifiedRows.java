package dev.recurrent.nlp.ml;

import dev.recurrent.nlp.sentiment.TextClassifier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows with what their texts are taken for behind them, some at a time. */
final class ClassifiedRows implements Iterator<Row> {
  private static final int AHEAD = 1024;

  private final Iterator<Row> rows;
  private final int text;
  private final double[] numbers;
  private final TextClassifier classifier;
  private Iterator<Row> ready = List.<Row>of().iterator();

  /**
   * @param text the texts' column
   * @param numbers what each label is as a number
   */
  ClassifiedRows(Iterator<Row> rows, int text, double[] numbers, TextClassifier classifier) {
    this.rows = rows;
    this.text = text;
    this.numbers = numbers;
    this.classifier = classifier;
  }

  /** The labels themselves where all are numbers, else their places. */
  static double[] numbers(List<String> labels) {
    double[] numbers = new double[labels.size()];
    try {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Double.parseDouble(labels.get(i));
      }
    } catch (NumberFormatException e) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = i;
      }
    }
    return numbers;
  }

  @Override
  public boolean hasNext() {
    if (!ready.hasNext() && rows.hasNext()) {
      List<Row> some = new ArrayList<>();
      while (some.size() < AHEAD && rows.hasNext()) {
        some.add(rows.next());
      }
      ready = classified(some).iterator();
    }
    return ready.hasNext();
  }

  @Override
  public Row next() {
    return ready.next();
  }

  private List<Row> classified(List<Row> some) {
    List<String> texts =
        some.stream().map(row -> row.isNullAt(text) ? "" : row.getString(text)).toList();
    List<TextClassifier.Prediction> told = classifier.classify(texts);
    List<Row> with = new ArrayList<>(some.size());
    for (int i = 0; i < some.size(); i++) {
      Row row = some.get(i);
      Object[] cells = new Object[row.length() + 3];
      for (int c = 0; c < row.length(); c++) {
        cells[c] = row.get(c);
      }
      TextClassifier.Prediction prediction = told.get(i);
      cells[row.length()] = numbers[prediction.index()];
      cells[row.length() + 1] = prediction.label();
      cells[row.length() + 2] = Vectors.dense(prediction.probabilities());
      with.add(RowFactory.create(cells));
    }
    return with;
  }
}
