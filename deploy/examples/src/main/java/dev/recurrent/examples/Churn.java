package dev.recurrent.examples;

import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SequenceMetrics;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.Adam;
import dev.recurrent.train.SequenceModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Which users will leave? A table of visits with the columns user, day, features (an array of
 * numbers) and left (0 or 1) becomes a table of users with the probability that they leave.
 *
 * <p>Arguments: the Parquet table of visits, a directory for the run, a directory for the scores.
 */
public final class Churn {
  private Churn() {}

  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("churn").getOrCreate();
    Dataset<Row> visits = spark.read().parquet(args[0]);

    SequenceModel model =
        SequenceModel.input(features(visits))
            .recurrent(CellType.GRU, 32)
            .bidirectional()
            .dropout(0.2f)
            .pool(Pooling.MEAN)
            .dense(1)
            .loss(new BinaryCrossEntropy());
    SequenceData data =
        SequenceData.of(visits)
            .sequence("user")
            .orderBy("day")
            .features("features")
            .label("left")
            .holdOut(0.1, 1);
    TrainedModel trained =
        SparkTraining.of(model)
            .epochs(10)
            .batchSize(32)
            .optimizer(Adam.defaults(), 0.005f)
            .selectBy(SequenceMetrics.auc())
            .checkpoints(args[1])
            .resumeIfBegun()
            .fit(spark, data);
    trained.transform(visits).write().parquet(args[2]);
  }

  private static int features(Dataset<Row> visits) {
    return visits.select("features").first().getList(0).size();
  }
}
