import dev.recurrent.timeseries.ml.RecurrentForecaster
import org.apache.spark.ml.{Pipeline, PipelineModel}
import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.functions.col

/**
 * How warm are the next seven days? Arguments: the CSV of weather in scripts/quickstart-data, a
 * directory for the fitted pipeline, and the passes over the data.
 */
object WarmDays {
  def main(args: Array[String]): Unit = {
    val Array(input, output, epochs) = args
    val spark = SparkSession.builder().appName("warm days").getOrCreate()
    val days = spark.read
      .option("header", true)
      .csv(input)
      .select(col("date"), col("high").cast("double"))
    val forecaster = new RecurrentForecaster()
      .setTimeCol("date")
      .setTargetCol("high")
      .setHorizon(7)
      .setContextLength(28)
      .setCell("gru")
      .setHiddenSize(32)
      .setLearningRate(0.002f)
      .setEpochs(epochs.toInt)
      .setShards(1)
    println(forecaster.explainParams())
    val fitted = new Pipeline().setStages(Array(forecaster)).fit(days)
    fitted.write.overwrite().save(output)
    PipelineModel.load(output).transform(days).show()
  }
}
