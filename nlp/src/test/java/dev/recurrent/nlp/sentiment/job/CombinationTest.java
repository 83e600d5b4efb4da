package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.SharedClassifier;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that has learned nothing, and texts whose words say the label. */
class CombinationTest {
  @TempDir Path folder;

  private Path table() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder rows = new StringBuilder("text,label\n");
    for (int i = 0; i < 240; i++) {
      String words = "w" + random.nextInt(50) + " w" + random.nextInt(50);
      rows.append(i % 2 == 0 ? "fine " : "poor ").append(words);
      rows.append(i % 2 == 0 ? ",yes\n" : ",no\n");
    }
    return Files.writeString(folder.resolve("texts.csv"), rows.toString());
  }

  private JobRun train(Path table, String output, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--baseline", "true", "--epochs", "1", "--learning-rate", "1e-6"));
    options.addAll(List.of(more));
    return Reviews.train(folder, table, output, options.toArray(new String[0]));
  }

  @Test
  void theModelHasTheBagOfWordsThatHelps() throws IOException {
    Path table = table();
    JobRun run = train(table, "model", "--test-input", table.toString()).done();
    JsonNode json = run.json();
    assertTrue(json.path("combination").path("bag_weight").asDouble() > 0, json.toString());
    assertEquals(1, json.path("validation").path("accuracy").asDouble());
    assertTrue(json.path("network").path("accuracy").asDouble() < 0.9, json.toString());
    assertTrue(json.path("test_network").path("accuracy").asDouble() < 0.9, json.toString());
    assertTrue(run.err().contains("combined with a bag of words"), run.err());
    assertTrue(run.err().contains("the network alone"), run.err());
    String report = Files.readString(folder.resolve("model/report.html"));
    assertTrue(report.contains("network and bag of words"), report);

    String model = folder.resolve("model").toString();
    JsonNode measured =
        JobRun.of(new SentimentEvaluate(), List.of("--model", model, "--input", table.toString()))
            .done()
            .json();
    assertEquals(json.path("test").path("log_loss"), measured.path("log_loss"));
    assertEquals(
        json.path("test_network").path("log_loss"), measured.path("network").path("log_loss"));
    TextClassifier alone = TextClassifier.load(ModelDirectory.local(Path.of(model)));
    assertEquals("yes", alone.classify("w1 w2 fine").label());
    assertArrayEquals(
        alone.classify("poor w3").probabilities(),
        SharedClassifier.of(TestSpark.session(), alone).get().classify("poor w3").probabilities());
    // A network that starts from it starts from its network.
    JobRun next = train(table, "next", "--init-from", model, "--combine-baseline", "false").done();
    assertEquals("it is not asked for", next.json().path("combination").path("reason").asText());
    assertNull(
        TextClassifier.load(ModelDirectory.local(folder.resolve("next"))).bag(), "not asked for");
  }

  @Test
  void aSmallLeadOfTheNetworkProvesNothing() {
    assertFalse(Combination.isBetter(76, 74, 20));
    assertFalse(Combination.isBetter(74, 76, 20));
    assertFalse(Combination.isBetter(80, 80, 0));
    assertFalse(Combination.isBetter(80, 76, 16));
    assertTrue(Combination.isBetter(81, 76, 16));
    assertTrue(Combination.isBetter(900, 800, 300));
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    JobRun maybe = train(table(), "maybe", "--combine-baseline", "perhaps");
    assertEquals(2, maybe.status());
    assertTrue(maybe.err().contains("\"perhaps\", expected auto, true or false"), maybe.err());
    JobRun without = train(table(), "none", "--combine-baseline", "true", "--baseline", "false");
    assertEquals(2, without.status(), without.err());
  }
}
