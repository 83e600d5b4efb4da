package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.corpus.BatchingIterator;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.nlp.sentiment.ml.SharedClassifier;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Texts and what a classifier takes them for, on Spark. */
final class ClassifiedTexts {
  /** Texts read ahead: of so many, those of about equal length are classified together. */
  private static final int POOL = 4096;

  /** A text, what it was taken for, and how probable each label seemed. */
  static final class Prediction implements Serializable {
    private static final long serialVersionUID = 1L;
    private final LabelledText text;
    private final int predicted;
    private final double[] probabilities;

    Prediction(LabelledText text, int predicted, double[] probabilities) {
      this.text = text;
      this.predicted = predicted;
      this.probabilities = probabilities;
    }

    LabelledText text() {
      return text;
    }

    int predicted() {
      return predicted;
    }

    double[] probabilities() {
      return probabilities;
    }
  }

  private final SparkSession session;
  private final JavaRDD<Prediction> predictions;
  private final List<String> labels;

  private ClassifiedTexts(
      SparkSession session, JavaRDD<Prediction> predictions, List<String> labels) {
    this.session = session;
    this.predictions = predictions;
    this.labels = labels;
  }

  /** Classifies when somebody asks. */
  static ClassifiedTexts of(
      SparkSession session, JavaRDD<LabelledText> texts, TextClassifier classifier) {
    SharedClassifier shared = SharedClassifier.of(session, classifier);
    JavaRDD<Prediction> predictions = texts.mapPartitions(it -> predictions(it, shared.get()));
    return new ClassifiedTexts(session, predictions, classifier.model().config().labels());
  }

  private static Iterator<Prediction> predictions(
      Iterator<LabelledText> texts, TextClassifier classifier) {
    return new BatchingIterator<>(texts, POOL, some -> pool(some, classifier));
  }

  private static List<Prediction> pool(List<LabelledText> texts, TextClassifier classifier) {
    List<TextClassifier.Prediction> classified =
        classifier.classify(texts.stream().map(LabelledText::text).toList());
    List<Prediction> predictions = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      TextClassifier.Prediction p = classified.get(i);
      predictions.add(new Prediction(texts.get(i), p.index(), p.probabilities()));
    }
    return predictions;
  }

  /** Classifies once, however often somebody asks. */
  ClassifiedTexts persisted() {
    predictions.persist(StorageLevel.DISK_ONLY());
    return this;
  }

  /** Lets go of what {@link #kept} keeps on disks. */
  void close() {
    predictions.unpersist();
  }

  JavaRDD<Prediction> rows() {
    return predictions;
  }

  /** Columns label, prediction and probability, as Spark's evaluators read them. */
  Dataset<Row> table() {
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("prediction", DataTypes.DoubleType)
            .add("probability", SQLDataTypes.VectorType());
    List<String> names = labels;
    return session.createDataFrame(
        predictions.map(
            t ->
                RowFactory.create(
                    (double) names.indexOf(t.text().label()),
                    (double) t.predicted(),
                    Vectors.dense(t.probabilities()))),
        schema);
  }

  /** The texts whose own label seemed least probable. */
  List<Prediction> mostWrong(int count) {
    List<String> names = labels;
    return predictions
        .filter(t -> t.predicted() != names.indexOf(t.text().label()))
        .takeOrdered(count, new LeastProbableFirst(new ArrayList<>(names)));
  }

  /** By the probability of the text's own label, ties by what it says. */
  private record LeastProbableFirst(ArrayList<String> labels)
      implements Comparator<Prediction>, Serializable {
    @Override
    public int compare(Prediction a, Prediction b) {
      int byProbability = Double.compare(own(a), own(b));
      return byProbability != 0 ? byProbability : Long.compare(a.text().key(), b.text().key());
    }

    private double own(Prediction one) {
      return one.probabilities()[labels.indexOf(one.text().label())];
    }
  }
}
