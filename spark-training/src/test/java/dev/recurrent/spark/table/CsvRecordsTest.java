package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CSV by RFC 4180, whole and in blocks, and the bytes below it. */
class CsvRecordsTest {
  private static final CsvDialect COMMA = new CsvDialect(',', true, false);
  private static final CsvDialect SPARK = new CsvDialect(',', true, true);
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private static List<List<String>> read(String text, CsvDialect dialect) throws IOException {
    try (CsvRecords records = new CsvRecords(new StringReader(text), dialect, null)) {
      return all(records);
    }
  }

  private static List<List<String>> all(CsvRecords records) throws IOException {
    List<List<String>> all = new ArrayList<>();
    while (records.next()) {
      all.add(new ArrayList<>(records.cells()));
    }
    return all;
  }

  private static List<Object[]> texts() {
    return List.of(
        new Object[] {"a,b\n1,2\n", "[[a, b], [1, 2]]"},
        new Object[] {"a,b\r\n1,2\r\n", "[[a, b], [1, 2]]"},
        new Object[] {"a,b\n1,2", "[[a, b], [1, 2]]"},
        new Object[] {"a,b\n\n\r\n1,2\n\n", "[[a, b], [1, 2]]"},
        new Object[] {"\"two\nlines\",1\n", "[[two\nlines, 1]]"},
        new Object[] {"\"a\r\nb\",1\r\n", "[[a\r\nb, 1]]"},
        new Object[] {"\"say \"\"hi\"\", ok\",1\n", "[[say \"hi\", ok, 1]]"},
        new Object[] {"\"\"\"\",\"\"\n", "[[\", ]]"},
        new Object[] {",\n", "[[null, null]]"},
        new Object[] {"\"\",x,\n", "[[, x, null]]"},
        new Object[] {"Monitor 24\", black,1\n", "[[Monitor 24\",  black, 1]]"},
        new Object[] {"\"a\" b,1\n", "[[a b, 1]]"},
        new Object[] {"\"a\"\r\n", "[[a]]"},
        new Object[] {"a\rb,c\n", "[[a\rb, c]]"},
        new Object[] {"\r\r\n", "[[\r]]"},
        new Object[] {"\\\"a,b\n", "[[\\\"a, b]]"},
        new Object[] {"\"C:\\\",b\n", "[[C:\\, b]]"});
  }

  @ParameterizedTest
  @MethodSource("texts")
  void recordsAreReadAsRfc4180Says(String text, String expected) throws IOException {
    assertEquals(expected, read(text, COMMA).toString());
  }

  @Test
  void backslashesEscapeWhereSparkWroteTheFile() throws IOException {
    assertEquals(
        "[[say \"hi\", ok, \"x\", \\]]",
        read("\"say \\\"hi\\\", ok\",\"\\\"x\\\"\",\"\\\\\"\n", SPARK).toString());
  }

  @Test
  void aQuoteThatNobodyClosesIsKnown() throws IOException {
    CsvRecords records = new CsvRecords(new StringReader("a,b\n\"c,d\ne,f\n"), COMMA, null);
    assertTrue(records.next());
    assertFalse(records.unclosed());
    assertTrue(records.next());
    assertTrue(records.unclosed());
  }

  @Test
  void aRecordWithoutAnEndIsRefusedBeforeMemoryIs() {
    Reader endless =
        new Reader() {
          private boolean begun;

          @Override
          public int read(char[] to, int from, int length) {
            Arrays.fill(to, from, from + length, 'x');
            to[from] = begun ? 'x' : '"';
            begun = true;
            return length;
          }

          @Override
          public void close() {}
        };
    CsvRecords records = new CsvRecords(endless, COMMA, null);
    String message = assertThrows(UnusableInputException.class, records::next).getMessage();
    assertTrue(message.contains("a quote is opened and not closed"), message);
  }

