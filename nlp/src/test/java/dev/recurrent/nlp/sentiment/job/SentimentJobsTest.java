package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three jobs on sentences whose order of words decides: no bag of words can tell them. */
class SentimentJobsTest {
  @TempDir Path folder;
  private Path table;

  @BeforeEach
  void writeTable() throws IOException {
    table =
        Files.writeString(folder.resolve("reviews.csv"), Reviews.rows("text,label\n", ",", 240));
  }

  private JobRun train(String output, String... more) {
    return Reviews.train(folder, table, output, more);
  }

  @Test
  void aNetworkIsTrainedMeasuredAndClassifies() throws IOException {
    String[] options = {"--pooling", "last", "--baseline", "true", "--combine-baseline", "false"};
    JobRun trained = train("model", options).done();
    JsonNode validation = trained.json().path("validation");
    assertTrue(validation.path("accuracy").asDouble() > 0.95, trained.json().toString());
    assertTrue(validation.path("auc").asDouble() > 0.95);
    assertTrue(trained.json().path("baseline").has("accuracy"));
    assertTrue(trained.json().path("baselines").path("nbsvm").has("log_loss"));
    String combination = trained.json().path("combination").path("reason").asText();
    assertTrue(combination.contains("not asked for"), combination);
    assertTrue(trained.json().path("temperature").path("reason").asText().contains("fewer than"));
    assertTrue(trained.err().contains("naive Bayes") && trained.err().contains("temperature 1:"));
    String report = Files.readString(folder.resolve("model/report.html"));
    assertTrue(report.contains("Calibration") && report.contains("bag of words"));

    String model = folder.resolve("model").toString();
    JsonNode measured =
        JobRun.of(new SentimentEvaluate(), List.of("--model", model, "--input", table.toString()))
            .done()
            .json();
    assertEquals(240, measured.path("rows").asInt());
    assertEquals("fine", measured.path("labels").get(0).asText());
    long right =
        measured.path("confusion").get(0).get(0).asLong()
            + measured.path("confusion").get(1).get(1).asLong();
    assertEquals(right / 240.0, measured.path("accuracy").asDouble(), 1e-9);
    requireClassified(model);
  }

  private void requireClassified(String model) {
    Path output = folder.resolve("told");
    List<String> options =
        List.of("--model", model, "--input", table.toString(), "--output", output.toString());
    assertEquals(
        240, JobRun.of(new SentimentClassify(), options).done().json().path("rows").asInt());
    Dataset<Row> rows = TestSpark.session().read().parquet(output.toString());
    Row first = rows.orderBy("row").first();
    assertEquals("fine", first.getString(2));
    assertEquals(1, first.getDouble(3) + first.getDouble(4), 1e-6);
    assertEquals(2, JobRun.of(new SentimentClassify(), options).status(), "is there already");
    requireTheSameInATable(model, rows);

    TextClassifier alone = TextClassifier.load(ModelDirectory.local(Path.of(model)));
    assertEquals("poor", alone.classify("Bad, the film and the room not good").label());
  }

  private void requireTheSameInATable(String model, Dataset<Row> rows) {
    SparkSession session = TestSpark.session();
    session.sql("CREATE DATABASE labels LOCATION '" + folder.resolve("labels").toUri() + "'");
    try {
      List<String> options =
          new ArrayList<>(List.of("--model", model, "--input", table.toString()));
      options.addAll(List.of("--output-table", "labels.reviews", "--date", "2026-01-31"));
      JsonNode result = JobRun.of(new SentimentClassify(), options).done().json();
      assertEquals("labels.reviews", result.path("output_table").asText());
      Dataset<Row> there = session.table("labels.reviews");
      assertEquals(240, there.filter("date = DATE '2026-01-31'").count());
      assertEquals(
          rows.orderBy("row").collectAsList(),
          there.drop("date", "model_path", "model_theta").orderBy("row").collectAsList());
      options.addAll(List.of("--keep", "label,text"));
      JobRun twice = JobRun.of(new SentimentClassify(), options);
      assertEquals(2, twice.status(), twice.err());
    } finally {
      session.sql("DROP DATABASE labels CASCADE");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tsv", "jsonl", "parquet", "directory"})
  void everyFormOfTableGivesTheSameModel(String form) throws IOException {
    String expected = train("csv", "--epochs", "1").done().json().path("theta").asText();
    Dataset<Row> rows = TestSpark.session().read().option("header", true).csv(table.toString());
    Path other = folder.resolve("reviews." + form);
    switch (form) {
      case "tsv" -> {
        other = folder.resolve("reviews.tsv.gz");
        try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(other))) {
          out.write(Reviews.rows("text\tlabel\n", "\t", 240).getBytes(StandardCharsets.UTF_8));
        }
      }
      case "jsonl" -> Files.write(other, rows.toJSON().collectAsList());
      case "parquet" -> rows.coalesce(1).write().parquet(other.toString());
      default -> {
        int number = 0;
        for (Row row : rows.collectAsList()) {
          Path label = Files.createDirectories(other.resolve(row.getString(1)));
          Files.writeString(label.resolve(String.format("%04d.txt", number++)), row.getString(0));
        }
      }
    }
    JobRun run = train("other", "--epochs", "1", "--input", other.toString()).done();
    assertEquals(expected, run.json().path("theta").asText(), run.err());
  }

