package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;

/** Characters of a file. Bytes that are not of its encoding are an error that names them. */
public final class StrictReader extends Reader {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final String file;
  private final boolean returns;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private long start;
  private boolean ended;

  /**
   * @param file for messages
   * @param offset of the stream's first byte in the file
   */
  public StrictReader(InputStream in, Charset charset, String file, long offset) {
    this(in, charset, file, offset, false);
  }

  /**
   * @param returns whether carriage returns end lines, and are read as line feeds
   */
  StrictReader(InputStream in, Charset charset, String file, long offset, boolean returns) {
    this.in = in;
    this.file = file;
    this.start = offset;
    this.returns = returns;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /**
   * @param length at least 2: a character may be two
   * @throws UnusableInputException for bytes that are not of the encoding
   */
  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    CharBuffer out = CharBuffer.wrap(chars, offset, length);
    while (true) {
      CoderResult result = decoder.decode(bytes, out, ended);
      if (result.isError()) {
        throw invalid();
      }
      int read = out.position() - offset;
      if (returns) {
        endLines(chars, offset, read);
      }
      if (read > 0 || ended) {
        return read > 0 ? read : -1;
      }
      fill();
    }
  }

  private static void endLines(char[] chars, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      chars[i] = chars[i] == '\r' ? '\n' : chars[i];
    }
  }

  private void fill() throws IOException {
    start += bytes.position();
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = read < 0;
    bytes.position(bytes.position() + Math.max(0, read));
    bytes.flip();
  }

  private UnusableInputException invalid() {
    return invalid(
        file,
        decoder.charset(),
        start + bytes.position(),
        bytes.hasRemaining() ? bytes.get(bytes.position()) : 0);
  }

  /** What every task says of such bytes. */
  public static UnusableInputException invalid(
      String file, Charset charset, long offset, byte value) {
    return new UnusableInputException(
        String.format(
            Locale.ROOT,
            "%s is not %s: byte 0x%02X at offset %d; name its encoding (--encoding), or convert it",
            file,
            charset.name(),
            value,
            offset));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
