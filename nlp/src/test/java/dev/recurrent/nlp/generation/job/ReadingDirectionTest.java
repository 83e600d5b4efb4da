package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recurrent.format.Manifest;
import dev.recurrent.nlp.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingDirectionTest {
  @TempDir Path folder;

  private static double nats(Path model, Path text) {
    List<String> options = List.of("--model", model.toString(), "--input", text.toString());
    return Jobs.run(new GenerationEvaluate(), options)
        .done()
        .json()
        .path("nats_per_char")
        .asDouble();
  }

  /** The same weights in a model that reads forward. */
  private Path forward(Path model) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode description = (ObjectNode) json.readTree(model.resolve("model.json").toFile());
    assertEquals("backward", description.at("/provenance/reads").asText());
    description.remove("provenance");
    Map<String, byte[]> files = new TreeMap<>();
    files.put("model.json", json.writeValueAsBytes(description));
    for (String name : List.of("parameters.safetensors", "tokenizer.json")) {
      files.put(name, Files.readAllBytes(model.resolve(name)));
    }
    files.put("manifest.json", Manifest.of(files).toBytes());
    Path forward = Files.createDirectories(folder.resolve("forward"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(forward.resolve(file.getKey()), file.getValue());
    }
    return forward;
  }

  @Test
  void aModelThatReadsBackwardIsMeasuredFromTheEndAndWritesNothing() throws IOException {
    String words = Jobs.text(60);
    Path text = Files.writeString(folder.resolve("text.txt"), words);
    Path mirrored =
        Files.writeString(
            folder.resolve("mirrored.txt"), new StringBuilder(words).reverse().toString());
    Path model = folder.resolve("backward");
    Jobs.train(text, model, "--reverse").done();
    assertFalse(Files.readString(model.resolve("report.html")).contains("Temperature 0.8"));
    assertEquals(nats(model, text), nats(forward(model), mirrored));
    Jobs.Outcome refused = Jobs.run(new GenerationSample(), List.of("--model", model.toString()));
    assertEquals(5, refused.status(), refused.err());
    assertTrue(refused.err().contains("reads text backward, expected forward"), refused.err());
    Jobs.Outcome mixed = Jobs.train(text, folder.resolve("mixed"), "--init-from", model.toString());
    assertEquals(5, mixed.status(), mixed.err());
  }
}
