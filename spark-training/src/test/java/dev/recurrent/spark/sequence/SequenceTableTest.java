package dev.recurrent.spark.sequence;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.SequenceModel;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables as programs have them: odd names, odd types, empty cells. */
class SequenceTableTest {
  private static SparkSession spark;
  private static Dataset<Row> table;

  @TempDir Path folder;

  @BeforeAll
  static void makeTable() {
    spark = TestSpark.session();
    List<Row> rows =
        spark
            .range(0, 120, 1, 1)
            .selectExpr(
                "int(id / 3) as id",
                "int(id % 3) as t",
                "float(id * 7 % 11) / 10 as x",
                "float(id * 5 % 13) / 10 as z",
                "int(id / 3) % 2 as y",
                "int(id % 7) as tok")
            .collectAsList();
    table = spark.createDataFrame(rows, rows.get(0).schema()).coalesce(1);
  }

  private static SequenceModel model() {
    return SequenceModel.input(2)
        .recurrent(CellType.GRU, 3)
        .pool(Pooling.LAST)
        .dense(1)
        .loss(new BinaryCrossEntropy());
  }

  private static SequenceData data(Dataset<Row> rows) {
    return SequenceData.of(rows)
        .sequence("id")
        .orderBy("t")
        .features("x", "z")
        .label("y")
        .holdOut(0.3, 1);
  }

  private static SparkTraining training(SequenceModel model) {
    return SparkTraining.of(model).shards(1).epochs(1).batchSize(8);
  }

  private static TrainedModel fit(SequenceData data) throws Exception {
    return training(model()).fit(spark, data);
  }

  private static String refusal(SequenceModel model, SequenceData data) {
    return assertThrows(UnusableInputException.class, () -> training(model).fit(spark, data))
        .getMessage();
  }

  @Test
  void anIdOfBytesIsTheText() throws Exception {
    Dataset<Row> bytes = table.withColumn("id", expr("cast(cast(id as string) as binary)"));
    TrainedModel trained = fit(data(bytes));
    assertArrayEquals(fit(data(table)).parameters(), trained.parameters());
    assertEquals(40, trained.transform(bytes).count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id|array(id)|column \"id\" has cells of type array<int>",
        "id|map(id, 1)|map<int,int>",
        "id|struct(id)|struct<id:int>",
        "t|array(t)|column \"t\" has cells of type array<int>",
        "t|binary(string(t))|column \"t\" has cells of type binary",
        "t|if(t = 1, double('NaN'), double(t))|has NaN",
        "t|if(id = 5, null, t)|column \"t\" of sequence \"5\" has an empty cell",
        "y|string(y)|column \"y\" has cells of type string, expected numbers",
        "y|binary(string(y))|column \"y\" has cells of type binary",
        "y|if(id = 5, double('Infinity'), double(y))|column \"y\" of sequence \"5\" has Infinity",
        "y|cast(null as int)|0 sequences with a label in column \"y\" to train on",
        "y|if(id = 5, 2, y)|sequence \"5\": target is 2.0",
        "y|if(id = 5, -1, y)|sequence \"5\": target is -1.0",
        "y|array(y, y)|has 2 targets, expected 1",
        "x|if(id = 7 and t = 1, double('NaN'), double(x))|column \"x\" of sequence \"7\" has NaN",
        "x|if(id = 7, null, x)|column \"x\" of sequence \"7\" has an empty cell",
        "x|if(id = 7, array(x, x), array(x))|sequence \"7\" has 3 features a step, the model reads"
            + " 2"
      })
  void aCellThatCannotBeUsedIsNamedByColumnAndSequence(
      String column, String cell, String expected) {
    SequenceData data = data(table.withColumn(column, expr(cell)));
    String message = refusal(model(), data);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void sequencesWithoutALabelAreLeftOutBatchByBatch() throws Exception {
    // Most batches of two have no label at all, in training and in validation.
    Dataset<Row> few = table.withColumn("y", expr("if(id % 6 = 0, y, null)"));
    TrainedModel trained =
        training(model()).batchSize(2).selectBy(SequenceMetrics.accuracy()).fit(spark, data(few));
    assertEquals(40, trained.transform(few).count());
  }

  @Test
  void weightsOfZeroAloneAreRefused() {
    Dataset<Row> light = table.withColumn("w", expr("0"));
    String message = refusal(model(), data(light).weight("w"));
    assertTrue(message.contains("weight above 0 in column \"w\""), message);
  }

  @Test
  void namesWithDotsAndBackticksAreQuoted() throws Exception {
    Dataset<Row> odd =
        table
            .withColumnRenamed("id", "user.id")
            .withColumnRenamed("t", "at `t`")
            .withColumnRenamed("x", "a.x")
            .withColumnRenamed("z", "a`z");
    TrainedModel trained =
        fit(data(odd).sequence("user.id").orderBy("at `t`").features("a.x", "a`z"));
    Dataset<Row> answers = trained.transform(odd);
    assertArrayEquals(new String[] {"user.id", "prediction"}, answers.columns());
    assertEquals(40, answers.count());
    assertArrayEquals(fit(data(table)).parameters(), trained.parameters());
  }

  @Test
  void anIdOfThePredictionsNameIsRefused() {
    Dataset<Row> clash = table.withColumnRenamed("id", "Prediction");
    assertTrue(refusal(model(), data(clash).sequence("Prediction")).contains("rename it"));
  }

  @Test
  void whatTheModelReadsIsComparedBeforeAnyRowIsRead() {
    SequenceModel wide = SequenceModel.input(3).recurrent(CellType.GRU, 3).pool(Pooling.LAST);
    refusedAtOnce(wide.dense(1), data(table), "name 2 columns of numbers, the model reads 3");
    SequenceModel tokens =
        SequenceModel.input(2).andEmbedding(7, 2).recurrent(CellType.GRU, 3).pool(Pooling.LAST);
    refusedAtOnce(tokens.dense(1), data(table), "use tokens(...)");
    refusedAtOnce(model(), data(table).tokens("tok"), "the model reads none");
    SequenceModel decoder =
        model().initialStateFrom(SequenceModel.input(2).recurrent(CellType.GRU, 3));
    refusedAtOnce(decoder, data(table), "the model's encoder reads numbers");
    SequenceMetric accuracy = SequenceMetrics.accuracy();
    IllegalArgumentException regression =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                training(model().loss(new SquaredError()))
                    .selectBy(accuracy)
                    .fit(spark, data(table)));
    assertTrue(regression.getMessage().contains("probabilities"), regression.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> training(model()).resumeIfBegun().fit(spark, data(table)));
  }

