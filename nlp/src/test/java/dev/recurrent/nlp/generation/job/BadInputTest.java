package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.spark.run.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be used is said in one line, with its exit code, and nothing is left behind. */
class BadInputTest {
  @TempDir Path folder;
  private Path text;
  private Path output;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), Jobs.text(40));
    output = folder.resolve("out");
  }

  private static void assertFails(int status, String message, Jobs.Outcome run) {
    assertEquals(status, run.status(), run.err());
    List<String> failures =
        run.err().lines().filter(line -> line.startsWith("recurrent: ")).toList();
    assertEquals(1, failures.size(), run.err());
    assertTrue(failures.get(0).contains(message), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    JsonNode json = run.json();
    assertEquals("failed", json.path("status").asText());
    assertEquals(status, json.path("exit").asInt());
    assertTrue(json.path("error").asText().contains(message), json.toString());
    assertTrue(json.has("seconds"));
  }

  private void assertNothingLeft() throws IOException {
    if (Files.exists(output)) {
      try (Stream<Path> left = Files.list(output)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  private void refused(int status, String message, Path input, String... more) throws IOException {
    assertFails(status, message, Jobs.train(input, output, more));
    assertNothingLeft();
  }

  @Test
  void textThatIsNotThere() throws IOException {
    refused(4, "nowhere.txt does not exist", folder.resolve("nowhere.txt"));
  }

  @Test
  void anEmptyFile() throws IOException {
    refused(4, "is empty", Files.createFile(folder.resolve("empty")));
  }

  @Test
  void textThatIsNotUtf8() throws IOException {
    byte[] latin = "the caf\u00E9 is open".repeat(30).getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.txt"), latin);
    refused(4, "latin.txt is not UTF-8: byte 0xE9 at offset 7;", file);
    byte[] cut = Arrays.copyOf("abc €".getBytes(StandardCharsets.UTF_8), 6);
    refused(4, "at offset 4;", Files.write(folder.resolve("cut.txt"), cut));
  }

  @Test
  void aValidationPartOfLessThanOneSequence() throws IOException {
    refused(4, "the validation text has", text, "--sequence-length", "400");
    refused(4, "raise --validation-fraction", text, "--validation-fraction", "0.001");
  }

  @Test
  void lessTextThanStreams() throws IOException {
    refused(4, "(shards x batch-size)", text, "--shards", "40", "--batch-size", "100");
  }

  @ParameterizedTest
  @CsvSource({
    "--hiden-size,--hidden-size",
    "--learningrate,--learning-rate",
    "--epoch,--epochs",
    "--sed,--seed"
  })
  void anUnknownOptionWithTheNearest(String option, String nearest) throws IOException {
    refused(2, "unknown option " + option + "; the nearest is " + nearest, text, option, "3");
  }

  @Test
  void aWordThatIsNoOption() throws IOException {
    refused(2, "unexpected argument \"fast\"", text, "fast");
    assertFails(2, "--input", Jobs.train(List.of("--output", output.toString())));
    refused(2, "--rounds", text, "--rounds", "many");
  }

  @Test
  void aConfigurationFileWithAnUnknownKey() throws IOException {
    Path file = Files.writeString(folder.resolve("x.conf"), "hiden-size = 3\n");
    String message = "unknown key \"hiden-size\"; the nearest is \"hidden-size\"";
    refused(2, message, text, "--config", file.toString());
    Files.writeString(file, "hidden-size = {{\n");
    refused(2, "x.conf is not HOCON", text, "--config", file.toString());
    refused(2, "none.conf cannot be read", text, "--config", folder + "/none.conf");
    Files.writeString(file, "layers = two\n");
    refused(2, "two", text, "--config", file.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cell|transformer|expected rnn, rnn-relu, lstm, gru",
        "--tokens|syllable|--tokens: token kind is \"syllable\", expected char, word, bpe",
        "--strategy|gossip|expected sync, average, outer-nesterov, bmuf or diloco",
        "--optimizer|lion|expected adam",
        "--schedule|linear|expected constant, cosine or plateau",
        "--optimizer-state|keep|expected reset or average",
        "--learning-rate|-1|--learning-rate is -1.0",
        "--learning-rate|0|--learning-rate is 0.0",
        "--learning-rate|NaN|--learning-rate is NaN",
        "--clip-norm|-1|--clip-norm is -1.0",
        "--dropout|1|dropout is 1.0",
        "--dropout|-0.1|dropout is -0.1",
        "--validation-fraction|0|--validation-fraction is 0.0",
        "--validation-fraction|1|--validation-fraction is 1.0",
        "--validation-fraction|NaN|--validation-fraction is NaN",
        "--local-steps|0|--local-steps is \"0\"",
        "--local-steps|some|--local-steps is \"some\"",
        "--vocabulary-size|70000|--vocabulary-size is 70000",
        "--vocabulary-size|3|--vocabulary-size is 3",
        "--layers|0|--layers is 0",
        "--hidden-size|0|--hidden-size is 0",
        "--embedding-size|-2|--embedding-size is -2",
        "--max-minutes|-1|--max-minutes is -1.0",
        "--beta2|1|--beta2 is 1.0",
      })
  void aValueThatCannotBe(String option, String value, String message) throws IOException {
    refused(2, message, text, option, value);
  }

  @Test
  void optionsThatExcludeEachOther() throws IOException {
    refused(2, "--bidirectional", text, "--bidirectional");
    refused(2, "tied", text, "--tied");
    refused(2, "--epochs 0 and --rounds 0 set no end", text, "--rounds", "0", "--epochs", "0");
    refused(
        2,
        "--rounds 0, --epochs 0 and --max-minutes 0 set no end",
        text,
        "--rounds",
        "0",
        "--epochs",
        "0",
        "--schedule",
        "constant");
    refused(2, "exclude each other", text, "--resume", "--overwrite");
  }

  @Test
  void aDirectoryThatAnotherRunHas() throws Exception {
    try (RunDirectory other = RunDirectory.take(output.toString(), new Configuration())) {
      assertFails(6, "process " + ProcessHandle.current().pid(), Jobs.train(text, output));
      assertFails(6, output.getFileName().toString(), Jobs.train(text, output, "--overwrite"));
      // The directory is locked before anybody looks for the data.
      assertFails(6, "process", Jobs.train(folder.resolve("no such text"), output));
      assertFalse(other.finished());
    }
    Jobs.train(text, output).done();
  }

  @Test
  void aRunKilledBeforeItsFirstCheckpointStartsFromTheBeginning() {
    Jobs.Outcome run = Jobs.train(text, output, "--resume").done();
    assertTrue(run.err().contains("starting from the beginning"), run.err());
  }

  @Test
  void aPasswordInAUrlIsNotRepeated() {
    String url = "nosuch://anna:canary@host/text?token=canary";
    Jobs.Outcome run =
        Jobs.run(new GenerationTrain(), List.of("--input", url, "--output", output.toString()));
    assertEquals(2, run.status(), run.err());
    assertFalse((run.err() + run.json()).contains("canary"), run.err() + run.json());
  }

  @Test
  void noModelToStartFrom() {
    assertFails(
        5,
        "none does not exist",
        Jobs.train(text, output, "--init-from", folder.resolve("none").toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.json", "parameters.safetensors", "tokenizer.json"})
  void aModelThatIsDamaged(String name) throws IOException {
    Jobs.train(text, output).done();
    Path file = output.resolve(name);
    byte[] good = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(good, good.length - 5));
    String model = output.toString();
    List<String> evaluate = List.of("--model", model, "--input", text.toString());
    assertFails(5, name, Jobs.run(new GenerationSample(), List.of("--model", model)));
    assertFails(5, name, Jobs.run(new GenerationEvaluate(), evaluate));
    good[good.length / 2] ^= 2;
    Files.write(file, good);
    assertFails(5, "altered", Jobs.run(new GenerationSample(), List.of("--model", model)));
    Files.delete(file);
    assertFails(5, name, Jobs.run(new GenerationEvaluate(), evaluate));
  }

  @ParameterizedTest
  @CsvSource({
    "--temperature,-1",
    "--top-p,0",
    "--top-p,2",
    "--top-k,-3",
    "--length,-1",
    "--complete,-2"
  })
  void aSampleWithValuesThatCannotBe(String option, String value) {
    List<String> options = List.of("--model", folder.toString(), option, value);
    assertFails(2, option.substring(2), Jobs.run(new GenerationSample(), options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"outer-nesterov", "sync"})
  void trainingThatLeavesTheFiniteNumbers(String strategy) throws IOException {
    Jobs.Outcome run =
        Jobs.train(
            text,
            output,
            "--optimizer",
            "sgd",
            "--learning-rate",
            "1e30",
            "--clip-norm",
            "0",
            "--rounds",
            "20",
            "--schedule",
            "constant",
            "--strategy",
            strategy);
    assertFails(3, "diverged", run);
    assertFalse(Files.exists(output.resolve("manifest.json")));
    String status = Files.readString(output.resolve("run-status.json"));
    assertTrue(status.contains("\"failed\"") && status.contains("diverged"), status);
  }

  @Test
  void everyTokenKindIsRefusedTextThatIsTooShort() throws IOException {
    Path shortText = Files.writeString(folder.resolve("short"), "ab");
    for (TokenKind kind : TokenKind.values()) {
      refused(4, "tokens, expected more than", shortText, "--tokens", kind.label());
    }
  }
}
