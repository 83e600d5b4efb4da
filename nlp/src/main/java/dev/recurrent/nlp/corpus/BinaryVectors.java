package dev.recurrent.nlp.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Words, each with a space and 32-bit floats behind it, little-endian, as word2vec writes them. */
final class BinaryVectors {
  private static final int LONGEST_WORD = 4096;

  private final WordVectorFile file;
  private final VectorBytes bytes;
  private final byte[] word = new byte[LONGEST_WORD];
  private final ByteBuffer numbers;
  private final float[] vector;

  BinaryVectors(WordVectorFile file, VectorBytes bytes, int columns) {
    this.file = file;
    this.bytes = bytes;
    numbers = ByteBuffer.allocate(4 * columns).order(ByteOrder.LITTLE_ENDIAN);
    vector = new float[columns];
  }

  /**
   * Reads the words.
   *
   * @param words how many there should be
   * @return how many are whole
   * @throws dev.recurrent.spark.table.UnusableInputException naming the byte
   */
  long read(VectorSink rows, long words) throws IOException {
    for (long i = 0; i < words; i++) {
      int length = nextWord();
      long at = bytes.position();
      if (length < 0 || bytes.next(numbers.array(), numbers.capacity()) < numbers.capacity()) {
        return i;
      }
      int[] tokens = rows.tokens(word, length);
      if (tokens.length > 0) {
        numbers.clear().asFloatBuffer().get(vector);
        requireFinite(at);
        rows.write(tokens, vector);
      }
    }
    requireEnd(words);
    return words;
  }

  private void requireEnd(long words) throws IOException {
    long at = bytes.position();
    int next = bytes.next();
    while (next == '\n' || next == '\r') {
      next = bytes.next();
    }
    if (next >= 0) {
      throw file.wrong("says in line 1 that it has " + words + " words, it has more at byte " + at);
    }
  }

  /** Reads up to the space behind a word; returns the word's length, or -1 at the end. */
  private int nextWord() throws IOException {
    int length = 0;
    long begin = bytes.position();
    for (int next = bytes.next(); next != ' '; next = bytes.next()) {
      if (next < 0) {
        return -1;
      }
      // Some programs end a vector with a line feed, others do not.
      if (next == '\n' && length == 0) {
        continue;
      }
      if (length == LONGEST_WORD) {
        throw file.wrong("byte " + begin + ": a word has more than " + LONGEST_WORD + " bytes");
      }
      word[length++] = (byte) next;
    }
    return length;
  }

  private void requireFinite(long at) {
    for (int j = 0; j < vector.length; j++) {
      if (!Float.isFinite(vector[j])) {
        throw file.wrong("byte " + (at + 4L * j) + ": a number is not finite");
      }
    }
  }
}
