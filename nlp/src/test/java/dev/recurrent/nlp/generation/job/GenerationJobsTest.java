package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.spark.ParameterHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The generation actions from their options to what they leave behind. */
class GenerationJobsTest {
  private static final String NAMES =
      "model.json parameters.safetensors tokenizer.json metrics.jsonl report.html run-status.json"
          + " tensorboard manifest.json";
  private static final Set<String> FILES = Set.of(NAMES.split(" "));

  @TempDir static Path shared;
  private static Path text;
  private static Path model;
  private static Jobs.Outcome trained;

  @TempDir Path folder;

  @BeforeAll
  static void trainOnce() throws IOException {
    text = Files.writeString(shared.resolve("text.txt"), Jobs.text(60));
    model = shared.resolve("model");
    trained = Jobs.train(text, model, "--evaluate-every", "1").done();
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }

  private static Jobs.Outcome sample(String... options) {
    List<String> all = new ArrayList<>(List.of("--model", model.toString()));
    all.addAll(List.of(options));
    return Jobs.run(new GenerationSample(), all).done();
  }

  @Test
  void theLastLineOfOutputIsTheResult() {
    JsonNode json = trained.json();
    assertEquals("generation", json.path("task").asText());
    assertEquals("train", json.path("action").asText());
    assertEquals("done", json.path("status").asText());
    assertEquals(model.toString(), json.path("output").asText());
    assertEquals(2, json.path("rounds").asInt());
    // The run ended within its first epoch.
    double epochs = json.path("epochs").asDouble();
    assertTrue(epochs > 0 && epochs < 1, json.toString());
    assertTrue(json.path("seconds").asDouble() > 0);
    assertTrue(json.path("targets_per_second").asDouble() > 0);
    assertTrue(json.path("train_loss").asDouble() > 0);
    assertTrue(json.path("theta").asText().matches("[0-9a-f]{64}"));
    JsonNode validation = json.path("validation");
    double nats = validation.path("nats_per_char").asDouble();
    assertEquals(nats / Math.log(2), validation.path("bits_per_char").asDouble(), 1e-9);
    assertEquals(Math.exp(nats), validation.path("perplexity").asDouble(), 1e-6);
    assertEquals(1, trained.out().lines().count());
    assertTrue(trained.err().contains("round 2/2 (100%)"), trained.err());
  }

  @Test
  void aFinishedRunLeavesTheModelItsReportAndNothingElse() throws IOException {
    assertEquals(FILES, names(model));
    JsonNode status = read(model.resolve("run-status.json"));
    assertEquals("finished", status.path("state").asText());
    assertEquals(trained.theta(), status.path("result").path("theta").asText());
    List<String> rounds = Files.readAllLines(model.resolve("metrics.jsonl"));
    assertEquals(2, rounds.size());
    assertTrue(Files.readString(model.resolve("report.html")).contains("Temperature 0.8"));
    JsonNode described = read(model.resolve("model.json"));
    assertEquals("language-model", described.path("kind").asText());
    assertEquals("8", described.path("settings").path("hidden-size").asText());
    TextGenerator loaded = TextGenerator.load(ModelDirectory.local(model));
    assertEquals(trained.theta(), ParameterHash.hash(loaded.parameters()));
    assertEquals(loaded.parameters().length, trained.json().path("parameters").asInt());
  }

  @Test
  void theSameSeedGivesTheSameTheta() {
    Jobs.Outcome again = Jobs.train(text, folder.resolve("a"), "--evaluate-every", "1").done();
    assertEquals(trained.theta(), again.theta());
    Jobs.Outcome other =
        Jobs.train(text, folder.resolve("b"), "--evaluate-every", "1", "--seed", "2").done();
    assertNotEquals(trained.theta(), other.theta());
  }

  @ParameterizedTest
  @CsvSource({"char,0,3", "bpe,280,1", "word,20,3"})
  void eachKindOfTokensTrains(String tokens, int vocabulary, int shards) throws IOException {
    Path output = folder.resolve("out");
    String size = Integer.toString(vocabulary);
    String count = Integer.toString(shards);
    Jobs.train(
            text,
            output,
            "--tokens",
            tokens,
            "--vocabulary-size",
            size,
            "--shards",
            count,
            "--batch-size",
            "1",
            "--sequence-length",
            "6")
        .done();
    TextGenerator loaded = TextGenerator.load(ModelDirectory.local(output));
    assertEquals(tokens, loaded.tokenizer().kind().label());
    int learned = loaded.tokenizer().vocabulary().size();
    assertTrue(vocabulary == 0 || learned <= vocabulary, "vocabulary of " + learned);
    JsonNode settings = read(output.resolve("model.json")).path("settings");
    assertEquals(count, settings.path("shards").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "average", "outer-nesterov", "bmuf", "diloco"})
  void eachStrategyTrains(String strategy) {
    Jobs.Outcome run =
        Jobs.train(
                text,
                folder.resolve("out"),
                "--strategy",
                strategy,
                "--cell",
                "gru",
                "--layers",
                "2",
                "--tied",
                "--embedding-size",
                "0",
                "--dropout",
                "0.2",
                "--variational",
                "--label-smoothing",
                "0.1")
            .done();
    assertEquals(2, run.json().path("rounds").asInt());
  }

