package dev.recurrent.nlp.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Lines of a word and its numbers. A word may hold spaces: the numbers are the last ones. */
final class TextVectors {
  /** A number has at most so many bytes, the space before it among them. */
  private static final int NUMBER = 64;

  private static final int WORD = 4096;

  private final WordVectorFile file;
  private final VectorBytes bytes;
  private final byte[] line;
  private final int[] begins;
  private final int[] ends;
  private final float[] vector;
  private int length;
  private long number;

  TextVectors(WordVectorFile file, VectorBytes bytes, int columns) {
    this.file = file;
    this.bytes = bytes;
    line = new byte[WORD + NUMBER * columns];
    begins = new int[columns];
    ends = new int[columns];
    vector = new float[columns];
  }

  /**
   * Reads all lines.
   *
   * @param first number of the first line
   * @return how many have a word
   * @throws dev.recurrent.spark.table.UnusableInputException naming the line
   */
  long read(VectorSink rows, long first) throws IOException {
    long count = 0;
    for (number = first; nextLine(); number++) {
      if (length == 0) {
        continue;
      }
      count++;
      int word = split();
      int[] tokens = rows.tokens(line, word);
      if (tokens.length > 0) {
        parse();
        rows.write(tokens, vector);
      }
    }
    return count;
  }

  /** Reads a line without the blanks at its end. */
  private boolean nextLine() throws IOException {
    length = 0;
    int next = bytes.next();
    if (next < 0) {
      return false;
    }
    for (; next >= 0 && next != '\n'; next = bytes.next()) {
      if (length == line.length) {
        throw file.wrong("line " + number + " has more than " + line.length + " bytes");
      }
      line[length++] = (byte) next;
    }
    while (length > 0 && (blank(length - 1) || line[length - 1] == '\r')) {
      length--;
    }
    return true;
  }

  private boolean blank(int at) {
    return line[at] == ' ' || line[at] == '\t';
  }

  /** Finds where the numbers begin; returns where the word ends. */
  private int split() {
    int at = length;
    for (int j = vector.length - 1; j >= 0; j--) {
      at = withoutBlanks(at);
      ends[j] = at;
      while (at > 0 && !blank(at - 1)) {
        at--;
      }
      begins[j] = at;
      if (at == 0) {
        throw file.wrong(
            "line "
                + number
                + " has "
                + (vector.length - 1 - j)
                + " numbers, expected a word and "
                + vector.length);
      }
    }
    return withoutBlanks(at);
  }

  private int withoutBlanks(int end) {
    int at = end;
    while (at > 0 && blank(at - 1)) {
      at--;
    }
    return at;
  }

  private void parse() {
    for (int j = 0; j < vector.length; j++) {
      String text = new String(line, begins[j], ends[j] - begins[j], StandardCharsets.ISO_8859_1);
      vector[j] = value(text, j);
    }
  }

  private float value(String text, int column) {
    try {
      float value = Float.parseFloat(text);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as a number that is not finite is.
    }
    String shown = text.replaceAll("[^\\x20-\\x7E]", "?");
    throw file.wrong(
        "line "
            + number
            + ": number "
            + (column + 1)
            + " is \""
            + shown.substring(0, Math.min(40, shown.length()))
            + "\", expected a finite number");
  }
}
