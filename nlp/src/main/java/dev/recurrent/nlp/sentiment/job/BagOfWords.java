package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.CountVectorizer;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The baseline of every classifier here: counts of words and of pairs of words, weighted by their
 * rarity, and logistic regression, all of it Spark's.
 */
final class BagOfWords {
  /** From so many texts on, a term that only one text has is left out. */
  static final long MANY = 1000;

  private static final int MOST_TERMS = 1 << 17;
  private static final double REGULARIZATION = 0.02;
  private static final int ITERATIONS = 60;

  private final PipelineModel model;

  private BagOfWords(PipelineModel model) {
    this.model = model;
  }

  /** Texts and classes as the stages read them. */
  static Dataset<Row> table(
      SparkSession session,
      JavaRDD<LabelledText> texts,
      List<String> labels,
      TextPreprocessing form) {
    StructType schema =
        new StructType().add("text", DataTypes.StringType).add("label", DataTypes.DoubleType);
    JavaRDD<Row> rows =
        texts.map(t -> RowFactory.create(form.clean(t.text()), (double) labels.indexOf(t.label())));
    return session.createDataFrame(rows, schema);
  }

  /**
   * @param rarest texts that a word or pair has to be in
   */
  static BagOfWords train(Dataset<Row> table, int rarest) {
    RegexTokenizer words =
        new RegexTokenizer()
            .setInputCol("text")
            .setOutputCol("words")
            .setGaps(false)
            .setPattern("[\\p{L}\\p{N}][\\p{L}\\p{N}'’]*|[!?]");
    NGram pairs = new NGram().setN(2).setInputCol("words").setOutputCol("pairs");
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  words,
                  pairs,
                  counts("words", rarest),
                  counts("pairs", rarest),
                  new VectorAssembler()
                      .setInputCols(new String[] {"words counts", "pairs counts"})
                      .setOutputCol("counts"),
                  new IDF().setInputCol("counts").setOutputCol("features"),
                  new LogisticRegression()
                      .setRegParam(REGULARIZATION)
                      .setMaxIter(ITERATIONS)
                      .setAggregationDepth(2)
                });
    return new BagOfWords(pipeline.fit(table));
  }

  private static CountVectorizer counts(String column, int rarest) {
    return new CountVectorizer()
        .setInputCol(column)
        .setOutputCol(column + " counts")
        .setVocabSize(MOST_TERMS)
        .setMinDF(rarest)
        .setBinary(true);
  }

  /** Columns label, prediction and probability for each row. */
  Dataset<Row> predict(Dataset<Row> table) {
    return model.transform(table).select("label", "prediction", "probability");
  }
}
