package dev.recurrent.examples;

import static org.apache.spark.sql.functions.expr;

import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.sequence.SequenceData;
import dev.recurrent.spark.sequence.SequenceMetrics;
import dev.recurrent.spark.sequence.SparkTraining;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.Adam;
import dev.recurrent.train.SequenceModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * On which days did it rain, by temperature and wind? A sequence is a month, a step is a day.
 * Arguments: the CSV of weather in scripts/quickstart-data, a directory for the model.
 */
public final class Rain {
  private Rain() {}

  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("rain").getOrCreate();
    Dataset<Row> days = spark.read().option("header", true).csv(args[0]);
    Dataset<Row> table =
        days.withColumn("month", expr("substring(date, 1, 7)"))
            .withColumn("weather", expr("array(high / 10D, low / 10D, wind / 5D)"))
            .withColumn("wet", expr("int(rain > 0D)"));
    SequenceModel model =
        SequenceModel.input(3)
            .recurrent(CellType.GRU, 16)
            .bidirectional()
            .dense(1)
            .loss(new BinaryCrossEntropy());
    SequenceData data =
        SequenceData.of(table).sequence("month").orderBy("date").features("weather").labels("wet");
    TrainedModel trained =
        SparkTraining.of(model)
            .epochs(20)
            .batchSize(4)
            .optimizer(Adam.defaults(), 0.01f)
            .selectBy(SequenceMetrics.auc())
            .listener(new Rounds())
            .fit(spark, data.holdOut(0.2, 1));
    trained.save(args[1]);
    trained.transform(table).orderBy("month").show(3, 60);
  }

  private static final class Rounds implements ProgressListener {
    @Override
    public void round(RoundReport report, @Nullable Double score, @Nullable Double best) {
      System.err.println("round " + report.round() + ", AUC " + score);
    }
  }
}
