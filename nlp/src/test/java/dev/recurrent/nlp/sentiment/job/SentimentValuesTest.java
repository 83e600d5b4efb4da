package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels in several spellings, and texts that show nothing. */
class SentimentValuesTest {
  @TempDir Path folder;

  private Path write(String name, String rows) throws IOException {
    return Files.writeString(folder.resolve(name), "text,label\n" + rows);
  }

  private JsonNode evaluate(Path input) {
    return JobRun.of(
            new SentimentEvaluate(),
            List.of("--model", folder.resolve("model").toString(), "--input", input.toString()))
        .done()
        .json();
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

    JsonNode other = evaluate(write("test.csv", "good,1.0\nbad,0.0\nbad,0.00\n"));
    assertEquals(3, other.path("rows").asInt());
    assertEquals(0, other.path("unseen_labels").asInt());
    assertTrue(other.has("auc"), other.toString());

    JsonNode single = evaluate(write("single.csv", "good,1.0\nbad,1\n"));
    assertEquals(2, single.path("rows").asInt());
    assertTrue(!single.has("auc"), "one label has no ROC curve: " + single);
  }
}
