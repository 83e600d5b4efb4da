package dev.recurrent.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Pooling;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.sequence.TrainedModel;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.ModelSummary;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples run as their users run them: by main, with paths. */
class ExamplesTest {
  private static final int LONGEST = 60;

  @TempDir Path folder;
  private SparkSession spark;

  @BeforeEach
  void openSession() {
    spark = TestSpark.session();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private void write(List<Row> rows, String schema, String name) {
    spark.createDataFrame(rows, StructType.fromDDL(schema)).write().parquet(at(name));
  }

  /** Those whose visits get shorter leave. */
  private void writeVisits() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < 160; user++) {
      int left = user % 2;
      for (int day = 0; day < 5; day++) {
        float trend = left == 1 ? 1f - day / 5f : day / 5f;
        Float[] features = {trend + (float) random.nextDouble() / 4, day == 0 ? 1f : 0f};
        rows.add(RowFactory.create("u" + user, day, features, left));
      }
    }
    write(rows, "user string, day int, features array<float>, left int", "visits");
  }

  @Test
  void churnScoresEveryUserAndFindsThoseWhoLeave() throws Exception {
    writeVisits();
    Churn.main(new String[] {at("visits"), at("run"), at("scores")});
    Dataset<Row> scores = spark.read().parquet(at("scores"));
    assertEquals(160, scores.count());
    Dataset<Row> labels = spark.read().parquet(at("visits")).select("user", "left").distinct();
    long right = scores.join(labels, "user").filter("(prediction > 0.5) = (left = 1)").count();
    assertTrue(right > 140, right + " of 160");
  }

  @Test
  void aTaggerAnswersEachWord() throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    List<Row> rows = new ArrayList<>();
    for (int sentence = 0; sentence < 120; sentence++) {
      for (int position = 0; position < 6; position++) {
        int word = random.nextInt(12);
        rows.add(RowFactory.create("s" + sentence, position, word, word % 3));
      }
    }
    write(rows, "sentence string, position int, word int, tag int", "words");
    Tagger.main(new String[] {at("words"), at("model"), at("answers")});
    Row answer = spark.read().parquet(at("answers")).first();
    assertEquals(6, answer.getList(1).size());
    float[][] tags = TrainedModel.load(at("model")).predict(Sequence.ofTokens(0, 1, 2));
    assertTrue(tags[1][1] > 0.5, "word 1 has tag 1 with " + tags[1][1]);
  }

  @Test
  void aCellOfOnesOwnTrainsAndIsSavedByItsName() throws Exception {
    OwnCell.main(new String[] {"../../scripts/quickstart-data/seattle.csv", at("model")});
    assertTrue(Files.readString(folder.resolve("model/model.json")).contains("MinimalGru"));
    float[] cold = {0.8f, 0.5f, 1f};
    float[] hot = {3f, 1.7f, 0.5f};
    float[][] wet = TrainedModel.load(at("model")).predict(Sequence.of(cold, cold, hot, hot));
    assertTrue(wet[1][0] > wet[3][0] + 0.2, "rain on cold days: " + Arrays.deepToString(wet));
  }

  @Test
  void aLossOfOnesOwnForecastsHighRatherThanLow() throws Exception {
    SplittableRandom random = new SplittableRandom(6);
    List<Row> rows = new ArrayList<>();
    for (int product = 0; product < 120; product++) {
      float demand = random.nextInt(2);
      for (int week = 0; week < 4; week++) {
        rows.add(RowFactory.create("p" + product, week, new Float[] {1f, 0f}, demand));
      }
    }
    write(rows, "product string, week int, features array<float>, demand float", "weeks");
    OwnLoss.main(new String[] {at("weeks"), at("model")});
    float[] row = {1f, 0f};
    float forecast = TrainedModel.load(at("model")).predict(Sequence.of(row, row, row, row))[0][0];
    assertTrue(forecast > 0.6, "demand is 0 or 1 by chance, too little costs four times: 0.8");
  }

  @Test
  void aWrongGradientIsFound() {
    SequenceModel right = SequenceModel.input(2).recurrent(MinimalGru::new, 4).pool(Pooling.LAST);
    GradientCheck.require(right, 1e-3);
    assertThrows(
        RuntimeException.class,
        () -> GradientCheck.require(right.loss(new WrongLoss()).dense(1), 1e-3));
  }

  /** A squared error whose slope is too steep. */
  record WrongLoss() implements dev.recurrent.nn.ElementwiseLoss {
    @Override
    public double value(double output, double target) {
      return (output - target) * (output - target);
    }

    @Override
    public double slope(double output, double target) {
      return 3 * (output - target);
    }
  }

  @Test
  void rainAnswersEachDayOfTheTutorialsTable() throws Exception {
    Rain.main(new String[] {"../../scripts/quickstart-data/seattle.csv", at("rain")});
    Sequence days = Sequence.of(new float[] {1f, 0.5f, 0.6f}, new float[] {2.5f, 1.5f, 0.4f});
    float[][] wet = TrainedModel.load(at("rain")).predict(days);
    assertEquals(2, wet.length);
    assertTrue(wet[0][0] > 0 && wet[0][0] < 1, "a probability, not " + wet[0][0]);
  }

  @Test
  void kerasProgramsHaveKerasCounts() {
    assertEquals(30_651, ModelSummary.parameters(KerasPrograms.stacked().layers()));
    int lstm = 4 * (100 * 128 + 128 * 128 + 128);
    int dense = 128 * 100 + 100;
    assertEquals(lstm + dense, ModelSummary.parameters(KerasPrograms.decoder().layers()));
    assertEquals(
        2 * lstm + dense, ModelSummary.parameters(KerasPrograms.encoderAndDecoder().layers()));
  }

  @Test
  void theDecoderWritesFromTheEncodersFinalState() {
    SequenceModel model = KerasPrograms.encoderAndDecoder();
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    SequencePredictor predictor = new SequencePredictor(model, parameters);
    float[] step = new float[100];
    step[3] = 1;
    float[][] one = KerasPrograms.decode(predictor, Sequence.of(step, step), 5);
    float[][] other = KerasPrograms.decode(predictor, Sequence.of(new float[100]), 5);
    assertEquals(5, one.length);
    assertEquals(100, one[4].length);
    assertNotEquals(one[0][0], other[0][0], "the source counts");
  }

  /**
   * The decoder has to write the first word of the source, whatever its length, and then word 98.
   */
  @Test
  void aTranslatorOfKerasTrainsWritesAndGoesBack() throws Exception {
    String oneHot = "transform(sequence(0, 99), i -> float(i = %s))";
    spark
        .range(0, 150, 1, 1)
        .selectExpr("string(id) as pair", "int(id % 3) as word", "explode(array(0, 1)) as step")
        .selectExpr(
            "pair",
            "step",
            "transform(sequence(0, word), s -> "
                + String.format(oneHot, "(word + s)")
                + ") as source",
            String.format(oneHot, "if(step = 0, 99, word)") + " as read",
            "if(step = 0, word, 98) as write")
        .write()
        .parquet(at("pairs"));
    String file = "../../core/src/test/resources/golden/keras/textbook-translator.keras";
    KerasTranslator.main(new String[] {file, at("pairs"), at("translator"), at("written")});
    long right =
        spark
            .read()
            .parquet(at("written"))
            .selectExpr(
                "int(pair) % 3 as word",
                "transform(prediction, row -> array_position(row, array_max(row)) - 1) as words")
            .filter("words[0] = word and words[1] = 98")
            .count();
    assertTrue(right > 120, right + " of 150");
    assertTrue(Files.size(folder.resolve("translator/model.keras")) > 247_396 * 4);
  }

  @Test
  void everyExampleIsShort() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
      for (Path file : all.filter(p -> p.toString().endsWith(".java")).toList()) {
        long lines = Files.readAllLines(file).size();
        assertTrue(lines <= LONGEST, file + " has " + lines + " lines");
      }
    }
  }
}
