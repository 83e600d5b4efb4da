package dev.recurrent.nlp.translation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.testing.Jobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentence pairs that cannot be used, and options that cannot be: one clear line, no model. */
class TranslationInputTest {
  @TempDir Path folder;
  private SpokenNumbers numbers;

  @BeforeEach
  void writeText() throws IOException {
    numbers = SpokenNumbers.writeTo(folder);
  }

  @Test
  void filesOfDifferentLengthsAreRefusedByLine() throws IOException {
    Files.write(numbers.target, numbers.targets.subList(0, SpokenNumbers.LINES - 3));
    Jobs.Outcome refused = SpokenNumbers.train(numbers.files("model"));
    assertEquals(4, refused.status());
    assertTrue(refused.err().contains("lines 398 to 400 of " + numbers.source), refused.err());
    assertFalse(Files.exists(folder.resolve("model/manifest.json")));
  }

  @Test
  void anotherEncodingOnOneSideIsRefused() throws IOException {
    Files.write(numbers.target, "un été\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(numbers.source, "a summer\n");
    Jobs.Outcome refused = SpokenNumbers.train(numbers.files("model"));
    assertEquals(4, refused.status());
    assertTrue(
        refused.err().contains("text.fr is not UTF-8: byte 0xE9 at offset 3"), refused.err());
  }

  @Test
  void emptyLongAndDoubledPairsAreCountedAndLeftOut() throws IOException {
    numbers.sources.addAll(List.of("", "one two", "one.", "one.", "one ".repeat(60)));
    numbers.targets.addAll(List.of("un", "  ", "un.", "un.", "un ".repeat(60)));
    Files.write(numbers.source, numbers.sources);
    Files.write(numbers.target, numbers.targets);
    Files.write(folder.resolve("v.en"), List.of("one two."));
    Files.write(folder.resolve("v.fr"), List.of("un deux."));
    Jobs.Outcome run =
        SpokenNumbers.train(
                numbers.files(
                    "model",
                    "--max-length",
                    "40",
                    "--vocabulary-size",
                    "5000",
                    "--validation-source",
                    folder.resolve("v.en").toString(),
                    "--validation-target",
                    folder.resolve("v.fr").toString()))
            .done();
    String said = run.err();
    assertTrue(said.contains("405 given, 2 empty, 1 longer than 40 tokens"), said);
    Set<String> distinct = new HashSet<>();
    for (int i = 0; i < 404; i++) {
      if (!numbers.sources.get(i).isBlank() && !numbers.targets.get(i).isBlank()) {
        distinct.add(numbers.sources.get(i) + "\t" + numbers.targets.get(i));
      }
    }
    assertTrue(said.contains(402 - distinct.size() + " duplicates"), said);
    assertTrue(said.contains("pairs to validate on: 1 given, 0 empty"), said);
    assertTrue(said.contains("of the 5,000 tokens asked for"), said);
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    for (String[] options :
        new String[][] {
          {"--attention", "cosine"},
          {"--vocabulary", "both"},
          {"--average", "0"},
          {"--scheduled-sampling", "2"},
          {"--label-smoothing", "1"},
          {"--dropout", "1"},
          {"--hidden-size", "33"},
          {"--validation-source", "x"},
          {"--input", "x"},
          {"--tokens", "syllable"}
        }) {
      assertEquals(
          2,
          SpokenNumbers.train(numbers.files("model", options)).status(),
          String.join(" ", options));
    }
    assertEquals(2, SpokenNumbers.train(numbers.small("model")).status());
    assertEquals(2, Jobs.run(new TranslationEvaluate(), List.of("--model", "x")).status());
  }
}
