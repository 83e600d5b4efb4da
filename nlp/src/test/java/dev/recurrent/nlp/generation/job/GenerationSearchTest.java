package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.nlp.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Language models with different options, of which the one with the lowest loss is kept. */
class GenerationSearchTest {
  @TempDir Path folder;

  @Test
  void theLowestLossIsKeptAndNgramsAreCountedOnceForAll() throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), Jobs.text(60));
    List<String> options = Jobs.options(text, folder.resolve("run"), "--baseline", "true");
    options.addAll(List.of("--search", "learning-rate=0.0001|0.01", "--trials", "2"));
    options.addAll(List.of("--halving", "1", "--parallel", "2"));
    Jobs.Outcome run = Jobs.run(new GenerationSearch(), options).done();
    assertTrue(run.err().contains("trials by validation loss, lower is better:"), run.err());
    List<JsonNode> trials = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("run/trials.jsonl"))) {
      trials.add(new ObjectMapper().readTree(line));
    }
    JsonNode found = run.json().path("search");
    int best = found.path("best").asInt();
    double lowest = trials.get(best).path("scores").get(0).asDouble();
    double other = trials.get(1 - best).path("scores").get(0).asDouble();
    assertTrue(0 < lowest && lowest < other, lowest + " and " + other);
    assertEquals(lowest, found.path("score").asDouble());
    assertEquals(lowest, run.json().path("validation").path("loss").asDouble(lowest), 1e-9);
    assertEquals("0.01", found.path("options").path("learning-rate").asText());
    // Both trials have the same baseline beside their own figures.
    JsonNode first = result("run/trials/000");
    JsonNode second = result("run/trials/001");
    assertTrue(first.path("baseline").isObject(), first.toString());
    assertEquals(first.path("baseline"), second.path("baseline"));
    assertNotEquals(first.path("theta"), second.path("theta"));
  }

  private JsonNode result(String directory) throws IOException {
    Path model = folder.resolve(directory).resolve("model.json");
    return new ObjectMapper().readTree(model.toFile()).path("result");
  }
}
