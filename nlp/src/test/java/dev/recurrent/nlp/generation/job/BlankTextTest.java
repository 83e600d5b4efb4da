package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that shows nothing is no text, as in every other task. */
class BlankTextTest {
  @TempDir Path folder;

  private static void assertRefused(String message, Jobs.Outcome run) {
    assertEquals(4, run.status(), run.err());
    assertTrue(run.json().path("error").asText().contains(message), run.err());
  }

  private void refused(String message, Path input, String... more) {
    assertRefused(message, Jobs.train(input, folder.resolve("refused"), more));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\r\n",
        " ",
        "\t",
        "\u00A0",
        "\u200B",
        "\uFEFF",
        "\u2060",
        "\u200D",
        "\u3000",
        "\u0085",
        "\u202F\u200C",
        "\u2028",
        "\u0000"
      })
  void textThatShowsNothing(String blank) throws IOException {
    Path file = Files.writeString(folder.resolve("blank.txt"), blank.repeat(2_000));
    refused("is blank", file);
  }

  @Test
  void aPartThatShowsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("x.txt"), Jobs.text(20) + "\u200B".repeat(9_000));
    refused("the validation part", file, "--validation-fraction", "0.5");
    Files.writeString(file, "\u00A0".repeat(30_000) + Jobs.text(20));
    refused("the training part", file);
    Path text = Files.writeString(folder.resolve("text.txt"), Jobs.text(40));
    Path output = folder.resolve("out");
    Jobs.train(text, output).done();
    Files.writeString(file, "\u2060".repeat(500));
    List<String> evaluate = List.of("--model", output.toString(), "--input", file.toString());
    assertRefused("is blank", Jobs.run(new GenerationEvaluate(), evaluate));
  }

  @Test
  void aByteOrderMarkAloneIsNoText() throws IOException {
    refused("0 characters", Files.write(folder.resolve("bom"), new byte[] {-17, -69, -65}));
  }
}
