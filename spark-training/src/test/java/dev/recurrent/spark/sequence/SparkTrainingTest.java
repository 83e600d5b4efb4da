package dev.recurrent.spark.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.Adam;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training from a program: visits of users, and whether they left. */
class SparkTrainingTest {
  private static SparkSession spark;
  private static Dataset<Row> visits;

  @TempDir Path folder;

  @BeforeAll
  static void makeVisits() {
    spark = TestSpark.session();
    visits = table(300);
  }

  /** A user leaves if the first visit was longer than the last one. */
  private static Dataset<Row> table(int users) {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      int days = 3 + random.nextInt(4);
      float[] minutes = new float[days];
      for (int day = 0; day < days; day++) {
        minutes[day] = (float) random.nextDouble();
      }
      int left = minutes[0] > minutes[days - 1] ? 1 : 0;
      for (int day = 0; day < days; day++) {
        float first = day == 0 ? 1 : 0;
        rows.add(RowFactory.create("user " + user, day, minutes[day], first, left));
      }
    }
    StructType schema =
        new StructType()
            .add("user", DataTypes.StringType)
            .add("day", DataTypes.IntegerType)
            .add("minutes", DataTypes.FloatType)
            .add("first", DataTypes.FloatType)
            .add("left", DataTypes.IntegerType);
    return spark.createDataFrame(rows, schema);
  }

  private static SequenceModel model() {
    return SequenceModel.input(2)
        .recurrent(CellType.GRU, 12)
        .pool(Pooling.LAST)
        .dense(1)
        .loss(new BinaryCrossEntropy());
  }

  private static SequenceData data(Dataset<Row> table) {
    return SequenceData.of(table)
        .sequence("user")
        .orderBy("day")
        .features("minutes", "first")
        .label("left")
        .holdOut(0.2, 1);
  }

  private static SparkTraining training() {
    return training(model());
  }

  private static SparkTraining training(SequenceModel model) {
    return SparkTraining.of(model)
        .shards(2)
        .epochs(3)
        .batchSize(8)
        .localSteps(4)
        .optimizer(Adam.defaults(), 0.02f);
  }

  @Test
  void trainingStartsFromGivenParameters() throws Exception {
    float[] given = new float[model().layout().size()];
    model().initialize(given, 77);
    TrainedModel trained =
        training()
            .epochs(1)
            .optimizer(Adam.defaults(), 1e-9f)
            .initialParameters(given)
            .fit(spark, data(visits));
    float[] moved = trained.parameters();
    for (int i = 0; i < given.length; i++) {
      assertEquals(given[i], moved[i], 1e-6f);
    }
    assertThrows(IllegalArgumentException.class, () -> training().initialParameters(new float[3]));
  }

  @Test
  void aModelLearnsAndSaysSoByItsMetric() throws Exception {
    List<Double> best = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void round(RoundReport report, @Nullable Double score, @Nullable Double top) {
            if (top != null) {
              best.add(top);
            }
          }
        };
    training()
        .epochs(25)
        .selectBy(SequenceMetrics.auc())
        .listener(listener)
        .fit(spark, data(visits));
    double last = best.get(best.size() - 1);
    assertTrue(last > 0.9, "AUC " + last);
  }

  @Test
  void thetaDoesNotDependOnPartitionsOrTheOrderOfRows() throws Exception {
    float[] one = training().fit(spark, data(visits.repartition(1))).parameters();
    float[] seven = training().fit(spark, data(visits.repartition(7))).parameters();
    float[] sorted =
        training().fit(spark, data(visits.orderBy(visits.col("minutes")))).parameters();
    assertArrayEquals(one, seven);
    assertArrayEquals(one, sorted);
  }

  @Test
  void aRunThatBrokeOffGoesOnToTheSameTheta() throws Exception {
    String run = folder.resolve("run").toString();
    ProgressListener breaks =
        new ProgressListener() {
          @Override
          public void round(RoundReport report, @Nullable Double score, @Nullable Double top) {
            if (report.round() == 3) {
              throw new IllegalStateException("broken off");
            }
          }
        };
    SequenceData data = data(visits);
    assertThrows(
        IllegalStateException.class,
        () -> training().shards(3).checkpoints(run).listener(breaks).fit(spark, data));
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> training().checkpoints(run).fit(spark, data));
    assertTrue(refused.getMessage().contains("resumeIfBegun"), refused.getMessage());
    IllegalStateException other =
        assertThrows(
            IllegalStateException.class,
            () -> training().shards(3).epochs(4).checkpoints(run).resumeIfBegun().fit(spark, data));
    assertTrue(other.getMessage().contains("epochs was 3, now it is 4"), other.getMessage());
    // Shards that are not named are those that the run began with.
    TrainedModel resumed = training().shards(0).checkpoints(run).resumeIfBegun().fit(spark, data);
    assertArrayEquals(training().shards(3).fit(spark, data).parameters(), resumed.parameters());
    TrainedModel again = training().shards(3).checkpoints(run).resumeIfBegun().fit(spark, data);
    assertArrayEquals(resumed.parameters(), again.parameters());
  }

  @Test
  void aRunOfAnotherModelIsNotResumed() throws Exception {
    String run = folder.resolve("run").toString();
    ProgressListener breaks =
        new ProgressListener() {
          @Override
          public void round(RoundReport report, @Nullable Double score, @Nullable Double top) {
            throw new IllegalStateException("broken off");
          }
        };
    SequenceData data = data(visits);
    assertThrows(
        IllegalStateException.class,
        () -> training().checkpoints(run).listener(breaks).fit(spark, data));
    SequenceModel other =
        SequenceModel.input(2)
            .recurrent(CellType.LSTM, 12)
            .pool(Pooling.LAST)
            .dense(1)
            .loss(new BinaryCrossEntropy());
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> training(other).checkpoints(run).resumeIfBegun().fit(spark, data));
    assertTrue(refused.getMessage().contains("another model"), refused.getMessage());
  }

  @Test
  void aSavedModelAnswersTheSameWithAndWithoutSparkAndFromManyThreads() throws Exception {
    TrainedModel trained = training().fit(spark, data(visits));
    String path = folder.resolve("model").toString();
    trained.save(path);
    Sequence sequence = Sequence.of(new float[][] {{0.2f, 1}, {0.7f, 0}, {0.4f, 0}});
    float[] answer = trained.predict(sequence)[0];
    assertTrue(answer[0] > 0 && answer[0] < 1, "a probability, not " + answer[0]);
    assertArrayEquals(answer, TrainedModel.load(path).predict(sequence)[0]);
    SequencePredictor service = SequencePredictor.load(ModelDirectory.local(Path.of(path)));
    assertArrayEquals(answer, service.predict(sequence)[0]);
    assertThrows(java.nio.file.FileAlreadyExistsException.class, () -> trained.save(path));
    IntFunction<Float> predict =
        i -> trained.predict(Sequence.of(new float[][] {{i / 50f, 1}, {0.5f, 0}}))[0][0];
    List<Float> alone = IntStream.range(0, 100).mapToObj(predict).toList();
    assertEquals(alone, IntStream.range(0, 100).parallel().mapToObj(predict).toList());
  }

  @Test
  void aTableIsTransformedSequenceBySequence() throws Exception {
    TrainedModel trained = training().fit(spark, data(visits));
    List<Row> rows =
        trained.transform(visits.drop("left")).orderBy("user").limit(2).collectAsList();
    assertEquals(List.of("user 0", "user 1"), rows.stream().map(r -> r.getString(0)).toList());
    List<Row> steps =
        visits.filter("user = 'user 1'").orderBy("day").select("minutes", "first").collectAsList();
    float[][] features = new float[steps.size()][];
    for (int t = 0; t < features.length; t++) {
      features[t] = new float[] {steps.get(t).getFloat(0), steps.get(t).getFloat(1)};
    }
    assertEquals(trained.predict(Sequence.of(features))[0][0], rows.get(1).getDouble(1), 1e-6);
    assertEquals(300, trained.transform(visits.repartition(5)).count());
  }

  @Test
  void oneLabelAStepGivesOneAnswerAStep() throws Exception {
    SequenceModel tagger =
        SequenceModel.input(2).recurrent(CellType.GRU, 8).dense(1).loss(new BinaryCrossEntropy());
    SequenceData data =
        SequenceData.of(visits)
            .sequence("user")
            .orderBy("day")
            .features("minutes", "first")
            .labels("first");
    TrainedModel trained = SparkTraining.of(tagger).shards(2).epochs(2).fit(spark, data);
    Row row = trained.transform(visits).filter("user = 'user 0'").first();
    long days = visits.filter("user = 'user 0'").count();
    assertEquals(days, row.getList(1).size());
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    SequenceData data = data(visits);
    IllegalArgumentException kinds =
        assertThrows(
            IllegalArgumentException.class, () -> training().fit(spark, data.labels("left")));
    assertTrue(kinds.getMessage().contains("use label(...)"), kinds.getMessage());
    UnusableInputException column =
        assertThrows(
            UnusableInputException.class, () -> training().fit(spark, data.features("minuets")));
    assertTrue(column.getMessage().contains("minuets"), column.getMessage());
    assertTrue(failure(data.label("day")).contains("two labels"), "each day has another label");
    Dataset<Row> holes = visits.withColumn("minutes", functions.lit(null).cast("float"));
    assertTrue(failure(data(holes)).contains("minutes"), "an empty cell");
    assertFalse(failure(data(holes)).isEmpty());
  }

  /** The message of what training failed with, below what Spark put around it. */
  private static String failure(SequenceData data) {
    Throwable e = assertThrows(Exception.class, () -> training().fit(spark, data));
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return String.valueOf(e.getMessage());
  }
}
