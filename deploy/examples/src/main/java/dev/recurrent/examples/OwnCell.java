package dev.recurrent.examples;

import static org.apache.spark.sql.functions.expr;

import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.Adam;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.SequenceModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains {@link MinimalGru} on a cluster, after its gradient has been checked: on which days of a
 * month did it rain, by temperature and wind?
 *
 * <p>Arguments: the CSV of weather in scripts/quickstart-data, and a directory for the model.
 */
public final class OwnCell {
  private OwnCell() {}

  public static void main(String[] args) throws Exception {
    SequenceModel model =
        SequenceModel.input(3)
            .recurrent(MinimalGru::new, 16)
            .dense(1)
            .loss(new BinaryCrossEntropy());
    GradientCheck.require(model, 1e-3);

    SparkSession spark = SparkSession.builder().appName("own cell").getOrCreate();
    Dataset<Row> days = spark.read().option("header", true).csv(args[0]);
    Dataset<Row> table =
        days.withColumn("month", expr("substring(date, 1, 7)"))
            .withColumn("weather", expr("array(high / 10D, low / 10D, wind / 5D)"))
            .withColumn("wet", expr("int(rain > 0D)"));
    TrainedModel trained =
        SparkTraining.of(model)
            .shards(2)
            .epochs(10)
            .batchSize(4)
            .optimizer(Adam.defaults(), 0.01f)
            .fit(
                spark,
                SequenceData.of(table)
                    .sequence("month")
                    .orderBy("date")
                    .features("weather")
                    .labels("wet"));
    trained.save(args[1]);
    trained.transform(table).orderBy("month").show(3, 60);
  }
}
