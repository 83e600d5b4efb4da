package dev.recurrent.nlp.sentiment.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.sentiment.job.SentimentEvaluate;
import dev.recurrent.nlp.sentiment.job.SentimentTrain;
import dev.recurrent.spark.ParameterHash;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecurrentTextClassifierTest {
  @TempDir Path folder;

  private static Dataset<Row> table(int count) {
    List<Row> rows = new ArrayList<>();
    String[] things = {"film", "book", "song", "play"};
    for (int i = 0; i < count; i++) {
      String word = i % 2 == 0 ? "fine" : "dull";
      String text = "the " + things[i % 3] + " is " + word + " and the " + things[i % 4];
      rows.add(RowFactory.create(text, i % 2 == 0 ? 1.0 : 0.0));
    }
    StructType schema =
        new StructType().add("text", DataTypes.StringType).add("label", DataTypes.DoubleType);
    return TestSpark.session().createDataFrame(rows, schema);
  }

  private static RecurrentTextClassifier classifier() {
    return new RecurrentTextClassifier()
        .setCell("gru")
        .setDropout(0f)
        .setWordDropout(0f)
        .setHiddenSize(6)
        .setEmbeddingSize(8)
        .setBatchSize(8)
        .setShards(2)
        .setEpochs(6)
        .setLearningRate(0.03f);
  }

  private static Set<Integer> persisted() {
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext())
        .getPersistentRDDs()
        .keySet();
  }

  private static double[] predictions(Dataset<Row> rows) {
    return rows.select("prediction").collectAsList().stream()
        .mapToDouble(row -> row.getDouble(0))
        .toArray();
  }

  /** MLlib before it and behind it: a logistic regression learns from our probabilities. */
  @Test
  void aPipelineWithStagesOfMllibIsSavedLoadedAndSaysTheSame() throws Exception {
    PipelineStage before =
        new SQLTransformer().setStatement("SELECT lower(text) AS text, label FROM __THIS__");
    PipelineStage behind =
        new LogisticRegression()
            .setFeaturesCol("probability")
            .setPredictionCol("second")
            .setProbabilityCol("secondProbability");
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {before, classifier(), behind}).fit(table(80));
    double[] predicted = predictions(fitted.transform(table(40)));
    double right =
        new MulticlassClassificationEvaluator()
            .setMetricName("accuracy")
            .evaluate(fitted.transform(table(40)));
    assertTrue(right > 0.95, "accuracy " + right);

    String path = folder.resolve("pipeline").toString();
    fitted.write().save(path);
    PipelineModel loaded = PipelineModel.load(path);
    assertArrayEquals(predicted, predictions(loaded.transform(table(40))));
    RecurrentTextClassifierModel model = (RecurrentTextClassifierModel) loaded.stages()[1];
    assertEquals(List.of("0", "1"), model.labels());
    assertEquals(6, model.getOrDefault(model.hiddenSize()));
    assertEquals("1", model.classifier().classify("the film is fine").label());
  }

  @Test
  void crossValidationChoosesAndIsSaved() throws Exception {
    RecurrentTextClassifier classifier = classifier();
    // A rate of next to nothing learns nothing.
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(classifier.learningRate(), new float[] {1e-7f, 0.03f})
            .build();
    CrossValidatorModel tuned =
        new CrossValidator()
            .setEstimator(classifier)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setNumFolds(2)
            .setSeed(3)
            .fit(table(80));
    RecurrentTextClassifierModel best = (RecurrentTextClassifierModel) tuned.bestModel();
    assertEquals(0.03f, best.getOrDefault(best.learningRate()));
    String path = folder.resolve("tuned").toString();
    tuned.write().save(path);
    CrossValidatorModel loaded = CrossValidatorModel.load(path);
    assertArrayEquals(
        predictions(tuned.transform(table(10))), predictions(loaded.transform(table(10))));
  }

  @Test
  void transformIsLazyAndWorksOnAStream() throws Exception {
    RecurrentTextClassifierModel model = classifier().setEpochs(1).fit(table(40));
    Dataset<Row> broken = table(4).withColumn("text", functions.expr("string(raise_error('ran'))"));
    Dataset<Row> plan = model.transform(broken);
    assertThrows(Exception.class, plan::count);

    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("a.json"), "{\"text\":\"the film is fine\"}\n{\"text\":null}\n");
    Dataset<Row> stream =
        TestSpark.session()
            .readStream()
            .schema(new StructType().add("text", DataTypes.StringType))
            .json(in.toString());
    StreamingQuery query =
        model.transform(stream).writeStream().format("memory").queryName("told").start();
    query.processAllAvailable();
    query.stop();
    assertEquals(2, TestSpark.session().table("told").count());
    String fit =
        assertThrows(IllegalArgumentException.class, () -> classifier().fit(stream)).getMessage();
    assertTrue(fit.contains(".fit: the table is a stream"), fit);
  }

  @Test
  void aColumnThatIsNotThereIsSaidBeforeAnythingRuns() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> classifier().setTextCol("txt").fit(table(4)));
    assertTrue(e.getMessage().contains("textCol: there is no column \"txt\""), e.getMessage());
  }

  @Test
  void aDirectoryHoldsTheModelForTheCommandAndGoesOn() throws Exception {
    String output = folder.resolve("run").toString();
    RecurrentTextClassifier classifier = classifier().setEpochs(1).setOutput(output);
    RecurrentTextClassifierModel model = classifier.fit(table(40));
    Path reviews = folder.resolve("reviews.csv");
    Files.writeString(reviews, "text,label\nthe film is fine,1\nthe book is dull,0\n");
    var result =
        JobRun.of(
                new SentimentEvaluate(),
                List.of("--model", output, "--input", reviews.toUri().toString()))
            .done()
            .json();
    assertEquals("2", result.path("rows").asText());

    IllegalStateException again =
        assertThrows(IllegalStateException.class, () -> classifier.fit(table(40)));
    assertTrue(again.getMessage().contains("resume"), again.getMessage());
    RecurrentTextClassifierModel loaded = classifier.setResume(true).fit(table(40));
    assertArrayEquals(model.classifier().parameters(), loaded.classifier().parameters());
    IllegalStateException rows =
        assertThrows(IllegalStateException.class, () -> classifier.fit(table(36)));
    assertTrue(rows.getMessage().contains("other data"), rows.getMessage());
    IllegalStateException larger =
        assertThrows(
            IllegalStateException.class,
            () -> classifier.copy(new ParamMap()).setHiddenSize(12).fit(table(40)));
    assertTrue(
        larger.getMessage().contains("hidden-size was 6, now it is 12"), larger.getMessage());
    IllegalStateException other =
        assertThrows(IllegalStateException.class, () -> classifier.setEpochs(2).fit(table(40)));
    assertTrue(other.getMessage().contains("epochs was 1, now it is 2"), other.getMessage());
  }

  @Test
  void aModelIsSerializableAndItsFitLeavesNothingOnDisks() throws Exception {
    Set<Integer> before = persisted();
    RecurrentTextClassifierModel model = classifier().setEpochs(1).fit(table(40));
    assertTrue(before.containsAll(persisted()), persisted().toString());
    RecurrentTextClassifierModel copied =
        org.apache.spark.util.Utils.deserialize(org.apache.spark.util.Utils.serialize(model));
    assertEquals(6, copied.getOrDefault(copied.hiddenSize()));
    assertArrayEquals(
        predictions(model.transform(table(8))), predictions(copied.transform(table(8))));
    assertEquals(model.uid(), copied.uid());
  }

  @Test
  void dataThatCannotBeUsedAreSaidInTheWordsOfTheStage() {
    Dataset<Row> blank = table(40).withColumn("text", functions.expr("if(label = 1, ' ', text)"));
    Exception e = assertThrows(Exception.class, () -> classifier().fit(blank));
    assertTrue(e.getMessage().contains("more than maxBadFraction 0.01"), e.getMessage());
  }

  @Test
  void theCommandTrainsTheSameParameters() throws Exception {
    Dataset<Row> texts = table(40);
    String table = folder.resolve("texts.parquet").toString();
    texts.write().parquet(table);
    JobRun trained =
        JobRun.of(
            new SentimentTrain(),
            List.of(
                "--input",
                table,
                "--output",
                folder.resolve("command").toString(),
                "--cell",
                "gru",
                "--hidden-size",
                "6",
                "--embedding-size",
                "8",
                "--batch-size",
                "8",
                "--shards",
                "2",
                "--epochs",
                "2",
                "--learning-rate",
                "0.03",
                "--dropout",
                "0",
                "--word-dropout",
                "0",
                "--average",
                "2",
                "--baseline",
                "false"));
    RecurrentTextClassifierModel model = classifier().setEpochs(2).setAverage(2).fit(texts);
    assertEquals(
        trained.done().json().path("theta").asText(),
        ParameterHash.hash(model.classifier().parameters()));
  }
}
