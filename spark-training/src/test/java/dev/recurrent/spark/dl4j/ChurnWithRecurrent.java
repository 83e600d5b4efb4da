package dev.recurrent.spark.dl4j;

import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.Adam;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.SequenceModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Arguments: the Parquet table of visits, and the model's directory. */
public final class ChurnWithRecurrent {
  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("churn").getOrCreate();
    Dataset<Row> visits = spark.read().parquet(args[0]);
    SequenceModel network =
        SequenceModel.input(2)
            .recurrent(CellType.LSTM, 16)
            .pool(Pooling.LAST)
            .dense(1)
            .loss(new BinaryCrossEntropy());
    TrainedModel trained =
        SparkTraining.of(network)
            .shards(2)
            .batchSize(16)
            .localSteps(2)
            .averaging("average")
            .epochs(5)
            .optimizer(Adam.defaults(), 0.03f)
            .schedule(LearningRateSchedule.Kind.CONSTANT)
            .clipNorm(0)
            .fit(
                spark,
                SequenceData.of(visits)
                    .sequence("user")
                    .orderBy("day")
                    .features("features")
                    .label("left"));
    trained.save(args[1]);
  }
}
