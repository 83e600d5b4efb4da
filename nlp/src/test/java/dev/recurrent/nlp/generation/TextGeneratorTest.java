package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextGeneratorTest {
  private static final TextGenerator ALPHABET = TinyModels.trainedOn("abcdef");
  private static final SamplingConfig GREEDY = new SamplingConfig(0, 0, 1, 1);

  private static String generate(TextGenerator writer, String prompt, int length, long seed) {
    return writer.generate(prompt, length, SamplingConfig.defaults(seed), piece -> {});
  }

  /** The sum of log softmax over a text's tokens after a prompt, one forward pass. */
  private static double logProbability(TextGenerator writer, String prompt, String text) {
    int before = writer.tokenizer().encode(prompt).length;
    int[] all = writer.tokenizer().encode(prompt + text);
    Matrix logits = TinyModels.pass(writer.model(), writer.parameters()).predict(all, 1);
    double sum = 0;
    for (int i = before; i < all.length; i++) {
      int at = logits.index(i - 1);
      sum += logits.data[at + all[i]] - Activations.logSumExp(logits.data, at, logits.columns);
    }
    return sum;
  }

  private static Map<String, byte[]> files(TextGenerator writer) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("kind", LanguageModel.KIND);
    model.put("formatVersion", 1);
    model.put("config", writer.model().config());
    files.put(ModelDirectory.MODEL, Json.document(model));
    files.put(
        ParameterFile.NAME, ParameterFile.write(writer.model().layout(), writer.parameters()));
    files.put("tokenizer.json", TokenizerJson.writeBytes(writer.tokenizer()));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return files;
  }

  private static void write(Path directory, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefa", "abcdefabc", "abcdefabcdef"})
  void aLearnedPatternGoesOnWhereThePromptEnds(String prompt) {
    String expected = "abcdef".repeat(9).substring(prompt.length() % 6, prompt.length() % 6 + 40);
    assertEquals(expected, ALPHABET.generate(prompt, 40, GREEDY, piece -> {}));
  }

  @Test
  void threadsShareAGenerator() {
    List<String> alone =
        IntStream.range(0, 60).mapToObj(TextGeneratorTest::written).collect(Collectors.toList());
    List<String> together =
        IntStream.range(0, 60)
            .parallel()
            .mapToObj(TextGeneratorTest::written)
            .collect(Collectors.toList());
    assertEquals(alone, together);
    assertTrue(Set.copyOf(alone).size() > 30, "all are alike: " + alone.get(0));
  }

  /** A text drawn, and the likeliest ones with their probabilities, bit for bit. */
  private static String written(int i) {
    String prompt = "abcdef".substring(0, 1 + i % 6);
    SamplingConfig hot = new SamplingConfig(5, 0, 1, i);
    return ALPHABET.generate(prompt, 20, hot, piece -> {}) + ALPHABET.complete(prompt, 2, 3);
  }

  @Test
  void whatWasWrittenBeforeDoesNotShow() {
    String first = generate(ALPHABET, "abc", 30, 4);
    generate(ALPHABET, "fedcba", 17, 9);
    ALPHABET.complete("bcd", 2, 5);
    assertEquals(first, generate(ALPHABET, "abc", 30, 4));
    assertNotEquals(first, generate(ALPHABET, "abcd", 30, 4));
  }

  @ParameterizedTest
  @EnumSource(TokenKind.class)
  void thePiecesPutTogetherAreTheText(TokenKind kind) {
    String text = "où est l'été ? 😀 \u2581 y a-t-il de la neige, là-bas ?\n".repeat(3);
    Tokenizer tokenizer = TinyModels.tokenizer(kind, kind == TokenKind.BPE ? 290 : 60, text);
    TextGenerator writer = TinyModels.untrained(tokenizer, 12);
    for (int seed = 0; seed < 20; seed++) {
      StringBuilder pieces = new StringBuilder();
      SamplingConfig hot = new SamplingConfig(1.5, 0, 1, seed);
      String whole = writer.generate("l'été", 60, hot, pieces::append);
      assertEquals(whole, pieces.toString());
    }
  }

  @Test
  void noPromptIsALinesStart() {
    assertEquals(generate(ALPHABET, "\n", 20, 1), generate(ALPHABET, "", 20, 1));
    assertEquals("", generate(ALPHABET, "abc", 0, 1));
    assertEquals(12, generate(ALPHABET, "äöü", 12, 1).length());
  }

  @Test
  void completionsComeLikeliestFirstWithTheirLogProbabilities() {
    TextGenerator writer =
        TinyModels.untrained(TinyModels.tokenizer(TokenKind.CHAR, 100, "abcdefgh\n"), 4);
    for (int count : new int[] {1, 2, 5}) {
      List<TextGenerator.Completion> found = writer.complete("gabe", count, 6);
      assertEquals(count, found.size());
      assertEquals(count, found.stream().map(TextGenerator.Completion::text).distinct().count());
      double last = 0;
      for (TextGenerator.Completion completion : found) {
        assertEquals(6, completion.text().length());
        double expected = logProbability(writer, "gabe", completion.text());
        assertEquals(expected, completion.logProbability(), 1e-4);
        assertTrue(completion.logProbability() <= last);
        last = completion.logProbability();
      }
    }
  }

  @Test
  void aSearchWideEnoughFindsTheLikeliestOfAll() {
    TextGenerator writer =
        TinyModels.untrained(TinyModels.tokenizer(TokenKind.CHAR, 100, "abc\n"), 8);
    List<TextGenerator.Completion> found = writer.complete("ab", 16, 3);
    double best = Double.NEGATIVE_INFINITY;
    for (char x : "abc\n".toCharArray()) {
      for (char y : "abc\n".toCharArray()) {
        for (char z : "abc\n".toCharArray()) {
          best = Math.max(best, logProbability(writer, "ab", "" + x + y + z));
        }
      }
    }
    assertEquals(best, found.get(0).logProbability(), 1e-4);
  }

  @Test
  void theLikeliestCompletionOfALearnedPatternIsThePattern() {
    List<TextGenerator.Completion> found = ALPHABET.complete("abcdefab", 3, 10);
    assertEquals("cdefabcdef", found.get(0).text());
    assertEquals(ALPHABET.generate("abcdefab", 10, GREEDY, piece -> {}), found.get(0).text());
    assertEquals(4, ALPHABET.complete("abc", 4, 1).size());
    assertEquals(7, ALPHABET.complete("abc", 50, 1).size());
  }

  @Test
  void aSavedModelWritesTheSame(@TempDir Path directory) throws IOException {
    write(directory, files(ALPHABET));
    TextGenerator loaded = TextGenerator.load(ModelDirectory.local(directory));
    assertEquals(ALPHABET.model(), loaded.model());
    assertArrayEquals(ALPHABET.parameters(), loaded.parameters());
    assertEquals(ALPHABET.tokenizer().vocabulary(), loaded.tokenizer().vocabulary());
    assertEquals(generate(ALPHABET, "cab", 200, 6), generate(loaded, "cab", 200, 6));
    assertEquals(ALPHABET.complete("cab", 3, 8), loaded.complete("cab", 3, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.json", "parameters.safetensors", "tokenizer.json"})
  void aFileThatIsShortAlteredOrMissingIsRefused(String name, @TempDir Path directory)
      throws IOException {
    Map<String, byte[]> files = files(ALPHABET);
    write(directory, files);
    byte[] good = files.get(name);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(directory.resolve(name), bad);
    assertUnusable(directory, name + " has been altered");
    Files.write(directory.resolve(name), java.util.Arrays.copyOf(good, good.length / 2));
    assertUnusable(directory, name + " has " + good.length / 2 + " bytes");
    Files.delete(directory.resolve(name));
    assertUnusable(directory, name);
    Files.delete(directory.resolve(Manifest.NAME));
    assertUnusable(directory, "no finished model");
  }

  @Test
  void aModelOfAnotherKindIsRefused(@TempDir Path directory) throws IOException {
    Map<String, byte[]> files = files(ALPHABET);
    files.remove(Manifest.NAME);
    files.put(
        ModelDirectory.MODEL, Json.document(Map.of("kind", "classifier", "formatVersion", 1)));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    write(directory, files);
    assertUnusable(directory, "kind \"classifier\", expected \"language-model\"");
  }

  private static void assertUnusable(Path directory, String message) {
    UnusableModelException e =
        assertThrows(
            UnusableModelException.class,
            () -> TextGenerator.load(ModelDirectory.local(directory)));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
