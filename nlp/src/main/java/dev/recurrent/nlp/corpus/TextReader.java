package dev.recurrent.nlp.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Reads parts of text files as they are: nothing is normalised, line ends stay, a byte order mark
 * at a file's start is dropped. Parts meet at line ends where there is one within reach, else
 * between characters; every byte belongs to exactly one part.
 */
final class TextReader {
  /** How far a border may move to reach a line end. */
  private static final int REACH = 64 << 10;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Configuration configuration;

  TextReader(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The text of a part.
   *
   * @throws InvalidTextException if its bytes are not UTF-8
   */
  String read(TextSplit part) throws IOException {
    Path path = new Path(part.file);
    CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(path);
    FileSystem fileSystem = path.getFileSystem(configuration);
    long start;
    byte[] bytes;
    if (codec != null) {
      start = 0;
      try (InputStream in = codec.createInputStream(fileSystem.open(path))) {
        bytes = in.readAllBytes();
      }
    } else {
      long length = fileSystem.getFileStatus(path).getLen();
      try (FSDataInputStream in = fileSystem.open(path)) {
        start = border(in, part.start, length);
        long end = border(in, part.end, length);
        bytes = new byte[Math.toIntExact(Math.max(0, end - start))];
        in.readFully(start, bytes);
      }
    }
    return cut(decode(bytes, start, part.file), part);
  }

  /** The first place at or after a position where a part may begin. */
  private static long border(FSDataInputStream in, long position, long length) throws IOException {
    if (position == 0 || position >= length) {
      return Math.min(position, length);
    }
    // From one byte before, so that a line end just behind us counts.
    byte[] ahead = new byte[(int) Math.min(REACH, length - position + 1)];
    in.readFully(position - 1, ahead);
    for (int i = 0; i < ahead.length; i++) {
      if (ahead[i] == '\n') {
        return position + i;
      }
    }
    for (int i = 1; i < ahead.length; i++) {
      if ((ahead[i] & 0xC0) != 0x80) {
        return position + i - 1;
      }
    }
    return length;
  }

  private static String decode(byte[] bytes, long start, String file) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new InvalidTextException(file, start + in.position(), bytes[in.position()]);
    }
    out.flip();
    boolean marked = start == 0 && out.hasRemaining() && out.get(0) == BYTE_ORDER_MARK;
    return marked ? out.subSequence(1, out.length()).toString() : out.toString();
  }

  private static String cut(String text, TextSplit part) {
    if (part.from == 0 && part.to == Long.MAX_VALUE) {
      return text;
    }
    int all = text.codePointCount(0, text.length());
    int from = text.offsetByCodePoints(0, (int) Math.min(part.from, all));
    int to = text.offsetByCodePoints(0, (int) Math.min(part.to, all));
    return text.substring(from, to);
  }
}
