package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.corpus.BatchingIterator;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.text.BlankText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows with the label predicted for their texts behind them; a row without text, or with a blank
 * one, with nulls.
 */
final class ClassifiedRows {
  private static final int AHEAD = 1024;

  private ClassifiedRows() {}

  /**
   * Classifies as rows are asked for.
   *
   * @param text the texts' column
   * @param numbers what each label is as a number
   */
  static Iterator<Row> of(
      Iterator<Row> rows, int text, double[] numbers, TextClassifier classifier) {
    return new BatchingIterator<>(rows, AHEAD, some -> classified(some, text, numbers, classifier));
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

  private static List<Row> classified(
      List<Row> some, int text, double[] numbers, TextClassifier classifier) {
    List<String> texts =
        some.stream().map(row -> row.isNullAt(text) ? "" : row.getString(text)).toList();
    List<TextClassifier.Prediction> predicted = classifier.classify(texts);
    List<Row> with = new ArrayList<>(some.size());
    for (int i = 0; i < some.size(); i++) {
      Row row = some.get(i);
      Object[] cells = new Object[row.length() + 3];
      for (int c = 0; c < row.length(); c++) {
        cells[c] = row.get(c);
      }
      if (!BlankText.is(texts.get(i))) {
        TextClassifier.Prediction prediction = predicted.get(i);
        cells[row.length()] = numbers[prediction.index()];
        cells[row.length() + 1] = prediction.label();
        cells[row.length() + 2] = Vectors.dense(prediction.probabilities());
      }
      with.add(RowFactory.create(cells));
    }
    return with;
  }
}
