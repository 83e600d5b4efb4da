package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.CountVectorizer;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Which terms a text has, as a vector of ones. Terms are words and pairs of words, or sequences of
 * one to five characters. All stages are Spark's.
 */
final class TermCounts {
  /** Columns of {@link #of}. */
  static final String LABEL = "label";

  static final String COUNTS = "counts";

  private static final int MOST_TERMS = 1 << 18;

  /** A model has a number for each term and label: with more labels there are fewer terms. */
  private static final int MOST_NUMBERS = 1 << 23;

  private static final String WORD = "[\\p{L}\\p{N}][\\p{L}\\p{N}'’]*|[!?]";
  private static final int LONGEST_CHARACTERS = 5;

  /** Of a text whose characters are terms, as every one is the beginning of five. */
  private static final int MOST_CHARACTERS = 2000;

  /**
   * How texts become terms.
   *
   * @param characters whether terms are of characters, not of words
   * @param rarest texts that a term has to be in
   * @param labels that texts can have
   */
  record Form(TextPreprocessing form, boolean characters, int rarest, int labels)
      implements Serializable {
    String clean(String text) {
      // The blank says where the last word ends, as that before the first where it begins.
      String clean = form.clean(text) + " ";
      int end = clean.codePointCount(0, clean.length());
      return characters && end > MOST_CHARACTERS
          ? clean.substring(0, clean.offsetByCodePoints(0, MOST_CHARACTERS))
          : clean;
    }
  }

  private final SparkSession session;
  private final Form form;
  private final PipelineModel stages;

  private TermCounts(SparkSession session, Form form, PipelineModel stages) {
    this.session = session;
    this.form = form;
    this.stages = stages;
  }

  /** Learns which terms there are. */
  static TermCounts learn(SparkSession session, JavaRDD<LabelledText> texts, Form form) {
    int longest = form.characters() ? LONGEST_CHARACTERS : 2;
    List<PipelineStage> stages = new ArrayList<>();
    stages.add(
        new RegexTokenizer()
            .setInputCol("text")
            .setOutputCol("terms1")
            .setGaps(false)
            .setPattern(form.characters() ? "(?s)." : WORD));
    List<String> columns = new ArrayList<>(List.of("terms1"));
    for (int n = 2; n <= longest; n++) {
      columns.add("terms" + n);
      stages.add(new NGram().setN(n).setInputCol("terms1").setOutputCol("terms" + n));
    }
    String all = columns.stream().collect(Collectors.joining(", ", "concat(", ")"));
    stages.add(
        new SQLTransformer().setStatement("SELECT label, " + all + " AS terms FROM __THIS__"));
    stages.add(
        new CountVectorizer()
            .setInputCol("terms")
            .setOutputCol(COUNTS)
            .setVocabSize(Math.min(MOST_TERMS, MOST_NUMBERS / form.labels()))
            .setMinDF(form.rarest())
            .setBinary(true));
    Dataset<Row> table = table(session, texts, List.of(), form);
    Pipeline pipeline = new Pipeline().setStages(stages.toArray(new PipelineStage[0]));
    return new TermCounts(session, form, pipeline.fit(table));
  }

  /** The columns {@link #LABEL}, the place of the text's label in a list, and {@link #COUNTS}. */
  Dataset<Row> of(JavaRDD<LabelledText> texts, List<String> labels) {
    return stages.transform(table(session, texts, labels, form)).select(LABEL, COUNTS);
  }

  private static Dataset<Row> table(
      SparkSession session, JavaRDD<LabelledText> texts, List<String> labels, Form form) {
    StructType schema =
        new StructType().add("text", DataTypes.StringType).add(LABEL, DataTypes.DoubleType);
    List<String> places = new ArrayList<>(labels);
    JavaRDD<Row> rows =
        texts.map(t -> RowFactory.create(form.clean(t.text()), (double) places.indexOf(t.label())));
    return session.createDataFrame(rows, schema);
  }
}
