package dev.recurrent.examples;

import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SequenceMetrics;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.SequenceModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One label for each step, such as a part of speech for each word. A table with the columns
 * sentence, position, word and tag (both numbers from 0) becomes a table of sentences with an array
 * of probabilities for each position.
 *
 * <p>Arguments: the Parquet table, a directory for the model, a directory for the answers.
 */
public final class Tagger {
  private Tagger() {}

  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("tagger").getOrCreate();
    Dataset<Row> words = spark.read().parquet(args[0]);
    int vocabulary = 1 + ((Number) words.groupBy().max("word").first().get(0)).intValue();
    int tags = 1 + ((Number) words.groupBy().max("tag").first().get(0)).intValue();

    SequenceModel model =
        SequenceModel.embedding(vocabulary, 32)
            .recurrent(CellType.LSTM, 32)
            .bidirectional()
            .dense(tags)
            .loss(new SoftmaxCrossEntropy());
    SequenceData data =
        SequenceData.of(words)
            .sequence("sentence")
            .orderBy("position")
            .tokens("word")
            .labels("tag");
    TrainedModel trained =
        SparkTraining.of(model)
            .epochs(5)
            .batchSize(16)
            .selectBy(SequenceMetrics.accuracy())
            .fit(spark, data);
    trained.save(args[1]);
    trained.transform(words).write().parquet(args[2]);
  }
}
