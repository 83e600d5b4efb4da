package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.PretrainedLayersTest;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that go on, that start from a model, and what is refused before a network is trained. */
class SentimentRunsTest {
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

  private static String theta(JobRun run) {
    return run.done().json().path("theta").asText();
  }

  private String languageModel() throws IOException {
    return languageModel("forward");
  }

  private String languageModel(String reads) throws IOException {
    Path start = Files.createDirectories(folder.resolve("lm-" + reads));
    Map<String, byte[]> files = PretrainedLayersTest.files(false, Map.of("reads", reads));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(start.resolve(file.getKey()), file.getValue());
    }
    return start.toString();
  }

  /** It goes on in the epoch in which the second layer begins to learn, with all losses. */
  @Test
  void aRunGoesOnWithTheSameDataOnly() throws IOException {
    List<String> options = new ArrayList<>(List.of("--epochs", "2", "--local-steps", "4"));
    options.addAll(List.of("--evaluate-every", "1", "--init-from", languageModel()));
    options.addAll(List.of("--unfreeze", "--layer-rate-decay", "2.6"));
    options.addAll(List.of("--language-model-weight", "0.3", "--virtual-adversarial", "1"));
    Path unlabelled =
        Files.writeString(folder.resolve("unlabelled.csv"), Reviews.rows("text,label\n", ",", 50));
    options.addAll(List.of("--unlabelled-input", unlabelled.toString()));
    String expected = theta(train("whole", options.toArray(new String[0])));
    Path blocked = Files.createDirectories(folder.resolve("again/report.html/blocked"));
    List<String> cut = new ArrayList<>(options);
    cut.addAll(List.of("--max-minutes", "3e-5"));
    JobRun stopped = train("again", cut.toArray(new String[0]));
    assertEquals(1, stopped.status(), stopped.err());
    Files.delete(blocked);
    Files.delete(blocked.getParent());
    options.add("--resume");
    String[] resumed = options.toArray(new String[0]);
    String text = Files.readString(table);
    Files.writeString(table, text.replace("film", "show"));
    JobRun refused = train("again", resumed);
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.json().path("error").asText().contains("not what the run began with"));
    Files.writeString(table, text);
    assertEquals(expected, theta(train("again", resumed)));
  }

  /** Also without the file, which is read at the beginning only. */
  @Test
  void aRunGoesOnWithTheWordVectorsItBeganWith() throws IOException {
    Path vectors = folder.resolve("vectors.vec.gz");
    byte[] text = "2 5\ngood 1 2 3 4 5\nbad 5 4 3 2 1\n".getBytes(StandardCharsets.UTF_8);
    try (var out = new GZIPOutputStream(Files.newOutputStream(vectors))) {
      out.write(text);
    }
    List<String> options =
        List.of("--embeddings", vectors.toString(), "--epochs", "2", "--local-steps", "4");
    JobRun whole = train("whole", options.toArray(new String[0]));
    String expected = theta(whole);
    assertTrue(whole.err().contains("2 of 16 words have a vector (12.5 %)"), whole.err());
    Path blocked = Files.createDirectories(folder.resolve("again/report.html/blocked"));
    List<String> cut = new ArrayList<>(options);
    cut.addAll(List.of("--max-minutes", "3e-5"));
    JobRun stopped = train("again", cut.toArray(new String[0]));
    assertEquals(1, stopped.status(), stopped.err());
    Files.delete(blocked);
    Files.delete(blocked.getParent());
    Files.delete(vectors);
    List<String> resumed = new ArrayList<>(options);
    resumed.add("--resume");
    assertEquals(expected, theta(train("again", resumed.toArray(new String[0]))));
    for (String run : List.of("whole", "again")) {
      JsonNode model =
          new ObjectMapper().readTree(folder.resolve(run).resolve("model.json").toFile());
      assertEquals(5, model.path("config").path("embeddingSize").asInt());
      JsonNode origin = model.path("provenance").path("embeddings");
      assertEquals(2, origin.path("words").asInt());
      assertEquals(Manifest.sha256(text), origin.path("sha256").asText());
    }
  }

  @Test
  void aTableOfWindowsLinesAndAGlobAreTheSameTable() throws IOException {
    String expected = theta(train("plain", "--epochs", "1"));
    Path windows = folder.resolve("windows.csv");
    Files.writeString(windows, Files.readString(table).replace("\n", "\r\n"));
    assertEquals(expected, theta(train("windows", "--epochs", "1", "--input", windows.toString())));
    String glob = folder.resolve("rev*.csv").toString();
    assertEquals(expected, theta(train("glob", "--epochs", "1", "--input", glob)));
  }

  @Test
  void textsToTestOnAreLookedAtBeforeTraining() throws IOException {
    String nowhere = folder.resolve("nowhere.csv").toString();
    JobRun refused = train("model", "--test-input", nowhere);
    assertEquals(4, refused.status(), refused.err());
    assertTrue(
        refused.json().path("error").asText().contains("--test-input " + nowhere), refused.err());
    Path other = Files.writeString(folder.resolve("other.csv"), "text,label\na film,dull\n");
    JobRun foreign = train("model", "--test-input", other.toString());
    assertEquals(4, foreign.status(), foreign.err());
    assertTrue(foreign.json().path("error").asText().contains("none of the labels [fine, poor]"));
    assertFalse(Files.exists(folder.resolve("model/model.json")));
  }

  @Test
  void aStartFromAModelCountsWhatItCannotUse() throws IOException {
    train("first", "--epochs", "1").done();
    String start = folder.resolve("first").toString();
    Path dull =
        Files.writeString(
            folder.resolve("dull.csv"), Files.readString(table).replace(",poor", ",dull"));
    JobRun noLanguageModel = train("bad", "--init-from", start, "--language-model-weight", "1");
    assertEquals(2, noLanguageModel.status(), noLanguageModel.err());
    JobRun half = train("half", "--epochs", "1", "--init-from", start, "--input", dull.toString());
    assertTrue(half.done().json().path("train_loss").isNumber(), half.err());
    Path foreign =
        Files.writeString(
            folder.resolve("foreign.csv"), Files.readString(dull).replace(",fine", ",dreary"));
    JobRun none = train("none", "--init-from", start, "--input", foreign.toString());
    assertEquals(4, none.status(), none.err());
    assertTrue(
        none.json()
            .path("error")
            .asText()
            .contains("labels of the model to start from, [fine, poor]"));
  }

  @Test
  void aStartFromALanguageModelHasItsVocabularyAndItsLayers() throws IOException {
    String start = languageModel();
    JobRun run = train("model", "--epochs", "1", "--init-from", start, "--unfreeze").done();
    assertTrue(run.err().contains("which read forward only"), run.err());
    TextClassifier trained = TextClassifier.load(ModelDirectory.local(folder.resolve("model")));
    ClassifierModel model = trained.model();
    float[] begun = new float[trained.parameters().length];
    model.start(begun, PretrainedLayers.load(ModelDirectory.local(Path.of(start))));
    // In the first epoch nothing but the output and the scaling before it learns.
    int fresh = model.layout().entry("scaling.scale").offset();
    assertArrayEquals(Arrays.copyOf(begun, fresh), Arrays.copyOf(trained.parameters(), fresh));
    assertTrue(run.err().contains("the output layer alone has a validation loss"), run.err());
    assertEquals(List.of("fine", "poor"), model.config().labels());
    assertEquals(5, model.config().recurrent().hiddenSize());
    assertEquals(2, model.config().recurrent().layers());
    assertEquals(1, model.config().recurrent().directions());
    assertEquals(4, model.config().embeddingSize());
  }

  /** The log loss is convex: that of the mean is below the mean of theirs. */
  @Test
  void aForwardAndABackwardModelAreAveraged() throws IOException {
    String[] options = {"--epochs", "1", "--init-from"};
    for (String reads : List.of("forward", "backward")) {
      JobRun run = train(reads, options[0], options[1], options[2], languageModel(reads)).done();
      assertTrue(run.err().contains("which read " + reads + " only"), run.err());
      assertEquals(
          reads.equals("backward"),
          TextClassifier.load(ModelDirectory.local(folder.resolve(reads)))
              .model()
              .config()
              .form()
              .backward());
    }
    double[] losses = new double[3];
    String[][] used = {
      {"forward"}, {"backward"}, {"forward", "--average-with", folder + "/backward"}
    };
    for (int i = 0; i < used.length; i++) {
      List<String> command = new ArrayList<>(List.of("--model", folder + "/" + used[i][0]));
      command.addAll(Arrays.asList(used[i]).subList(1, used[i].length));
      command.addAll(List.of("--input", table.toString()));
      losses[i] =
          JobRun.of(new SentimentEvaluate(), command).done().json().path("log_loss").asDouble();
    }
    assertTrue(losses[2] > 0 && losses[2] < (losses[0] + losses[1]) / 2, Arrays.toString(losses));
    assertNotEquals(losses[0], losses[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "'',is empty",
    "'text,label\n',has no rows",
    "'text,label\n\"\",fine\n',has no usable row: "
  })
  void tablesWithoutRowsAreRefusedInTheWordsOfEveryTask(String content, String words)
      throws IOException {
    Path none = Files.writeString(folder.resolve("none.csv"), content);
    JobRun refused = Reviews.train(folder, none, "bad");
    assertEquals(4, refused.status(), refused.err());
    String error = refused.json().path("error").asText();
    assertTrue(error.startsWith("--input " + none + " " + words), error);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() throws IOException {
    Path vectors = Files.writeString(folder.resolve("v.txt"), "good 1 2 3 4 5 6 7 8\n");
    for (String[] options :
        new String[][] {
          {"--freeze"},
          {"--unfreeze"},
          {"--language-model-weight", "1"},
          {"--virtual-adversarial", "-1"},
          {"--perturbation", "0"},
          {"--unlabelled-input", vectors.toString()},
          {"--layer-rate-decay", "2"},
          {"--layer-rate-decay", "0.5", "--init-from", folder.toString()},
          {"--freeze", "--embeddings", vectors.toString(), "--optimizer", "adamw"},
          {"--embeddings", vectors.toString(), "--init-from", folder.toString()},
          {"--embedding-dropout", "1"},
          {"--dropout", "1"}
        }) {
      JobRun refused = train("bad", options);
      assertEquals(2, refused.status(), refused.err());
    }
    assertFalse(Files.exists(folder.resolve("bad")));
  }
}
