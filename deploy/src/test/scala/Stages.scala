import dev.recurrent.nlp.sentiment.ml.RecurrentTextClassifier
import dev.recurrent.timeseries.ml.{RecurrentForecaster, RecurrentForecasterModel}
import org.apache.spark.ml.{Pipeline, PipelineModel}
import org.apache.spark.ml.tuning.ParamGridBuilder
import org.apache.spark.sql.SparkSession

/** The Spark ML stages as a Scala program uses them; a Java test compiles and calls it. */
object Stages {
  def forecast(spark: SparkSession, folder: String): Array[Double] = {
    import spark.implicits._
    val sales = (0 until 60)
      .map(day => (f"2026-${1 + day / 28}%02d-${1 + day % 28}%02d", 10.0 + day % 4))
      .toDF("day", "sales")
    val forecaster = new RecurrentForecaster()
      .setTimeCol("day")
      .setTargetCol("sales")
      .setMissing("drop")
      .setHorizon(2)
      .setContextLength(8)
      .setHiddenSize(8)
      .setEpochs(2)
      .setShards(1)
    val grid = new ParamGridBuilder().addGrid(forecaster.hiddenSize, Array(4, 8)).build()
    val fitted = new Pipeline().setStages(Array(forecaster)).fit(sales, grid(0))
    fitted.write.overwrite().save(folder)
    val loaded = PipelineModel.load(folder)
    val model = loaded.stages(0).asInstanceOf[RecurrentForecasterModel]
    require(model.getOrDefault(model.hiddenSize) == 4)
    loaded.transform(sales).orderBy("day").select("prediction").as[Double].collect()
  }

  def classify(spark: SparkSession): Array[String] = {
    import spark.implicits._
    val texts = (0 until 80).map { i =>
      if (i % 2 == 0) (s"a fine film in $i parts", "yes") else (s"a dull film in $i parts", "no")
    }
    val classifier = new RecurrentTextClassifier()
      .setHiddenSize(4)
      .setEmbeddingSize(4)
      .setShards(1)
      .setEpochs(8)
      .setLearningRate(0.05f)
    val model = classifier.fit(texts.toDF("text", "label"))
    model.transform(Seq("fine", "dull").toDF("text")).select("predictedLabel").as[String].collect()
  }
}