  @Test
  void wordVectorsAreTheStart() throws IOException {
    StringBuilder vectors = new StringBuilder("3 8\n");
    for (String word : new String[] {"good", "bad", "film"}) {
      vectors.append(word).append(" 1 2 3 4 5 6 7 8\n");
    }
    Path file = Files.writeString(folder.resolve("vectors.txt"), vectors);
    train("vectors", "--embeddings", file.toString(), "--freeze", "--epochs", "1").done();
    TextClassifier classifier =
        TextClassifier.load(ModelDirectory.local(folder.resolve("vectors")));
    int id = classifier.tokenizer().vocabulary().id(" good");
    float[] parameters = classifier.parameters();
    for (int j = 0; j < 8; j++) {
      assertEquals(j + 1f, parameters[8 * id + j]);
    }
    train("learned", "--embeddings", "word2vec", "--embedding-size", "8", "--epochs", "1").done();

    Files.writeString(file, "good 1 2 3\n");
    JobRun wrong = train("wrong", "--embeddings", file.toString(), "--embedding-size", "8");
    assertEquals(4, wrong.status());
    assertTrue(
        wrong.json().path("error").asText().contains("has vectors of 3 numbers, expected 8"),
        wrong.err());
  }

  @ParameterizedTest
  @CsvSource({
    "4,--text-column,txt,there is no column \"txt\"; the nearest is \"text\"",
    "4,--label-column,lable,there is no column \"lable\"; the nearest is \"label\"",
    "2,--pooling,median,pooling is \"median\"",
    "2,--truncate,middle,truncate is \"middle\"",
    "2,--class-weights,heavy,expected none or balanced",
    "2,--validation-fraction,1,expected above 0 and below 1",
    "4,--input,nowhere.csv,does not exist"
  })
  void whatCannotBeUsedIsSaidInOneLine(int status, String option, String value, String message) {
    JobRun run = train("bad", option, value);
    assertEquals(status, run.status(), run.err());
    assertTrue(run.json().path("error").asText().contains(message), run.json().toString());
    assertFalse(Files.exists(folder.resolve("bad/model.json")));
  }

  @Test
  void oneColumnIsNotBothTextAndLabel() throws IOException {
    Files.writeString(table, "it works its magic,1\nit does not,0\n".repeat(40));
    JobRun run = train("bad", "--text-column", "1", "--label-column", "2");
    assertEquals(4, run.status());
    String error = run.json().path("error").asText();
    assertTrue(error.contains("--text-column 1 and --label-column 2 are the same column"), error);
    assertTrue(error.endsWith("if the first line is no header, add --no-header"), error);
  }

  @Test
  void aLabelForEachTextIsNoLabel() throws IOException {
    StringBuilder rows = new StringBuilder("text,label\n");
    for (int i = 0; i < 60; i++) {
      rows.append("a text of some words ").append(i).append(",name ").append(i).append('\n');
    }
    Files.writeString(table, rows);
    JobRun run = train("bad", "--text-column", "text", "--label-column", "label");
    assertEquals(4, run.status());
    assertTrue(run.json().path("error").asText().endsWith("; check --label-column"), run.err());
  }

  @Test
  void oneLabelIsNothingToTellApart() throws IOException {
    Files.writeString(table, Files.readString(table).replace(",poor", ",fine"));
    JobRun run = train("bad");
    assertEquals(4, run.status());
    assertTrue(run.json().path("error").asText().contains("one label only, [fine]"), run.err());
  }

  @Test
  void brokenRowsAreCountedWithinTheBudgetAndRefusedBeyond() throws IOException {
    String rows = Files.readString(table);
    // An empty text, a missing label, a text of blanks, a row without a label's cell.
    Files.writeString(table, rows + "\"\",fine\nno label here,\n   ,poor\nonly text\n");
    JobRun refused = train("bad");
    assertEquals(4, refused.status());
    String error = refused.json().path("error").asText();
    assertTrue(error.contains("more than --max-bad-fraction 0.01 allows"), error);
    assertTrue(error.contains("4 of 244 rows cannot be used: "), error);
    assertTrue(error.contains("reviews.csv, row 241: has no text; "), error);
    assertTrue(error.contains("reviews.csv, row 242: has no label; "), error);
    train("within", "--epochs", "1", "--max-bad-fraction", "0.05").done();
  }

  @Test
  void aLabelThatTrainingHasNotSeenIsLeftOutAndCounted() throws IOException {
    train("model", "--epochs", "1").done();
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "text,label\ngood the film not bad,fine\nwell,odd\n");
    JsonNode measured =
        JobRun.of(
                new SentimentEvaluate(),
                List.of("--model", folder.resolve("model").toString(), "--input", other.toString()))
            .done()
            .json();
    assertEquals(1, measured.path("rows").asInt());
    assertEquals(1, measured.path("unseen_labels").asInt());
  }

  /** Two sentences to learn from and a third to tell, through the network and the bag of words. */
  @Test
  void theSmallestExampleWorksThroughBoth() throws IOException {
    String two = "text,label\n\"I love this product\",1\n\"I hate this product\",0\n";
    Files.writeString(table, two);
    JobRun run =
        train(
                "two",
                "--validation-input",
                table.toString(),
                "--epochs",
                "40",
                "--shards",
                "1",
                "--baseline",
                "true")
            .done();
    assertEquals(1, run.json().path("validation").path("accuracy").asDouble());
    assertEquals(1, run.json().path("baseline").path("accuracy").asDouble());
    TextClassifier classifier = TextClassifier.load(ModelDirectory.local(folder.resolve("two")));
    assertEquals("1", classifier.classify("I love this product").label());
    assertEquals(List.of("0", "1"), classifier.model().config().labels());
    TextClassifier.Prediction amazing = classifier.classify("This product is amazing");
    assertEquals(1, amazing.probabilities()[0] + amazing.probabilities()[1], 1e-6);
  }
}
