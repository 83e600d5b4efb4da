package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nlp.generation.SamplingConfig;
import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.nlp.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tokenizer that lives outside of the library is a tokenizer like all others. */
class OwnTokenizerTest {
  private static final String NAME = "example.CodonTokenizer";

  @TempDir Path folder;

  private static Tokenizer learned(String text, int size) {
    TokenizerType kind = TokenizerType.of("example.CodonTokenizer");
    TokenCounts counts = new TokenCounts(kind);
    counts.add(text);
    return TokenizerTrainer.learn(kind, size, counts);
  }

  /** Genes of a few codons, one a line. */
  private Path genes() throws IOException {
    String[] codons = {"ATG", "GCC", "TTA", "AAG", "TGA"};
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append(codons[random.nextInt(codons.length)]).append(i % 8 == 7 ? "\n" : "");
    }
    return Files.writeString(folder.resolve("genes.txt"), text);
  }

  @Test
  void theVocabularyIsOfTheMostFrequentPieces() {
    Tokenizer codons = learned("ATGATGGCC\nATGGCCTTA\n", 7);
    List<String> special = Vocabulary.SPECIAL_TOKENS;
    assertEquals(7, codons.vocabulary().size());
    assertEquals("ATG", codons.vocabulary().token(special.size()));
    assertArrayEquals(new int[] {4, Vocabulary.UNKNOWN, 4}, codons.encode("ATGTTAATG"));
    assertEquals("ATGATG", codons.decode(codons.encode("ATGATG")));
  }

  @Test
  void aFileGivesTheTokenizerBack() {
    Tokenizer codons = learned("ATGATGGCC\nATGGCCTTA\n", 50);
    assertEquals(codons, TokenizerJson.readBytes(TokenizerJson.writeBytes(codons)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.NoSuchTokenizer", "java.lang.String", "example.OwnTokenizerTest", ""})
  void aNameThatIsNoTokenizerIsRefusedWithTheNamesThereAre(String name) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TokenizerType.of(name)).getMessage();
    assertTrue(message.startsWith("token kind is \"" + name + "\", expected char, word"), message);
    assertTrue(message.contains("(Vocabulary vocabulary)"), message);
  }

  @Test
  void aModelIsTrainedResumedAndReadWithAnOwnTokenizer() throws IOException {
    Path text = genes();
    Path output = folder.resolve("out");
    String[] options = {"--tokens", NAME, "--rounds", "3", "--evaluate-every", "1"};
    Jobs.Outcome whole = Jobs.train(text, folder.resolve("whole"), options).done();
    Path blocked = Files.createDirectories(output.resolve("report.html/blocked"));
    String[] stopped = {
      "--tokens", NAME, "--rounds", "3", "--evaluate-every", "1", "--max-minutes"
    };
    assertEquals(1, Jobs.train(text, output, with(stopped, "3e-5")).status());
    Files.delete(blocked);
    Files.delete(output.resolve("report.html"));
    Jobs.Outcome resumed = Jobs.train(text, output, with(options, "--resume")).done();
    assertEquals(whole.theta(), resumed.theta());

    TextGenerator generator = TextGenerator.load(ModelDirectory.local(output));
    assertTrue(generator.tokenizer() instanceof CodonTokenizer);
    String gene = generator.generate("ATG", 6, SamplingConfig.defaults(1), piece -> {});
    assertTrue(gene.matches("([ACGT]{3}|\n){6}"), gene);
  }

  private static String[] with(String[] options, String... more) {
    return java.util.stream.Stream.of(options, more)
        .flatMap(java.util.Arrays::stream)
        .toArray(String[]::new);
  }

  @Test
  void aMissingClassIsWrongUsageWhereItIsGivenAndAnUnusableModelWhereItIsRead() throws IOException {
    Path text = genes();
    Path output = folder.resolve("out");
    Jobs.Outcome wrong = Jobs.train(text, output, "--tokens", "example.Missing");
    assertEquals(2, wrong.status());
    assertTrue(wrong.err().contains("token kind is \"example.Missing\", expected"), wrong.err());

    Tokenizer codons = learned("ATGATGGCC\n", 50);
    String file = TokenizerJson.write(codons).replace(NAME, "example.Missing");
    String message =
        assertThrows(
                UnusableModelException.class,
                () -> TokenizerJson.read(file.getBytes("UTF-8"), "tokenizer.json"))
            .getMessage();
    assertTrue(message.startsWith("tokenizer.json: token kind is \"example.Missing\""), message);
  }
}
