package dev.recurrent.deploy.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.sentiment.ml.RecurrentTextClassifier;
import dev.recurrent.nlp.sentiment.ml.RecurrentTextClassifierModel;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.timeseries.ml.RecurrentForecaster;
import dev.recurrent.timeseries.ml.RecurrentForecasterModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.Dataset;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.connect.SparkSession$;
import org.apache.spark.sql.connect.service.SparkConnectService;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** Both estimators by a client of a Spark Connect server on this machine. */
class ConnectTest {
  private static final String SALES =
      "SELECT date_add(date'2026-01-01', CAST(id DIV 2 AS INT)) AS day, concat('s', id % 2) AS"
          + " shop, CAST(10 + id % 14 AS DOUBLE) AS sales FROM range(120)";
  private static final String TEXTS =
      "SELECT concat_ws(' ', 'the', elt(CAST(1 + id % 3 AS INT), 'film', 'book', 'song'), 'is',"
          + " IF(id % 2 = 0, 'fine', 'dull'), 'and', elt(CAST(1 + id % 5 AS INT), 'long', 'short',"
          + " 'old', 'new', 'loud')) AS text, CAST(id % 2 AS DOUBLE) AS label FROM range(60)";

  @TempDir Path folder;

  private static SparkSession client;

  @BeforeAll
  static void startServerAndClient() {
    SparkContext context = TestSpark.session().sparkContext();
    SparkConf conf = SparkEnv.get().conf();
    conf.set("spark.connect.grpc.binding.address", "127.0.0.1");
    conf.set("spark.connect.grpc.binding.port", "0");
    SparkConnectService.start(context);
    String address = "sc://127.0.0.1:" + SparkConnectService$.MODULE$.localPort();
    client = SparkSession$.MODULE$.builder().remote(address).create();
  }

  @AfterAll
  static void stop() {
    client.close();
    SparkConnectService.stop(Option.empty(), Option.empty());
  }

  private static Dataset<Row> table(String query) {
    return (Dataset<Row>) client.sql(query);
  }

  private static RecurrentForecaster forecaster() {
    return new RecurrentForecaster()
        .setTimeCol("day")
        .setTargetCol("sales")
        .setSeriesCol("shop")
        .setHorizon(3)
        .setContextLength(10)
        .setHiddenSize(6)
        .setCell("gru")
        .setShards(2)
        .setEpochs(2)
        .setLearningRate(0.02f);
  }

  /** The same for a client, with the types of numbers that a Python client sends. */
  private static final Map<String, Object> FORECASTER =
      Map.of(
          "timeCol",
          "day",
          "targetCol",
          "sales",
          "seriesCol",
          "shop",
          "horizon",
          3,
          "contextLength",
          10,
          "hiddenSize",
          6,
          "cell",
          "gru",
          "shards",
          2,
          "epochs",
          2,
          "learningRate",
          0.02);

  private static List<String> rows(org.apache.spark.sql.Dataset<Row> table, String... order) {
    return table.selectExpr(order).collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void aForecasterIsTrainedAndForecastsTheSameBitsAsInAClassicSession() {
    StageClient stages = new StageClient(client);
    String[] columns = {"shop", "day", "prediction", "q10", "q90"};
    org.apache.spark.sql.Dataset<Row> classic = TestSpark.session().sql(SALES);
    List<String> expected = rows(forecaster().fit(classic).transform(classic), columns);
    assertEquals(6, expected.size());

    ObjectRef model = stages.fit(RecurrentForecaster.class.getName(), FORECASTER, table(SALES));
    assertEquals(expected, rows(stages.transform(model, table(SALES)), columns));
    long size = stages.size(model);
    assertTrue(size > 4_000 && size < 1_000_000, size + " bytes");

    String path = folder.resolve("forecaster").toString();
    stages.save(model, path);
    ObjectRef loaded = stages.load(RecurrentForecasterModel.class.getName(), path);
    assertEquals(expected, rows(stages.transform(loaded, table(SALES)), columns));
  }

  @Test
  void aClassifierThatTheServerPutOnItsDiskClassifiesTheSame() {
    StageClient stages = new StageClient(client);
    Map<String, Object> values =
        Map.of("hiddenSize", 6, "embeddingSize", 8, "shards", 2, "epochs", 4, "batchSize", 8);
    ObjectRef model = stages.fit(RecurrentTextClassifier.class.getName(), values, table(TEXTS));
    String[] columns = {"text", "prediction", "predictedLabel"};
    List<String> expected = rows(stages.transform(model, table(TEXTS)), columns);
    assertEquals(60, expected.size());
    stages.evict(model);
    assertEquals(expected, rows(stages.transform(model, table(TEXTS)), columns));

    String path = folder.resolve("classifier").toString();
    stages.save(model, path);
    assertEquals(List.of("0", "1"), RecurrentTextClassifierModel.load(path).labels());
  }

  @Test
  void aColumnThatIsNotThereIsSaidToTheClient() {
    StageClient stages = new StageClient(client);
    Exception e =
        assertThrows(
            Exception.class,
            () ->
                stages.fit(
                    RecurrentTextClassifier.class.getName(),
                    Map.of("textCol", "txt"),
                    table(TEXTS)));
    assertTrue(e.getMessage().contains("textCol: there is no column \"txt\""), e.getMessage());
  }
}
