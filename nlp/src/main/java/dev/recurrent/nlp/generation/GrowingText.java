package dev.recurrent.nlp.generation;

import dev.recurrent.nlp.text.Tokenizer;
import java.util.Arrays;

/**
 * The text of tokens that come one by one, in pieces whose sum is the text of all of them. Each
 * token is decoded a fixed number of times, however long the text is.
 */
final class GrowingText {
  /** A character of UTF-8 has at most four bytes, and with BPE each may be a token. */
  private static final int MOST_BYTES = 4;

  /** What a tokenizer writes for bytes that are no character, or not one yet. */
  private static final String REPLACEMENT = "\uFFFD";

  private final Tokenizer tokenizer;
  private int[] held = new int[MOST_BYTES];
  private int size;

  GrowingText(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * What can be shown with one more token; empty while a character of several bytes is not whole.
   */
  String add(int token) {
    if (size == held.length) {
      held = Arrays.copyOf(held, 2 * size);
    }
    held[size++] = token;
    // Whether the last character is whole is a matter of its own bytes.
    boolean whole = !decode(Math.max(0, size - MOST_BYTES)).endsWith(REPLACEMENT);
    return whole ? rest() : "";
  }

  /** What has been held back, whole or not. */
  String rest() {
    String text = decode(0);
    size = 0;
    return text;
  }

  private String decode(int from) {
    return tokenizer.decode(Arrays.copyOfRange(held, from, size));
  }
}
