package dev.recurrent.spark.sequence;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.NextStep;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.train.Adam;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder and a decoder on a table: the decoder repeats the first token of the source. */
class EncoderTrainingTest {
  private static final int WORDS = 4;
  private static final int START = 4;
  private static final int END = 3;
  private static SparkSession spark;
  private static Dataset<Row> pairs;

  @TempDir Path folder;

  @BeforeAll
  static void makePairs() {
    spark = TestSpark.session();
    List<Row> rows =
        spark
            .range(0, 160, 1, 1)
            .selectExpr(
                "id",
                "transform(sequence(0, int(id % 5)), i -> int((id + i * 2) % 3)) as words",
                "explode(sequence(0, int(id % 3) + 1)) as t")
            .selectExpr(
                "id",
                "words",
                "t",
                "if(t = 0, 4, words[0]) as read",
                "if(t = int(id % 3) + 1, 3, words[0]) as y",
                "float(1 + id % 2) as w",
                "transform(words, word -> transform(sequence(0, 2), i -> float(i = word))) as hot")
            .collectAsList();
    pairs = spark.createDataFrame(rows, rows.get(0).schema()).coalesce(1);
  }

  private static SequenceModel decoder() {
    return SequenceModel.embedding(WORDS + 1, 4)
        .recurrent(CellType.LSTM, 8)
        .dense(WORDS)
        .loss(new SoftmaxCrossEntropy());
  }

  private static SequenceModel model() {
    return decoder().initialStateFrom(SequenceModel.embedding(3, 4).recurrent(CellType.LSTM, 8));
  }

  private static SequenceData data(Dataset<Row> table) {
    return SequenceData.of(table)
        .sequence("id")
        .orderBy("t")
        .tokens("read")
        .labels("y")
        .weight("w")
        .sourceTokens("words")
        .holdOut(0.2, 1);
  }

  private static SparkTraining training(SequenceModel model) {
    return SparkTraining.of(model)
        .shards(2)
        .epochs(2)
        .batchSize(8)
        .localSteps(4)
        .patience(50)
        .selectBy(SequenceMetrics.accuracy())
        .optimizer(Adam.defaults(), 0.03f);
  }

  private static float[] parameters(Dataset<Row> table) throws Exception {
    return training(model()).fit(spark, data(table)).parameters();
  }

  @Test
  void aDecoderLearnsWhatItsEncoderReadsAndWritesItStepByStep() throws Exception {
    TrainedModel trained = training(model()).epochs(14).fit(spark, data(pairs));
    String path = folder.resolve("model").toString();
    trained.save(path);
    TrainedModel loaded = TrainedModel.load(path);
    // With the decoder's inputs in the table: teacher forcing.
    Row forced = loaded.transform(pairs).filter("id = 7").first();
    Sequence source = Sequence.ofTokens(1, 0, 2);
    float[][] alone = loaded.predict(Sequence.ofTokens(START, 1, 1).withSource(source));
    assertEquals(alone.length, forced.getList(1).size());
    assertEquals(alone[1][1], forced.<scala.collection.Seq<Float>>getList(1).get(1).apply(1), 1e-5);
    // From the first row alone, each step reading the one before.
    Dataset<Row> starts = pairs.filter("t = 0").select("id", "t", "read", "words");
    Dataset<Row> written =
        loaded
            .generate(starts, 4, NextStep.likeliestToken(END))
            .selectExpr(
                "id",
                "transform(prediction, row -> array_position(row, array_max(row)) - 1) as tokens");
    long right =
        written
            .join(starts, "id")
            .filter("tokens[0] = words[0] and element_at(tokens, -1) in (words[0], 3)")
            .count();
    assertTrue(right > 144, right + " of 160");
    Row one = written.filter("id = 7").first();
    float[][] here =
        loaded.generate(
            Sequence.ofTokens(START).withSource(source), 4, NextStep.likeliestToken(END));
    assertEquals(here.length, one.getList(1).size());
  }

  @Test
  void thetaDependsOnNeitherPartitionsNorWhichRowsHaveTheSource() throws Exception {
    float[] one = parameters(pairs);
    assertArrayEquals(one, parameters(pairs.repartition(5)));
    Dataset<Row> once = pairs.withColumn("words", expr("if(t = 1, words, null)"));
    assertArrayEquals(one, parameters(once.orderBy("y", "id")));
  }

  @Test
  void aRunThatBrokeOffGoesOnToTheSameThetaFromTheSameSource() throws Exception {
    String run = folder.resolve("run").toString();
    ProgressListener breaks =
        new ProgressListener() {
          @Override
          public void round(RoundReport report, @Nullable Double score, @Nullable Double top) {
            if (report.round() == 2) {
              throw new IllegalStateException("broken off");
            }
          }
        };
    assertThrows(
        IllegalStateException.class,
        () -> training(model()).checkpoints(run).listener(breaks).fit(spark, data(pairs)));
    SparkTraining again = training(model()).checkpoints(run).resumeIfBegun();
    SequenceData other = data(pairs.withColumnRenamed("words", "text")).sourceTokens("text");
    String message =
        assertThrows(IllegalStateException.class, () -> again.fit(spark, other)).getMessage();
    assertTrue(message.contains("source-tokens was words, now it is text"), message);
    assertArrayEquals(parameters(pairs), again.fit(spark, data(pairs)).parameters());
  }

  @Test
  void numbersOfASourceStartTheDecoderToo() throws Exception {
    SequenceModel both = SequenceModel.input(3).andEmbedding(3, 2).recurrent(CellType.LSTM, 8);
    training(decoder().initialStateFrom(both))
        .epochs(1)
        .fit(spark, data(pairs).sourceFeatures("hot"));
    SequenceModel oneRow = SequenceModel.input(2).pool(Pooling.LAST).dense(16, Activation.TANH);
    SequenceData start =
        SequenceData.of(pairs.withColumn("start", expr("array(w, w)")))
            .sequence("id")
            .orderBy("t")
            .tokens("read")
            .labels("y")
            .sourceFeatures("start");
    training(decoder().initialStateFrom(oneRow)).epochs(1).fit(spark, start);
  }

  @Test
  void whatTheEncoderReadsIsComparedBeforeAnyRowIsRead() {
    SequenceData plain =
        SequenceData.of(pairs).sequence("id").orderBy("t").tokens("read").labels("y");
    refused(model(), plain, "the model's encoder reads tokens, the data name no column of them");
    refused(decoder(), plain.sourceTokens("words"), "column \"words\", the model has no encoder");
    refused(
        model(),
        plain.sourceTokens("words").sourceFeatures("hot"),
        "sourceFeatures(\"hot\"), the model's encoder reads no numbers");
    SequenceModel nested =
        decoder()
            .initialStateFrom(
                SequenceModel.embedding(3, 4)
                    .recurrent(CellType.LSTM, 8)
                    .initialStateFrom(SequenceModel.embedding(3, 4).recurrent(CellType.LSTM, 8)));
    refused(nested, plain.sourceTokens("words"), "has an encoder of its own");
    refused(model(), plain.sourceTokens("wrods"), "there is no column \"wrods\"");
    refused(model(), plain.sourceTokens("hot"), "column \"hot\" has cells of type array<array");
  }

  private static void refused(SequenceModel model, SequenceData data, String expected) {
    String message =
        assertThrows(RuntimeException.class, () -> training(model).fit(spark, data)).getMessage();
    assertTrue(message.contains(expected), message);
  }
}