  @Test
  void aFileOfOptionsIsReadAndTheCommandLineWins() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("options.conf"),
            """
            # as on the command line
            input = "%s"
            cell = gru, hidden-size = 12
            embedding-size = 5
            batch-size = 2, sequence-length = 8, shards = 2
            rounds = 50
            tied = false
            local-steps = auto
            """
                .formatted(text));
    Path output = folder.resolve("out");
    Jobs.Outcome run =
        Jobs.train(
            List.of("--rounds", "1", "--config", file.toString(), "--output", output.toString()));
    assertEquals(1, run.done().json().path("rounds").asInt());
    JsonNode config = read(output.resolve("model.json")).path("config");
    assertEquals("GRU", config.path("cell").asText());
    assertEquals(12, config.path("hiddenSize").asInt());
    assertEquals(5, config.path("embeddingSize").asInt());
  }

  @Test
  void aFinishedModelGoesOnWithNewTextAndKeepsItsVocabulary() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "ships Ж and 日本 ships\n".repeat(30));
    Path output = folder.resolve("out");
    Jobs.Outcome run =
        Jobs.train(other, output, "--init-from", model.toString(), "--learning-rate", "1e-9");
    assertEquals(trained.json().path("parameters"), run.done().json().path("parameters"));
    assertEquals(
        Files.readString(model.resolve("tokenizer.json")),
        Files.readString(output.resolve("tokenizer.json")));
    float[] before = TextGenerator.load(ModelDirectory.local(model)).parameters();
    float[] after = TextGenerator.load(ModelDirectory.local(output)).parameters();
    for (int i = 0; i < before.length; i++) {
      assertEquals(before[i], after[i], 1e-6f);
    }
    assertEquals(FILES, names(model));
  }

  @Test
  void aFinishedDirectoryIsNotWrittenOverUnasked() throws IOException {
    Path output = folder.resolve("out");
    Jobs.train(text, output).done();
    byte[] before = Files.readAllBytes(output.resolve("manifest.json"));
    Jobs.Outcome refused = Jobs.train(text, output);
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("finished model; give --overwrite"), refused.err());
    assertArrayEquals(before, Files.readAllBytes(output.resolve("manifest.json")));
    Jobs.Outcome again = Jobs.train(text, output, "--overwrite", "--seed", "9").done();
    assertNotEquals(trained.theta(), again.theta());
    assertEquals(FILES, names(output));
  }

  @Test
  void resumingAFinishedRunGivesItsResultAgain() throws IOException {
    Path output = folder.resolve("out");
    Jobs.Outcome first = Jobs.train(text, output).done();
    byte[] report = Files.readAllBytes(output.resolve("report.html"));
    Jobs.Outcome again = Jobs.train(text, output, "--resume").done();
    assertTrue(again.json().path("already_done").asBoolean());
    for (String key : List.of("theta", "rounds", "validation", "parameters", "train_loss")) {
      assertEquals(first.json().path(key), again.json().path(key), key);
    }
    assertEquals(report.length, Files.size(output.resolve("report.html")));
    Jobs.Outcome other = Jobs.train(text, output, "--resume", "--hidden-size", "9");
    assertEquals(2, other.status());
    assertTrue(other.err().contains("had --hidden-size 8, now it is 9"), other.err());
    Path longer = Files.writeString(folder.resolve("longer"), Jobs.text(70));
    Jobs.Outcome unread = Jobs.train(longer, output, "--resume").done();
    assertTrue(unread.json().path("already_done").asBoolean(), "no data is read");
  }

  @Test
  void evaluationOfTheValidationTextGivesTheValidationLoss() throws IOException {
    String all = Jobs.text(60);
    int points = all.codePointCount(0, all.length());
    int first = (int) (long) (points * (1 - 0.1));
    Path last =
        Files.writeString(folder.resolve("last"), all.substring(all.offsetByCodePoints(0, first)));
    JsonNode json =
        Jobs.run(
                new GenerationEvaluate(),
                List.of("--model", model.toString(), "--input", last.toString()))
            .done()
            .json();
    JsonNode validation = trained.json().path("validation");
    for (String key : List.of("nats_per_char", "bits_per_char", "perplexity")) {
      assertEquals(validation.path(key).asDouble(), json.path(key).asDouble(), 1e-5, key);
    }
    assertEquals(points - first - 1, json.path("targets").asInt());
    assertEquals(0, json.path("unknown").asInt());
  }

  @Test
  void aSampleIsAFunctionOfItsSeed() {
    String[] options = {"--prompt", "the ", "--length", "40", "--seed", "3"};
    String written = sample(options).json().path("text").asText();
    assertEquals(40, written.codePointCount(0, written.length()));
    assertEquals(written, sample(options).json().path("text").asText());
    String other = sample("--prompt", "the ", "--length", "40").json().path("text").asText();
    assertNotEquals(written, other);
    String greedy = sample("--length", "9", "--temperature", "0").json().path("text").asText();
    assertEquals(
        greedy,
        sample("--length", "9", "--top-k", "1", "--seed", "7").json().path("text").asText());
  }

  @Test
  void completionsComeLikeliestFirst() {
    JsonNode found =
        sample("--prompt", "the ", "--complete", "3", "--length", "5").json().path("completions");
    assertEquals(3, found.size());
    double last = 0;
    for (JsonNode completion : found) {
      assertEquals(5, completion.path("text").asText().length());
      assertTrue(completion.path("log_probability").asDouble() <= last);
      last = completion.path("log_probability").asDouble();
    }
    assertFalse(sample("--complete", "1").json().has("text"));
  }
}
