package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels in several spellings, and texts that show nothing. */
class SentimentValuesTest {
  @TempDir Path folder;

  private Path write(String name, String rows) throws IOException {
    return Files.writeString(folder.resolve(name), "text,label\n" + rows);
  }

  private JobRun evaluate(Path input) {
    return JobRun.of(
            new SentimentEvaluate(),
            List.of("--model", folder.resolve("model").toString(), "--input", input.toString()))
        .done();
  }

  private JobRun classify(Path input, String output, String keep) {
    return JobRun.of(
        new SentimentClassify(),
        List.of(
            "--model", folder.resolve("model").toString(),
            "--input", input.toString(),
            "--output", folder.resolve(output).toString(),
            "--format", "csv",
            "--keep", keep));
  }

  /** Rows of CSV whose quotes are doubled, with the columns that were to pass through. */
  private void requireKept() throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("in.csv"),
            "id,day,text\n7,2026-01-31,\"so \"\"good\"\", is\nit not?\"\n8,2026-02-01,bad\n");
    classify(input, "kept", "day,id").done();
    List<Row> rows =
        TestSpark.session()
            .read()
            .option("header", true)
            .option("multiLine", true)
            .option("escape", "\"")
            .csv(folder.resolve("kept").toString())
            .select("row", "day", "id", "text")
            .orderBy("row")
            .collectAsList();
    assertEquals("[0,2026-01-31,7,so \"good\", is\nit not?]", rows.get(0).toString());
    assertEquals("[1,2026-02-01,8,bad]", rows.get(1).toString());
    Path twice = write("twice.csv", "good,1\n");
    JobRun refused = classify(twice, "twice", "label");
    assertEquals(2, refused.status());
    assertTrue(
        refused.err().contains("two columns of the output are named \"label\""), refused.err());
  }

  @Test
  void aLabelIsTheSameInEverySpellingAndBlankTextsAreLeftOut() throws IOException {
    String words = Reviews.rows("", ",", 80);
    String numbers = words.replace(",fine", ",1").replace(",poor", ",0");
    // A label in two spellings, a no-break space, a zero-width space.
    Path table = write("train.csv", numbers + "good,1.0\n\u00a0,1\n\u200b\ufeff,0\n");
    JobRun run =
        Reviews.train(
            folder, table, "model", "--epochs", "2", "--max-bad-fraction", "0.1", "--shards", "1");
    run.done();
    TextClassifier classifier = TextClassifier.load(ModelDirectory.local(folder.resolve("model")));
    assertEquals(List.of("0", "1"), classifier.model().config().labels());

    JsonNode other = evaluate(write("test.csv", "good,1.0\nbad,0.0\nbad,0.00\n")).json();
    assertEquals(3, other.path("rows").asInt());
    assertEquals(0, other.path("unseen_labels").asInt());
    assertTrue(other.has("auc"), other.toString());

    JobRun single = evaluate(write("single.csv", "good,1.0\nbad,1\n"));
    assertEquals(2, single.json().path("rows").asInt());
    assertTrue(!single.json().has("auc"), "one label has no ROC curve: " + single);
    assertTrue(single.err().contains("all texts have the label 1: no AUC"), single.err());
    requireKept();
  }
}
