package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.corpus.BatchingIterator;
import dev.recurrent.nlp.sentiment.TextClassifier;
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
  record Told(LabelledText text, int predicted, double[] probabilities) implements Serializable {}

  private final SparkSession session;
  private final JavaRDD<Told> told;
  private final List<String> labels;

  private ClassifiedTexts(SparkSession session, JavaRDD<Told> told, List<String> labels) {
    this.session = session;
    this.told = told;
    this.labels = labels;
  }

  /** Classifies when somebody asks. */
  static ClassifiedTexts of(
      SparkSession session, JavaRDD<LabelledText> texts, TextClassifier classifier) {
    SharedClassifier shared = SharedClassifier.of(session, classifier);
    JavaRDD<Told> told = texts.mapPartitions(it -> told(it, shared.get()));
    return new ClassifiedTexts(session, told, classifier.model().config().labels());
  }

  private static Iterator<Told> told(Iterator<LabelledText> texts, TextClassifier classifier) {
    return new BatchingIterator<>(texts, POOL, some -> pool(some, classifier));
  }

  private static List<Told> pool(List<LabelledText> texts, TextClassifier classifier) {
    List<TextClassifier.Prediction> predictions =
        classifier.classify(texts.stream().map(LabelledText::text).toList());
    List<Told> told = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      TextClassifier.Prediction p = predictions.get(i);
      told.add(new Told(texts.get(i), p.index(), p.probabilities()));
    }
    return told;
  }

  /** Classifies once, however often somebody asks. */
  ClassifiedTexts kept() {
    told.persist(StorageLevel.DISK_ONLY());
    return this;
  }

  JavaRDD<Told> rows() {
    return told;
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
        told.map(
            t ->
                RowFactory.create(
                    (double) names.indexOf(t.text().label()),
                    (double) t.predicted(),
                    Vectors.dense(t.probabilities()))),
        schema);
  }

  /** The texts whose own label seemed least probable. */
  List<Told> mostWrong(int count) {
    List<String> names = labels;
    return told.filter(t -> t.predicted() != names.indexOf(t.text().label()))
        .takeOrdered(count, new LeastProbableFirst(new ArrayList<>(names)));
  }

  /** By the probability of the text's own label, ties by its row. */
  private record LeastProbableFirst(ArrayList<String> labels)
      implements Comparator<Told>, Serializable {
    @Override
    public int compare(Told a, Told b) {
      int byProbability = Double.compare(own(a), own(b));
      return byProbability != 0 ? byProbability : Long.compare(a.text().row(), b.text().row());
    }

    private double own(Told told) {
      return told.probabilities()[labels.indexOf(told.text().label())];
    }
  }
}
