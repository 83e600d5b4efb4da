package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file's first bytes, and as many more as it takes to find a line's end. */
final class FileBeginning {
  private static final int HEAD = 1 << 10;
  private static final int MORE = 1 << 16;

  /** No header is so long that its end lies further on. */
  private static final int MOST = 1 << 20;

  /** Encodings by their byte order marks; the mark of UTF-32LE begins as that of UTF-16LE. */
  private static final Map<String, String> MARKS = new LinkedHashMap<>();

  static {
    MARKS.put("\u00EF\u00BB\u00BF", "UTF-8");
    MARKS.put("\u00FF\u00FE\u0000\u0000", "UTF-32LE");
    MARKS.put("\u0000\u0000\u00FE\u00FF", "UTF-32BE");
    MARKS.put("\u00FF\u00FE", "UTF-16LE");
    MARKS.put("\u00FE\u00FF", "UTF-16BE");
  }

  private final InputStream in;
  private final byte[] bytes;

  /**
   * @param in stays open
   */
  FileBeginning(InputStream in) throws IOException {
    this.in = in;
    bytes = in.readNBytes(HEAD);
  }

  byte[] bytes() {
    return bytes;
  }

  /** The encoding that a byte order mark names; else an empty text. */
  String marked() {
    for (Map.Entry<String, String> mark : MARKS.entrySet()) {
      if (begins(mark.getKey())) {
        return mark.getValue();
      }
    }
    return "";
  }

  /** Bytes of the byte order mark. */
  int markLength() {
    return MARKS.keySet().stream().filter(this::begins).findFirst().orElse("").length();
  }

  private boolean begins(String mark) {
    int length = Math.min(mark.length(), bytes.length);
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).equals(mark);
  }

  /** Whether the first line ends in a carriage return, and no line feed is near. Reads on. */
  boolean endsLinesWithReturns(Charset charset) throws IOException {
    byte[] part = bytes;
    int seen = part.length;
    boolean returned = false;
    while (part.length > 0 && seen < MOST) {
      String text = new String(part, charset);
      if (text.indexOf('\n') >= 0) {
        return false;
      }
      boolean before = returned;
      returned |= text.indexOf('\r') >= 0;
      if (before) {
        return true;
      }
      part = in.readNBytes(MORE);
      seen += part.length;
    }
    return returned;
  }
}
