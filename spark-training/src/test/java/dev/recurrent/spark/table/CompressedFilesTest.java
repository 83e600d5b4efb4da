package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.bzip2.CBZip2OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Compressed files that are cut off or damaged. */
class CompressedFilesTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private static byte[] text() {
    StringBuilder text = new StringBuilder("x,y\n");
    new Random(1).ints(40_000).forEach(n -> text.append(n).append(",1\n"));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] compressed(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    var codec = new CompressionCodecFactory(HADOOP).getCodec(new org.apache.hadoop.fs.Path(name));
    try (var out = codec.createOutputStream(bytes)) {
      out.write(text());
    }
    return bytes.toByteArray();
  }

  /** All of a file's text, as every task reads it. */
  private String read(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    TextFile look =
        TextFile.look(new org.apache.hadoop.fs.Path(file.toUri()), content.length, null, HADOOP);
    try (StrictReader reader = look.read(HADOOP)) {
      java.io.StringWriter text = new java.io.StringWriter();
      reader.transferTo(text);
      return text.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.csv.gz", "t.csv.bz2", "t.csv.deflate"})
  void aFileThatIsCutOffIsNamed(String name) throws IOException {
    byte[] whole = compressed(name);
    assertEquals(new String(text(), StandardCharsets.UTF_8), read(name, whole));
    for (int length : new int[] {whole.length - 5, 5_000, 8}) {
      UnusableInputException e =
          assertThrows(
              UnusableInputException.class, () -> read(name, Arrays.copyOf(whole, length)));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith(folder.resolve(name) + " cannot be decompressed: "), message);
    }
  }

  /** In blocks of 100 kB. */
  private static byte[] bzip2(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {'B', 'Z'});
    try (var out = new CBZip2OutputStream(bytes, 1)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  /** Places of bytes in which a block begins: blocks begin at any bit. */
  private static List<Integer> blocks(byte[] bzip2) {
    List<Integer> places = new ArrayList<>();
    long bits = 0;
    for (int i = 0; i < 8 * bzip2.length; i++) {
      bits = (bits << 1 | (bzip2[i / 8] >> (7 - i % 8) & 1)) & 0xFFFF_FFFF_FFFFL;
      if (bits == 0x314159265359L && i >= 47) {
        places.add((i - 47) / 8);
      }
    }
    return places;
  }

  @Test
  void aBzip2FileThatIsCutOffBetweenTwoBlocksIsNamed() throws IOException {
    byte[] text = "0123456789abcde\n".repeat(120_000).getBytes(StandardCharsets.UTF_8);
    byte[] whole = bzip2(text);
    List<Integer> blocks = blocks(whole);
    assertTrue(blocks.size() > 2, blocks.toString());
    assertEquals(text.length, read("t.csv.bz2", whole).length());
    for (int at : List.of(blocks.get(1), blocks.get(1) + 1, blocks.get(2), whole.length - 10)) {
      String message =
          String.valueOf(
              assertThrows(
                      UnusableInputException.class,
                      () -> read("t.csv.bz2", Arrays.copyOf(whole, at)))
                  .getMessage());
      assertTrue(message.contains("t.csv.bz2 cannot be decompressed: it is cut off"), message);
    }
  }

  @Test
  void severalBzip2FilesBehindOneAnotherAndAnEmptyOneAreWhole() throws IOException {
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    for (String part : new String[] {"x\n1\n", "2\n"}) {
      two.writeBytes(bzip2(part.getBytes(StandardCharsets.UTF_8)));
    }
    assertEquals("x\n1\n2\n", read("two.csv.bz2", two.toByteArray()));
    assertEquals("", read("empty.csv.bz2", new byte[0]));
    assertEquals("", read("none.csv.bz2", HexFormat.of().parseHex("425a683917724538509000000000")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.csv.gz", "t.csv.bz2"})
  void aDamagedFileIsNamed(String name) throws IOException {
    byte[] bytes = compressed(name);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 64; i++) {
      bytes[i] ^= 0x55;
    }
    UnusableInputException e = assertThrows(UnusableInputException.class, () -> read(name, bytes));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(folder.resolve(name) + " cannot be decompressed: "), message);
  }

  @Test
  void aWrongSumOfAGzipIsNamedAndAFileOfSeveralGzipsIsWhole() throws IOException {
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    for (String part : new String[] {"x\n1\n", "2\n"}) {
      try (var out = new GZIPOutputStream(two)) {
        out.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] bytes = two.toByteArray();
    assertEquals("x\n1\n2\n", read("two.csv.gz", bytes));
    bytes[bytes.length - 8] ^= 1;
    String message =
        String.valueOf(
            assertThrows(UnusableInputException.class, () -> read("two.csv.gz", bytes))
                .getMessage());
    assertTrue(message.contains("two.csv.gz cannot be decompressed: it is damaged"), message);
  }

  @Test
  void aStorageThatDoesNotAnswerIsNoFaultOfTheFile() throws IOException {
    byte[] whole = compressed("t.csv.gz");
    InputStream away =
        new FilterInputStream(new ByteArrayInputStream(whole)) {
          private int left = 20_000;

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            left -= length;
            if (left < 0) {
              throw new SocketTimeoutException("Read timed out");
            }
            return super.read(into, offset, length);
          }
        };
    try (InputStream in = DecompressedStream.of(away, "f", b -> new GZIPInputStream(b, 4096))) {
      assertThrows(SocketTimeoutException.class, in::readAllBytes);
    }
  }

  /** Opens what compresses. */
  private interface Compressor {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] framed(Compressor compressor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressor.open(bytes)) {
      out.write(text());
    }
    return bytes.toByteArray();
  }

  @Test
  void framesAreReadWhateverTheFileIsCalled() throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "t.csv.zst", framed(ZstdOutputStream::new),
            "t.csv.lz4", framed(LZ4FrameOutputStream::new),
            "t.csv.snappy", framed(SnappyFramedOutputStream::new),
            "z.csv", framed(ZstdOutputStream::new));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] whole = file.getValue();
      assertEquals(new String(text(), StandardCharsets.UTF_8), read(file.getKey(), whole));
      assertMessage(
          file.getKey(), Arrays.copyOf(whole, whole.length / 2), "cannot be decompressed");
      for (int i = 12; i < whole.length; i++) {
        whole[i] = (byte) (i * 7919);
      }
      assertMessage(file.getKey(), whole, "cannot be decompressed");
    }
  }

  private void assertMessage(String name, byte[] content, String said) {
    UnusableInputException e =
        assertThrows(UnusableInputException.class, () -> read(name, content));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(folder.resolve(name) + " "), message);
    assertTrue(message.contains(said), message);
  }

  @Test
  void aNameThatPromisesACompressionThatIsNotThereIsSaid() {
    assertMessage("t.csv.zst", text(), "ends in .zst, but it is not Zstandard");
    // The first four bytes are the length of a block for Hadoop's reader: too long for any heap.
    byte[] letters = "~~~~".repeat(100).getBytes(StandardCharsets.US_ASCII);
    assertMessage("t.csv.snappy", letters, "cannot be decompressed");
  }

  @Test
  void shortStreamsOfBzip2BehindOneAnotherAreOneText() throws IOException {
    byte[] head = "x,y\n".repeat(200).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(bzip2(Arrays.copyOf(head, 400)));
    both.write(bzip2(Arrays.copyOfRange(head, 400, head.length)));
    assertEquals(
        new String(head, StandardCharsets.US_ASCII), read("t.csv.bz2", both.toByteArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void aByteOrderMarkNamesTheEncoding(String charset) throws IOException {
    byte[] marked = "\uFEFFt,y\n1,\u00E9\n".getBytes(charset);
    assertEquals("t,y\n1,\u00E9\n", read("t.csv", marked));
  }
}
