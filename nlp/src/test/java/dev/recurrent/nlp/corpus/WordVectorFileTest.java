package dev.recurrent.nlp.corpus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordVectorFileTest {
  private static final Vocabulary VOCABULARY =
      Vocabulary.withSpecialTokens(List.of(" good", "good", " bad", " été", " . .", " unseen"));
  private static final String GLOVE =
      "the 0.5 1 2\ngood 1 -2.5 3e-1\nété 4 5 6\n</s> 9 9 9\n. . 7 8 9\nbad 0 0 1\nbad 5 5 5\n";
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  private WordVectorFile open(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("vectors"), content);
    return WordVectorFile.open("--embeddings", file.toString(), HADOOP);
  }

  private WordVectorFile open(String content) throws IOException {
    return open(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Matrix weight(int columns) {
    Matrix weight = Matrix.zeros(VOCABULARY.size(), columns);
    weight.fill(-1f);
    return weight;
  }

  private static void requireVectors(WordVectorFile file, byte[] plain) throws IOException {
    assertEquals(3, file.columns());
    Matrix weight = weight(3);
    WordVectorFile.Coverage coverage = file.read(VOCABULARY, weight);
    assertArrayEquals(new float[] {1, -2.5f, .3f}, row(weight, " good"));
    assertArrayEquals(new float[] {1, -2.5f, .3f}, row(weight, "good"));
    assertArrayEquals(new float[] {4, 5, 6}, row(weight, " été"));
    assertArrayEquals(new float[] {7, 8, 9}, row(weight, " . ."));
    assertArrayEquals(new float[] {0, 0, 1}, row(weight, " bad"), "a word's first vector counts");
    assertArrayEquals(new float[] {-1, -1, -1}, row(weight, " unseen"));
    assertArrayEquals(new float[] {-1, -1, -1}, weight.rows(Vocabulary.END, 1).toArray());
    assertEquals(new WordVectorFile.Coverage(5, Manifest.sha256(plain)), coverage);
  }

  private static float[] row(Matrix weight, String token) {
    return weight.rows(VOCABULARY.id(token), 1).toArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    }
    return out.toByteArray();
  }

  /** As word2vec writes it, or without line feeds behind the vectors, as others do. */
  private static byte[] binary(String header, boolean lineFeeds) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(utf8(header));
    for (String line : GLOVE.lines().filter(l -> !l.startsWith(".")).toList()) {
      String[] cells = line.split(" ");
      out.writeBytes(utf8(cells[0] + " "));
      ByteBuffer numbers = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      for (int j = 1; j < 4; j++) {
        numbers.putFloat(Float.parseFloat(cells[j]));
      }
      out.writeBytes(numbers.array());
      out.writeBytes(utf8(lineFeeds ? "\n" : ""));
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7 3\n", "7 3 \r\n", "\uFEFF"})
  void textWithAndWithoutItsSizesGivesTheSameVectors(String header) throws IOException {
    byte[] plain = utf8(header + GLOVE);
    requireVectors(open(plain), plain);
  }

  @Test
  void lineEndsBlanksAndCompressionChangeNothing() throws IOException {
    byte[] other = utf8(GLOVE.replace("\n", " \r\n").replace("good 1", "good\t1") + "\n");
    requireVectors(open(other), other);
    requireVectors(open(gzip(other)), other);
    byte[] open = utf8(GLOVE.strip());
    requireVectors(open(open), open);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void word2vecsBinaryFormGivesItsVectors(boolean lineFeeds) throws IOException {
    byte[] plain = binary("6 3\n", lineFeeds);
    Matrix weight = weight(3);
    for (byte[] content : new byte[][] {plain, gzip(plain)}) {
      WordVectorFile file = open(content);
      assertEquals(3, file.columns());
      assertEquals(
          new WordVectorFile.Coverage(4, Manifest.sha256(plain)), file.read(VOCABULARY, weight));
    }
    assertArrayEquals(new float[] {1, -2.5f, .3f}, row(weight, " good"));
    assertArrayEquals(new float[] {0, 0, 1}, row(weight, " bad"));
  }

  private void requireRefused(byte[] content, String part) {
    String message =
        assertThrows(UnusableInputException.class, () -> open(content).read(VOCABULARY, weight(3)))
            .getMessage();
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count(), message);
  }

  @ParameterizedTest
  @CsvSource({
    "'good 1 2\n', vectors of 2 numbers, expected 3 (--embedding-size)'",
    "'good 1 2 3\nbad 4 5\n', 'line 2 has 2 numbers, expected a word and 3'",
    "'good 1 2 3\nbad 4 x 6\n', 'line 2: number 2 is \"x\", expected a finite number'",
    "'2 3\ngood 1 2 3\nbad 4 5 NaN\n', 'line 3: number 3 is \"NaN\"'",
    "'bad 1e99 5 6\n', 'line 1: number 1 is \"1e99\"'",
    "'good\n', 'a vector has 0 numbers'",
    "'1 0\ngood\n', 'a vector has 0 numbers'",
    "'1 9999999999\ngood\n', 'a vector has 9999999999 numbers, expected 1 to 65536'",
    "'3 3\ngood 1 2 3\nbad 1 2 3\n', 'that it has 3 words, it ends after 2'",
  })
  void damagedTextIsNamedByItsLine(String content, String part) {
    requireRefused(utf8(content), part.replace("'", ""));
  }

  @Test
  void damagedBinaryIsNamedByItsByte() throws IOException {
    requireRefused(binary("9 3\n", true), "that it has 9 words, it ends after 6");
    byte[] more = binary("4 3\n", true);
    assertThrows(UnusableInputException.class, () -> open(more).words(Set.of(), w -> true, 100));
    byte[] cut = Arrays.copyOf(binary("6 3\n", true), 60);
    requireRefused(cut, "ends after 3");
    byte[] good = binary("6 3\n", false);
    int at = new String(good, StandardCharsets.ISO_8859_1).indexOf("good ") + 5;
    good[at + 7] = 0x7F;
    good[at + 6] = (byte) 0xC0;
    requireRefused(good, "byte " + (at + 4) + ": a number is not finite");
    byte[] endless = Arrays.copyOf(binary("7 3\n", false), 1 << 16);
    requireRefused(endless, "a word has more than 4096 bytes");
  }

  @Test
  void otherFilesAreNamed() throws IOException {
    requireRefused(new byte[0], "is empty");
    requireRefused(new byte[] {(byte) 0xBA, 0x16, 0x4F, 0x2F, 12, 0}, "give the .vec file");
    requireRefused(utf8("x".repeat(70_000)), "first line of more than 65,536 bytes");
    requireRefused(utf8(GLOVE + "x".repeat(10_000)), "line 8 has more than");
    byte[] zipped = gzip(utf8(GLOVE));
    requireRefused(Arrays.copyOf(zipped, zipped.length - 12), "cut off");
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      zip.putNextEntry(new ZipEntry("glove.txt"));
      zip.write(utf8(GLOVE));
    }
    requireRefused(archive.toByteArray(), "is a ZIP archive");
    Files.createDirectories(folder.resolve("two"));
    for (String name : List.of("a.txt", "b.txt")) {
      Files.writeString(folder.resolve("two").resolve(name), GLOVE);
    }
    String two = folder.resolve("two").toString();
    assertTrue(
        assertThrows(
                UnusableInputException.class,
                () -> WordVectorFile.open("--embeddings", two, HADOOP))
            .getMessage()
            .contains("names 2 files, expected one"));
  }

  @Test
  void wordsAreFoundInTheOrderOfTheFile() throws IOException {
    Set<String> wanted = Set.of("good", "absent", "</s>");
    for (byte[] file : new byte[][] {utf8(GLOVE), binary("6 3\n", true)}) {
      WordVectorFile.Words words = open(file).words(wanted, w -> !w.equals("the"), 2);
      assertEquals(Set.of("good", "</s>"), words.found());
      assertEquals("été", words.others().get(0));
      assertEquals(2, words.others().size());
    }
    assertEquals(
        List.of("the", "good", "été", "</s>", ". .", "bad"),
        open(GLOVE).words(Set.of(), w -> true, 100).others());
    byte[] more = binary("4 3\n", true);
    assertThrows(UnusableInputException.class, () -> open(more).words(Set.of(), w -> true, 100));
    byte[] cut = Arrays.copyOf(binary("6 3\n", true), 60);
    assertThrows(UnusableInputException.class, () -> open(cut).words(Set.of(), w -> true, 100));
  }

  @Test
  void mutatedFilesAreReadOrRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (byte[] good : new byte[][] {utf8("7 3\n" + GLOVE), binary("6 3\n", true)}) {
      for (int i = 0; i < 1500; i++) {
        byte[] other = Arrays.copyOf(good, i < good.length ? i : good.length);
        for (int changes = random.nextInt(4); changes > 0 && other.length > 0; changes--) {
          other[random.nextInt(other.length)] = (byte) random.nextInt(256);
        }
        assertTimeout(Duration.ofSeconds(2), () -> readOrRefuse(other));
      }
    }
  }

  private void readOrRefuse(byte[] content) throws IOException {
    try {
      WordVectorFile file = open(content);
      Matrix weight = weight(file.columns());
      file.read(VOCABULARY, weight);
      for (float value : weight.toArray()) {
        assertTrue(Float.isFinite(value));
      }
    } catch (UnusableInputException e) {
      assertEquals(1, String.valueOf(e.getMessage()).lines().count());
    }
  }
}
