package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.nlp.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retraining on a schedule: a model takes the place of the one in use if it is not worse. */
class PublishedModelTest {
  @TempDir Path folder;

  private Jobs.Outcome train(String run, String... more) throws IOException {
    Path text = folder.resolve("text.txt");
    if (!Files.exists(text)) {
      Files.writeString(text, Jobs.text(60));
    }
    List<String> options = Jobs.options(text, folder.resolve(run), more);
    options.addAll(List.of("--publish", registry().toString()));
    return Jobs.train(options);
  }

  private Path registry() {
    return folder.resolve("registry");
  }

  private String latest() throws IOException {
    return Files.readString(registry().resolve("latest")).strip();
  }

  private String status(String run) throws IOException {
    Path file = folder.resolve(run).resolve("run-status.json");
    return new ObjectMapper().readTree(file.toFile()).path("state").asText();
  }

  @Test
  void aWorseModelIsTrainedButNotPublished() throws IOException {
    JsonNode first = train("first").done().json().path("publish");
    assertTrue(first.path("published").asBoolean(), first.toString());
    assertEquals(first.path("name").asText(), latest());
    Jobs.run(
            new GenerationSample(),
            List.of("--model", registry().toString(), "--prompt", "the", "--length", "3"))
        .done();

    Jobs.Outcome worse = train("worse", "--learning-rate", "0.0000001");
    assertEquals(7, worse.status());
    String said = worse.json().path("error").asText();
    assertTrue(said.startsWith("trained but not published: validation loss is "), said);
    assertEquals(first.path("name").asText(), latest());
    assertEquals("finished", status("worse"));
    // Its own directory has it all the same, and asking again says the same.
    assertTrue(Files.exists(folder.resolve("worse/manifest.json")));
    assertEquals(7, train("worse", "--learning-rate", "0.0000001", "--resume").status());

    Jobs.Outcome allowed =
        train("allowed", "--learning-rate", "0.0000001", "--publish-margin", "100").done();
    JsonNode decision = allowed.json().path("publish");
    assertEquals(first.path("name").asText(), decision.path("in_use").asText());
    assertEquals(decision.path("name").asText(), latest());
  }

  @Test
  void aBetterModelOfTheSameVocabularyIsComparedOnTheSameValidationData() throws IOException {
    train("first", "--learning-rate", "0.0000001").done();
    Jobs.Outcome better =
        train("second", "--init-from", registry().toString(), "--keep-models", "1").done();
    JsonNode decision = better.json().path("publish");
    assertTrue(
        decision.path("score").asDouble() < decision.path("score_in_use").asDouble(),
        decision.toString());
    assertEquals(decision.path("name").asText(), latest());
    try (var models = Files.list(registry().resolve("models"))) {
      assertEquals(1, models.count());
    }
  }

  @Test
  void aRunThatWasKilledBeforeItPublishedDoesSoWhenItIsResumed() throws IOException {
    train("first").done();
    String name = latest();
    Files.delete(registry().resolve("latest"));
    Jobs.Outcome again = train("first", "--resume").done();
    assertTrue(again.json().path("already_done").asBoolean());
    assertEquals(name, latest());
    assertFalse(again.err().contains("worse"), again.err());
  }
}