  /** Random tables of everything that is hard, cut at every byte into two and into many blocks. */
  @Test
  void noCutOfAFileChangesItsRecords() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    String[] pieces = {"a", "é", "\"\"", "\n", "\r\n", ",", "\\", "😀", " "};
    for (int table = 0; table < 2; table++) {
      StringBuilder text = new StringBuilder();
      for (int row = 0; row < 4; row++) {
        for (int cell = 0; cell < 3; cell++) {
          text.append(cell == 0 ? "" : ",");
          if (random.nextInt(3) == 0) {
            text.append("plain\" ").append(row);
          } else {
            text.append('"');
            for (int i = random.nextInt(6); i > 0; i--) {
              text.append(pieces[random.nextInt(pieces.length)]);
            }
            text.append('"');
          }
        }
        text.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
      }
      requireNoCutMatters(text.toString());
    }
  }

  private void requireNoCutMatters(String text) throws IOException {
    Path path = Files.writeString(folder.resolve("t.csv"), text);
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    List<List<String>> whole = read(text, COMMA);
    for (int at = 1; at < length; at++) {
      assertEquals(whole, inBlocks(path, length, at), text);
    }
    assertEquals(whole, inBlocks(path, length, 7), text);
  }

  /** Blocks of a size, or two where the size is over the half. */
  private static List<List<String>> inBlocks(Path path, int length, int size) throws IOException {
    TextFile file =
        TextFile.look(new org.apache.hadoop.fs.Path(path.toUri()), length, null, HADOOP);
    List<List<String>> all = new ArrayList<>();
    boolean inside = false;
    for (int at = 0; at < length; at += size) {
      TextBlock block = new TextBlock(file, 0, at, Math.min(length, at + size));
      BlockScan scan = BlockScan.of(block, COMMA, TableFormat.CSV, HADOOP);
      block.insideQuotes = inside;
      block.rows = scan.rows[inside ? 1 : 0];
      if (block.rows > 0) {
        try (CsvRecords records = block.records(COMMA, HADOOP)) {
          List<List<String>> own = all(records);
          assertEquals(block.rows, own.size());
          all.addAll(own);
        }
      }
      inside = scan.endsInside[inside ? 1 : 0];
    }
    return all;
  }

  private static String decoded(byte[] bytes, Charset charset) throws IOException {
    InputStream slow = new java.io.ByteArrayInputStream(bytes);
    try (StrictReader reader = new StrictReader(slow, charset, "t.csv", 100)) {
      char[] buffer = new char[5];
      StringBuilder text = new StringBuilder();
      for (int read = reader.read(buffer, 0, 5); read > 0; read = reader.read(buffer, 0, 5)) {
        text.append(buffer, 0, read);
      }
      return text.toString();
    }
  }

  @Test
  void bytesThatAreNotOfTheEncodingAreNamedWithTheirOffset() throws IOException {
    String long8 = "naïve 😀 ".repeat(20_000);
    assertEquals(long8, decoded(long8.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    byte[] latin =
        (long8.substring(0, 70_000).replaceAll("[^ -z]", "n") + "café")
            .getBytes(StandardCharsets.ISO_8859_1);
    UnusableInputException refused =
        assertThrows(UnusableInputException.class, () -> decoded(latin, StandardCharsets.UTF_8));
    String message = String.valueOf(refused.getMessage());
    int offset = 100 + latin.length - 1;
    assertTrue(
        message.startsWith("t.csv is not UTF-8: byte 0xE9 at offset " + offset + ";"), message);
    assertTrue(decoded(latin, StandardCharsets.ISO_8859_1).endsWith("café"));
  }

  private static List<Object[]> beginnings() {
    return List.of(
        new Object[] {"t.csv", "text,label\nhi; there,1\n", ','},
        new Object[] {"t.csv", "day;sales\n2024-01-01;1,5\n2024-01-02;2,5\n", ';'},
        new Object[] {"t.csv", "2024-01-01;1,5\n2024-01-02;2,5\n", ';'},
        new Object[] {"t.txt", "Hi, you.\tSalut, toi.\nNo.\tNon, non.\n", '\t'},
        new Object[] {"t.tsv", "one column\nwith, commas\n", '\t'},
        new Object[] {"t.csv", "a|b\n1|2\n", '|'},
        new Object[] {"t.csv", "text\none\n", ','});
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void theDelimiterIsFoundFromTheContent(String name, String text, char expected)
      throws IOException {
    assertEquals(expected, guess(name, text).delimiter());
  }

  private CsvDialect guess(String name, String text) throws IOException {
    Path path = Files.writeString(folder.resolve(name), text);
    TextFile file =
        TextFile.look(new org.apache.hadoop.fs.Path(path.toUri()), Files.size(path), null, HADOOP);
    return DialectGuess.of(file, ReadingRules.defaults(), HADOOP);
  }

  @Test
  void quotesOfTabSeparatedTextAreLettersUntilTheyAreEvident() throws IOException {
    assertFalse(guess("a.tsv", "text\tlabel\n\"Hi,\" she said.\t1\n\"No!\"\t0\n").quotes());
    assertFalse(guess("b.tsv", "text\tlabel\n\"an open one\t1\nx\t0\n").quotes());
    assertTrue(guess("c.tsv", "text\tlabel\n\"say \"\"hi\"\"\"\t1\nx\t0\n").quotes());
    assertTrue(guess("d.tsv", "text\tlabel\n\"two\nlines\"\t1\nx\t0\n").quotes());
    assertTrue(guess("e.tsv", "\"text\"\t\"label\"\n\"x\"\t\"1\"\n").quotes());
  }

  @Test
  void cellsOfJsonKeepTheirLetters() throws IOException {
    Path path =
        Files.writeString(
            folder.resolve("t.jsonl"),
            "{\"a\": {\"b\": \"x\\ny\"}, \"n\": 1.50, \"f\": true, \"z\": null}\n[1]\n{\"a\":\n");
    TextFile file =
        TextFile.look(new org.apache.hadoop.fs.Path(path.toUri()), Files.size(path), null, HADOOP);
    JsonRecords records = JsonRecords.of(new TextBlock(file, 0, 0, file.length), HADOOP);
    assertTrue(records.next());
    assertEquals(
        "x\ny 1.50 true null",
        List.of("a.b", "n", "f", "z").stream()
            .map(name -> String.valueOf(records.cells().value(name)))
            .collect(Collectors.joining(" ")));
    assertTrue(records.next());
    assertEquals("is not a JSON object", records.fault());
    assertTrue(records.next());
    assertTrue(records.fault().startsWith("is not JSON"), records.fault());
    assertFalse(records.next());
  }

  @Test
  void numbersThatJsonHasNotAreReadAsPythonWritesThem() throws IOException {
    for (String text :
        List.of("{\"y\": NaN}\n{\"y\": -Infinity}\n", "[{\"y\": NaN}, {\"y\": -Infinity}]")) {
      Path path = Files.writeString(folder.resolve("nan.json"), text);
      TextFile file =
          TextFile.look(
              new org.apache.hadoop.fs.Path(path.toUri()), Files.size(path), null, HADOOP);
      try (JsonRecords records = JsonRecords.of(new TextBlock(file, 0, 0, file.length), HADOOP)) {
        assertTrue(records.next());
        assertEquals("", records.fault());
        assertEquals("NaN", records.cells().value("y"));
        assertTrue(records.next());
        assertEquals("-Infinity", records.cells().value("y"));
      }
    }
  }
}
