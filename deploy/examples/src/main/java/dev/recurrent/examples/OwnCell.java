package dev.recurrent.examples;

import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Pooling;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SequenceMetrics;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.SequenceModel;
import org.apache.spark.sql.SparkSession;

/**
 * Trains {@link MinimalGru} on a cluster, after its gradient has been checked.
 *
 * <p>Arguments: a Parquet table with the columns user, day, features (an array of two numbers) and
 * left (0 or 1), and a directory for the model.
 */
public final class OwnCell {
  private OwnCell() {}

  public static void main(String[] args) throws Exception {
    SequenceModel model =
        SequenceModel.input(2)
            .recurrent(MinimalGru::new, 16)
            .pool(Pooling.LAST)
            .dense(1)
            .loss(new BinaryCrossEntropy());
    GradientCheck.require(model, 1e-3);

    SparkSession spark = SparkSession.builder().appName("own cell").getOrCreate();
    SequenceData data =
        SequenceData.of(spark.read().parquet(args[0]))
            .sequence("user")
            .orderBy("day")
            .features("features")
            .label("left");
    TrainedModel trained = SparkTraining.of(model).selectBy(SequenceMetrics.auc()).fit(spark, data);
    trained.save(args[1]);
  }
}
