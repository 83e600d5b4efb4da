package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.ParameterHash;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.timeseries.job.ForecastingForecast;
import dev.recurrent.timeseries.job.ForecastingTrain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecurrentForecasterTest {
  private static final int DAYS = 100;

  @TempDir Path folder;

  /** Two shops whose sales rise and fall with a period of 5 days. */
  private static Dataset<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (String shop : new String[] {"a", "b"}) {
        double sales = (shop.equals("a") ? 20 : 50) + 10 * Math.sin(2 * Math.PI * day / 5);
        Date date = Date.valueOf(LocalDate.of(2026, 1, 1).plusDays(day));
        rows.add(RowFactory.create(date, shop, sales));
      }
    }
    StructType schema =
        new StructType()
            .add("day", DataTypes.DateType)
            .add("shop", DataTypes.StringType)
            .add("sales", DataTypes.DoubleType);
    return TestSpark.session().createDataFrame(rows, schema);
  }

  private static RecurrentForecaster forecaster() {
    return new RecurrentForecaster()
        .setTimeCol("day")
        .setTargetCol("sales")
        .setSeriesCol("shop")
        .setHorizon(3)
        .setContextLength(10)
        .setCell("gru")
        .setHiddenSize(12)
        .setShards(2)
        .setBatchSize(16)
        .setLearningRate(0.01f)
        .setEpochs(15);
  }

  private static Set<Integer> persisted() {
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext())
        .getPersistentRDDs()
        .keySet();
  }

  private static double[] predictions(Dataset<Row> forecasts) {
    return forecasts.orderBy("shop", "day").select("prediction").collectAsList().stream()
        .mapToDouble(row -> row.getDouble(0))
        .toArray();
  }

  @Test
  void aPipelineIsFittedSavedLoadedAndSaysTheSame() throws Exception {
    SQLTransformer before = new SQLTransformer().setStatement("SELECT * FROM __THIS__");
    SQLTransformer after =
        new SQLTransformer().setStatement("SELECT *, q90 - q10 AS width FROM __THIS__");
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {before, forecaster(), after}).fit(table());
    Dataset<Row> forecasts = fitted.transform(table());
    assertEquals(
        List.of("shop", "day", "prediction", "q10"),
        Arrays.asList(forecasts.columns()).subList(0, 4));
    double[] predictions = predictions(forecasts);
    for (int k = 0; k < 6; k++) {
      double level = k < 3 ? 20 : 50;
      double expected = level + 10 * Math.sin(2 * Math.PI * (DAYS + k % 3) / 5);
      assertEquals(expected, predictions[k], 4, "step " + k);
    }

    String path = folder.resolve("pipeline").toString();
    fitted.write().save(path);
    PipelineModel loaded = PipelineModel.load(path);
    assertArrayEquals(predictions, predictions(loaded.transform(table())));
    RecurrentForecasterModel model = (RecurrentForecasterModel) loaded.stages()[1];
    assertEquals(12, model.getOrDefault(model.hiddenSize()));
    assertEquals(3, model.forecaster().model().config().window().horizon());
    try (var found = Files.walk(Path.of(path))) {
      assertTrue(found.anyMatch(f -> f.endsWith("model/parameters.safetensors")));
    }
  }

  @Test
  void anEstimatorIsSavedWithWhatWasSet() throws Exception {
    String path = folder.resolve("estimator").toString();
    forecaster().setLags("5", "7").write().save(path);
    RecurrentForecaster loaded = RecurrentForecaster.load(path);
    assertEquals(10, loaded.getOrDefault(loaded.contextLength()));
    assertArrayEquals(new String[] {"5", "7"}, loaded.getOrDefault(loaded.lags()));
    assertEquals("quantile", loaded.getOrDefault(loaded.distribution()));
    assertTrue(loaded.explainParams().contains("hiddenSize: Units of each layer"));
  }

  @Test
  void transformRunsNothingAndRefusesAStream() {
    RecurrentForecasterModel model = forecaster().setEpochs(1).fit(table());
    Dataset<Row> broken =
        table().withColumn("sales", org.apache.spark.sql.functions.expr("raise_error('ran')"));
    Dataset<Row> plan = model.transform(broken);
    assertEquals("prediction", plan.columns()[2]);
    assertThrows(Exception.class, plan::count);
    requireStreamsRefused(model);
  }

  /** A batch of a stream has some rows of a series, so a forecast of a stream would be wrong. */
  private void requireStreamsRefused(RecurrentForecasterModel model) {
    Dataset<Row> stream =
        TestSpark.session().readStream().schema(table().schema()).json(folder.toString());
    String transform =
        assertThrows(IllegalArgumentException.class, () -> model.transform(stream)).getMessage();
    assertTrue(
        transform.contains(".transform: the table is a stream")
            && transform.contains("foreachBatch"),
        transform);
    String fit =
        assertThrows(IllegalArgumentException.class, () -> forecaster().fit(stream)).getMessage();
    assertTrue(fit.contains(".fit: the table is a stream"), fit);
  }

  @Test
  void rollingOriginsChooseWhatForecastsBest() {
    RecurrentForecaster forecaster = forecaster();
    // A rate of next to nothing leaves the network at the naive forecast.
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(forecaster.learningRate(), new float[] {1e-7f, 0.01f})
            .build();
    RegressionEvaluator rmse =
        new RegressionEvaluator().setLabelCol("sales").setPredictionCol("prediction");
    RollingOriginValidator.Result result =
        new RollingOriginValidator(forecaster, grid, rmse, 2).fit(table());
    assertEquals(1, result.best());
    assertTrue(result.metrics().get(1) < 0.5 * result.metrics().get(0), result.toString());
    assertEquals(0.01f, result.model().getOrDefault(result.model().learningRate()));
    assertEquals(6, result.model().transform(table()).count());
  }

  @Test
  void aColumnThatIsNotThereIsSaidBeforeAnythingRuns() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> forecaster().setTargetCol("sale").fit(table()));
    assertTrue(e.getMessage().contains("targetCol: there is no column \"sale\""), e.getMessage());
  }

  @Test
  void aFutureCovariateThatIsMissingIsRefusedAsInTheCommand() {
    Dataset<Row> table =
        table().withColumn("promotion", org.apache.spark.sql.functions.expr("day(day) % 2"));
    RecurrentForecasterModel model =
        forecaster().setEpochs(1).setCovariates("promotion").fit(table);
    Exception e = assertThrows(Exception.class, () -> model.transform(table).collectAsList());
    StringBuilder said = new StringBuilder();
    for (Throwable at = e; at != null; at = at.getCause()) {
      said.append(at.getMessage());
    }
    assertTrue(
        said.toString().contains("has no value of covariate \"promotion\" 1 step after"),
        said.toString());
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    Dataset<Row> table = table().withColumnRenamed("shop", "Q10");
    RecurrentForecaster forecaster = forecaster().setSeriesCol("Q10");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> forecaster.fit(table));
    assertTrue(e.getMessage().contains("two columns of the forecasts"), e.getMessage());
  }

  @Test
  void aDirectoryHoldsTheModelForTheCommandAndGoesOn() throws Exception {
    String output = folder.resolve("run").toString();
    RecurrentForecaster forecaster = forecaster().setEpochs(1).setOutput(output);
    RecurrentForecasterModel model = forecaster.fit(table());
    RecurrentForecasterModel loaded = forecaster.setResume(true).fit(table());
    assertArrayEquals(model.forecaster().parameters(), loaded.forecaster().parameters());
    IllegalStateException rows =
        assertThrows(
            IllegalStateException.class, () -> forecaster.fit(table().filter("shop <> 'a'")));
    assertTrue(rows.getMessage().contains("other data"), rows.getMessage());
    IllegalStateException other =
        assertThrows(
            IllegalStateException.class,
            () -> forecaster.copy(new ParamMap()).setCell("lstm").fit(table()));
    assertTrue(other.getMessage().contains("cell was GRU, now it is LSTM"), other.getMessage());
    Path sales = folder.resolve("sales.parquet");
    table().write().parquet(sales.toString());
    // The columns are those of the model.
    var result =
        JobRun.of(
                new ForecastingForecast(),
                List.of(
                    "--model",
                    output,
                    "--input",
                    sales.toUri().toString(),
                    "--date",
                    "2026-04-10",
                    "--output",
                    folder.resolve("forecasts").toString()))
            .done()
            .json();
    assertEquals("6", result.path("rows").asText());
  }

  @Test
  void aModelIsSerializableAndItsFitLeavesNothingOnDisks() {
    Set<Integer> before = persisted();
    RecurrentForecasterModel model = forecaster().setEpochs(1).fit(table());
    assertTrue(before.containsAll(persisted()), persisted().toString());
    RecurrentForecasterModel copied =
        org.apache.spark.util.Utils.deserialize(org.apache.spark.util.Utils.serialize(model));
    assertArrayEquals(
        predictions(model.transform(table())), predictions(copied.transform(table())));
  }

  @Test
  void theCommandTrainsTheSameParameters() {
    String sales = folder.resolve("sales.parquet").toString();
    table().write().parquet(sales);
    JobRun trained =
        JobRun.of(
            new ForecastingTrain(),
            List.of(
                "--input",
                sales,
                "--output",
                folder.resolve("command").toString(),
                "--time-column",
                "day",
                "--target-column",
                "sales",
                "--series-column",
                "shop",
                "--horizon",
                "3",
                "--lags",
                "5",
                "--cell",
                "gru",
                "--hidden-size",
                "12",
                "--shards",
                "2",
                "--batch-size",
                "16",
                "--learning-rate",
                "0.01",
                "--epochs",
                "1"));
    RecurrentForecaster forecaster = forecaster().setContextLength(0).setLags("5").setEpochs(1);
    assertEquals(
        trained.done().json().path("theta").asText(),
        ParameterHash.hash(forecaster.fit(table()).forecaster().parameters()));
  }
}
