package dev.recurrent.nlp.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a line of a text into the parts of a fixed size that it lies in, where a file of the same
 * text would be cut: at the next line end within reach, else between characters.
 */
final class TextCut {
  /** As far as a file is searched for a line end. */
  static final int REACH = 64 << 10;

  /** Text of one part, and its first byte's place in the whole text. */
  static final class Piece implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
    final int part;
    final long start;
    final String text;

    Piece(int part, long start, String text) {
      this.part = part;
      this.start = start;
      this.text = text;
    }
  }

  private TextCut() {}

  /**
   * @param row UTF-8, a line feed last; there may be others in it
   * @param start the place of its first byte in the whole text
   * @param size bytes of a part
   */
  static List<Piece> of(byte[] row, long start, long size) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    int part = Math.toIntExact(start / size);
    for (long border = (part + 1) * size; border < start + row.length; border += size) {
      int cut = cut(row, (int) (border - start));
      if (cut > from) {
        pieces.add(piece(part, start, row, from, Math.min(cut, row.length)));
        from = cut;
      }
      part++;
    }
    if (from < row.length) {
      pieces.add(piece(part, start, row, from, row.length));
    }
    return pieces;
  }

  private static Piece piece(int part, long start, byte[] row, int from, int to) {
    byte[] bytes = Arrays.copyOfRange(row, from, to);
    return new Piece(part, start + from, new String(bytes, StandardCharsets.UTF_8));
  }

  /** Where the part that begins at a byte of the row really begins; the row's length behind it. */
  private static int cut(byte[] row, int border) {
    int end = Math.min(row.length, border - 1 + REACH);
    for (int i = border - 1; i < end; i++) {
      if (row[i] == '\n') {
        return i + 1;
      }
    }
    int at = border;
    while (at < row.length && (row[at] & 0xC0) == 0x80) {
      at++;
    }
    return at;
  }
}
