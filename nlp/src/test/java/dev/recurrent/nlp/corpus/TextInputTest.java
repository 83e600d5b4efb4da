package dev.recurrent.nlp.corpus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextInputTest {
  private static final int PART = 4 << 20;

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static TextInput input(Object path) throws IOException {
    return TextInput.of(path.toString(), TestSpark.context());
  }

  private static String text(List<TextSplit> parts) throws IOException {
    TextReader reader = new TextReader(new Configuration());
    StringBuilder text = new StringBuilder();
    for (TextSplit part : parts) {
      text.append(reader.read(part));
    }
    return text.toString();
  }

  /** Words of one to four bytes a character; a line end where {@code lines} says so. */
  private static String words(int bytes, int lineLength, long seed) {
    String[] words = {"hat ", "élan ", "дом ", "日本語 ", "😀 ", "x", "€"};
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(bytes);
    int line = 0;
    for (int size = 0; size < bytes; ) {
      String word = words[random.nextInt(words.length)];
      text.append(word);
      size += word.getBytes(StandardCharsets.UTF_8).length;
      line++;
      if (lineLength > 0 && line > random.nextInt(lineLength)) {
        text.append('\n');
        size++;
        line = 0;
      }
    }
    return text.toString();
  }

  /** Line lengths: none at all, within reach of a border, and mostly out of its reach. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 60_000})
  void partsMeetExactly(int lineLength) throws IOException {
    String text = words(9_500_000, lineLength, 5);
    TextInput input = input(write("big.txt", text));
    assertEquals(3, input.parts().size());
    assertTrue(text.equals(text(input.parts())), "parts put together are not the text");
    TextReader reader = new TextReader(new Configuration());
    long[] counts = input.countCodePoints();
    for (int i = 0; i < counts.length; i++) {
      String part = reader.read(input.parts().get(i));
      assertEquals(part.codePointCount(0, part.length()), counts[i]);
      assertTrue(lineLength != 40 || part.endsWith("\n") || i == counts.length - 1);
    }
  }

  @Test
  void aCharacterAcrossABorderBelongsToOnePart() throws IOException {
    for (String character : List.of("é", "€", "😀")) {
      int width = character.getBytes(StandardCharsets.UTF_8).length;
      for (int before = 1; before <= width; before++) {
        String text = "a".repeat(PART - before) + character.repeat(3) + "b".repeat(99);
        TextInput input = input(write("border.txt", text));
        assertEquals(2, input.parts().size());
        assertTrue(text.equals(text(input.parts())), character + " " + before + " before");
      }
    }
  }

  @Test
  void aLineEndRightAtABorderDoesNotMoveIt() throws IOException {
    for (int at : new int[] {PART - 2, PART - 1, PART, PART + 1}) {
      String text = "a".repeat(at) + "\n" + "b".repeat(70_000) + "\nc";
      TextInput input = input(write("line.txt", text));
      assertTrue(text.equals(text(input.parts())));
      String first = text(input.parts().subList(0, 1));
      assertEquals(at < PART - 1 ? PART : at + 1, first.length(), "line end at " + at);
    }
  }

  @Test
  void theTextStaysAsItIsButForAByteOrderMark() throws IOException {
    String text = "one\r\ntwo\rthree \u0000\t\uFEFF e\u0301 \u2028\n\n";
    assertEquals(text, text(input(write("plain.txt", text)).parts()));
    assertEquals(text, text(input(write("marked.txt", "\uFEFF" + text)).parts()));
    Path zipped = folder.resolve("text.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(text, text(input(zipped).parts()));
    assertArrayEquals(new long[] {text.length()}, input(zipped).countCodePoints());
  }

  @Test
  void aLargeZippedFileIsOnePart() throws IOException {
    String text = words(9_000_000, 40, 6);
    Path zipped = folder.resolve("big.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    TextInput input = input(zipped);
    assertEquals(1, input.parts().size());
    assertTrue(text.equals(text(input.parts())));
  }

  @Test
  void filesOfADirectoryComeInTheOrderOfTheirNames() throws IOException {
    for (String name :
        List.of("c.txt", "a.txt", "sub/z.txt", "b10.txt", "b2.txt", "t with space")) {
      write("in/" + name, "<" + name + ">");
    }
    write("in/empty.txt", "");
    String expected = "<a.txt><b10.txt><b2.txt><c.txt><sub/z.txt><t with space>";
    assertEquals(expected, text(input(folder.resolve("in")).parts()));
    assertEquals(expected, text(input(folder + "/i*").parts()));
    assertEquals("<b10.txt><b2.txt>", text(input(folder + "/in/b*.txt").parts()));
    assertEquals("<a.txt><c.txt>", text(input(folder + "/in/{c,a}.txt").parts()));
  }

  @Test
  void markersAndHiddenFilesOfADirectoryAreNoText() throws IOException {
    write("in/part-0", "text");
    write("in/_SUCCESS", "marker");
    write("in/.part-0.crc", "checksum");
    assertEquals("text", text(input(folder.resolve("in")).parts()));
  }

  @Test
  void theFingerprintIsThatOfTheText() throws IOException {
    write("x/a.txt", "123");
    write("y/b.txt", "123");
    write("z/a.txt", "124");
    String first = input(folder.resolve("x")).fingerprint();
    assertEquals(first, input(folder.resolve("y/b.txt")).fingerprint());
    assertNotEquals(first, input(folder.resolve("z")).fingerprint());
    write("x/b.txt", "1");
    assertNotEquals(first, input(folder.resolve("x")).fingerprint());
  }

  @Test
  void utf16IsReadByItsMarkAndOtherEncodingsByName() throws IOException {
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-8")) {
      Path file = folder.resolve(charset + ".txt");
      Files.write(file, ("\uFEFF" + "été 😀\n").getBytes(Charset.forName(charset)));
      assertEquals("été 😀\n", text(input(file).parts()));
    }
    Path latin = Files.write(folder.resolve("latin"), "été".getBytes(StandardCharsets.ISO_8859_1));
    TextInput input =
        TextInput.of(latin.toString(), "--input", StandardCharsets.ISO_8859_1, TestSpark.context());
    assertEquals("été", text(input.parts()));
  }

  @Test
  void textIsSplitBetweenCodePointsWhereverItIsAskedFor() throws IOException {
    write("in/1", "añ😀b");
    write("in/2", "😀😀");
    write("in/3", "\uFEFFxyz😀\n");
    String all = "añ😀b😀😀xyz😀\n";
    TextInput input = input(folder.resolve("in"));
    long[] counts = input.countCodePoints();
    assertArrayEquals(new long[] {4, 2, 5}, counts);
    for (int at = 0; at <= 11; at++) {
      TextInput.Halves halves = input.splitAt(at, counts);
      int border = all.offsetByCodePoints(0, at);
      assertEquals(all.substring(0, border), text(halves.first()));
      assertEquals(all.substring(border), text(halves.second()));
    }
  }

  @Test
  void aLongTextIsSplitInsideAPart() throws IOException {
    String text = words(9_000_000, 0, 9);
    TextInput input = input(write("long.txt", text));
    long[] counts = input.countCodePoints();
    long all = Arrays.stream(counts).sum();
    assertEquals(text.codePointCount(0, text.length()), all);
    for (double share : new double[] {0.1, 0.5, 0.9}) {
      TextInput.Halves halves = input.splitAt((long) (all * share), counts);
      String first = text(halves.first());
      assertEquals((long) (all * share), first.codePointCount(0, first.length()));
      assertTrue(text.equals(first + text(halves.second())));
      List<String> onSpark = input.read(halves.first()).collect();
      assertTrue(first.equals(String.join("", onSpark)));
    }
  }

  @Test
  void theFirstBytesThatAreNotUtf8AreNamed() throws IOException {
    byte[] bytes = words(9_000_000, 40, 1).getBytes(StandardCharsets.UTF_8);
    int at = bytes.length - 1000;
    while (bytes[at] != ' ') {
      at++;
    }
    bytes[at] = (byte) 0xE9;
    Path file = Files.write(folder.resolve("latin.txt"), bytes);
    TextInput input = input(file);
    UnusableInputException e = assertThrows(UnusableInputException.class, input::countCodePoints);
    String message = "latin.txt is not UTF-8: byte 0xE9 at offset " + at + ";";
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void whatIsNotThereOrEmptyIsBadInput() throws IOException {
    write("in/empty", "");
    for (String path : List.of("in", "in/empty", "missing", "in/*.txt")) {
      UnusableInputException e =
          assertThrows(UnusableInputException.class, () -> input(folder + "/" + path));
      assertTrue(e.getMessage().contains(path), e.getMessage());
    }
  }
}
