package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.corpus.MostFrequentFirst;
import dev.recurrent.nlp.sentiment.Terms;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Which terms a text has, as a vector of ones. */
final class TermCounts {
  /** Columns of {@link #of}. */
  static final String LABEL = "label";

  static final String COUNTS = "counts";

  private static final String TERMS = "terms";
  private static final int MOST_TERMS = 1 << 18;

  /** A model has a number for each term and label: with more labels there are fewer terms. */
  private static final int MOST_NUMBERS = 1 << 23;

  /**
   * How texts become terms.
   *
   * @param characters whether terms are of characters, not of words
   * @param rarest texts that a term has to be in
   * @param labels that texts can have
   */
  record Form(TextPreprocessing form, boolean characters, int rarest, int labels)
      implements Serializable {
    Terms terms() {
      return new Terms(form, characters);
    }
  }

  private final SparkSession session;
  private final Form form;
  private final CountVectorizerModel counts;

  private TermCounts(SparkSession session, Form form, CountVectorizerModel counts) {
    this.session = session;
    this.form = form;
    this.counts = counts;
  }

  /**
   * Learns which terms there are: those of the most texts, and of equal ones the first by their
   * characters, so that neither partitions nor the order of texts shows.
   */
  static TermCounts learn(SparkSession session, JavaRDD<LabelledText> texts, Form form) {
    Terms terms = form.terms();
    int rarest = form.rarest();
    List<Tuple2<String, Long>> most =
        texts
            .flatMap(text -> new HashSet<>(terms.of(text.text())).iterator())
            .mapToPair(term -> new Tuple2<>(term, 1L))
            .reduceByKey(Long::sum)
            .filter(term -> term._2() >= rarest)
            .takeOrdered(
                Math.min(MOST_TERMS, MOST_NUMBERS / form.labels()), new MostFrequentFirst());
    if (most.isEmpty()) {
      // Texts of nothing: a regression needs a term, and no text has this one.
      most = List.of(new Tuple2<>("", 0L));
    }
    String[] vocabulary = most.stream().map(Tuple2::_1).toArray(String[]::new);
    CountVectorizerModel counts =
        new CountVectorizerModel(vocabulary)
            .setInputCol(TERMS)
            .setOutputCol(COUNTS)
            .setBinary(true);
    return new TermCounts(session, form, counts);
  }

  /** The terms, in the order of the vectors' places. */
  String[] vocabulary() {
    return counts.vocabulary();
  }

  Terms terms() {
    return form.terms();
  }

  /** The columns {@link #LABEL}, the place of the text's label in a list, and {@link #COUNTS}. */
  Dataset<Row> of(JavaRDD<LabelledText> texts, List<String> labels) {
    return counts.transform(table(session, texts, labels, form)).select(LABEL, COUNTS);
  }

  private static Dataset<Row> table(
      SparkSession session, JavaRDD<LabelledText> texts, List<String> labels, Form form) {
    StructType schema =
        new StructType()
            .add(TERMS, DataTypes.createArrayType(DataTypes.StringType))
            .add(LABEL, DataTypes.DoubleType);
    List<String> places = new ArrayList<>(labels);
    Terms terms = form.terms();
    JavaRDD<Row> rows =
        texts.map(
            text ->
                RowFactory.create(
                    terms.of(text.text()).toArray(), (double) places.indexOf(text.label())));
    return session.createDataFrame(rows, schema);
  }
}