  private static void refusedAtOnce(SequenceModel model, SequenceData data, String expected) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> training(model).fit(spark, data))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void aTokenOutOfRangeIsNamedByItsSequence() {
    SequenceModel tokens =
        SequenceModel.embedding(6, 2).recurrent(CellType.GRU, 3).pool(Pooling.LAST).dense(1);
    String message = refusal(tokens, data(table).features().tokens("tok"));
    assertTrue(message.contains("token is 6, expected 0 to below 6"), message);
    assertTrue(message.startsWith("sequence \""), message);
  }

  @Test
  void aClassBelowZeroIsNamedByItsSequence() {
    SequenceModel classes =
        SequenceModel.input(2)
            .recurrent(CellType.GRU, 3)
            .pool(Pooling.LAST)
            .dense(3)
            .loss(new SoftmaxCrossEntropy());
    String message = refusal(classes, data(table.withColumn("y", expr("if(id = 9, -1, y)"))));
    assertEquals(
        "sequence \"9\": target is -1, expected the number of a class, 0 to below 3", message);
  }

  @Test
  void theSquaredErrorKeepsRowsWhoseFirstTargetIsMasked() throws Exception {
    SequenceModel two = SequenceModel.input(2).recurrent(CellType.GRU, 3).pool(Pooling.LAST);
    Dataset<Row> masked = table.withColumn("y", expr("array(double('NaN'), double(y))"));
    training(two.dense(2)).selectBy(SequenceMetrics.meanSquaredError()).fit(spark, data(masked));
  }

  @Test
  void aMetricWithoutANumberIsBlamedNotTheLoss() {
    SequenceMetric none =
        new SequenceMetric() {
          @Override
          public String name() {
            return "F1";
          }

          @Override
          public double value(Predictions predictions) {
            return Double.NaN;
          }
        };
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> training(model()).selectBy(none).fit(spark, data(table)))
            .getMessage();
    assertTrue(message.startsWith("F1 was not a finite number at any of 1"), message);
  }

  @Test
  void aFinishedRunIsLoadedOnlyForTheSameTask() throws Exception {
    String run = folder.resolve("run").toString();
    TrainedModel first = training(model()).checkpoints(run).fit(spark, data(table));
    SparkTraining again = training(model()).checkpoints(run).resumeIfBegun();
    assertArrayEquals(first.parameters(), again.fit(spark, data(table)).parameters());
    SequenceModel larger =
        SequenceModel.input(2)
            .recurrent(CellType.GRU, 4)
            .pool(Pooling.LAST)
            .dense(1)
            .loss(new BinaryCrossEntropy());
    other(
        training(larger).checkpoints(run).resumeIfBegun(),
        data(table),
        "layers[0].hiddenSize was 3, now it is 4");
    other(again, data(table).features("z", "x"), "features was [x, z], now it is [z, x]");
    other(again, data(table).label("tok"), "label was y, now it is tok");
    other(again, data(table).holdOut(0.4, 1), "hold-out was 0.3, now it is 0.4");
    other(again, data(table).holdOut(0.3, 2), "hold-out-seed was 1, now it is 2");
    other(
        training(model()).selectBy(SequenceMetrics.auc()).checkpoints(run).resumeIfBegun(),
        data(table),
        "metric was validation loss, now it is AUC");
  }

  private static void other(SparkTraining training, SequenceData data, String expected) {
    String message =
        assertThrows(IllegalStateException.class, () -> training.fit(spark, data)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void settingsThatAreNullAreRefused() {
    SparkTraining training = training(model());
    assertThrows(IllegalArgumentException.class, () -> training.listener(null));
    assertThrows(IllegalArgumentException.class, () -> training.optimizer(null, 1));
    assertThrows(IllegalArgumentException.class, () -> training.selectBy(null));
  }
}
