package dev.recurrent.nlp.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The 256 tokens {@code <0x00>} to {@code <0xFF>}, which spell the characters a BPE vocabulary
 * lacks as their UTF-8 bytes. Their ids follow those of the special tokens.
 *
 * <p>An unpaired surrogate, which UTF-8 has no bytes for, takes the three bytes the same scheme
 * would give it, so that every Java string survives encoding and decoding.
 */
final class ByteFallback {

  /** Number of byte tokens. */
  static final int COUNT = 256;

  /** Id of {@code <0x00>}. */
  static final int FIRST_ID = Vocabulary.SPECIAL_TOKENS.size();

  private static final String DIGITS = "0123456789ABCDEF";
  private static final int REPLACEMENT = 0xFFFD;

  private ByteFallback() {}

  /** The byte tokens in the order of their values. */
  static List<String> tokens() {
    List<String> tokens = new ArrayList<>(COUNT);
    for (int value = 0; value < COUNT; value++) {
      tokens.add("<0x" + DIGITS.charAt(value >> 4) + DIGITS.charAt(value & 15) + ">");
    }
    return tokens;
  }

  /** Whether the id is that of a byte token. */
  static boolean isByte(int id) {
    return id >= FIRST_ID && id < FIRST_ID + COUNT;
  }

  /** Appends the ids of the code point's 1 to 4 bytes. */
  static void encode(int codePoint, IdBuffer ids) {
    if (codePoint < 0x80) {
      ids.add(FIRST_ID + codePoint);
      return;
    }
    int length = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    int lead = (0xF00 >> length) & 0xFF;
    ids.add(FIRST_ID + (lead | (codePoint >> (6 * (length - 1)))));
    for (int left = length - 2; left >= 0; left--) {
      ids.add(FIRST_ID + (0x80 | ((codePoint >> (6 * left)) & 0x3F)));
    }
  }

  /**
   * Appends the text of a run of byte tokens. A byte that is part of no character, as a network may
   * well write one, becomes U+FFFD; the characters around it stay.
   *
   * @param run ids of byte tokens
   */
  static void decode(IdBuffer run, StringBuilder text) {
    int at = 0;
    while (at < run.size()) {
      int length = length(run.get(at) - FIRST_ID);
      int codePoint = codePoint(run, at, length);
      text.appendCodePoint(codePoint < 0 ? REPLACEMENT : codePoint);
      at += codePoint < 0 ? 1 : length;
    }
  }

  /** The number of bytes of the character that starts with this byte; 0 if none does. */
  private static int length(int lead) {
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  /** The code point of {@code length} bytes, or -1 if they are none. */
  private static int codePoint(IdBuffer run, int at, int length) {
    if (length == 0 || at + length > run.size()) {
      return -1;
    }
    int lead = run.get(at) - FIRST_ID;
    int codePoint = length == 1 ? lead : lead & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      int next = run.get(at + i) - FIRST_ID;
      if ((next & 0xC0) != 0x80) {
        return -1;
      }
      codePoint = (codePoint << 6) | (next & 0x3F);
    }
    boolean overlong = (length == 3 && codePoint < 0x800) || (length == 4 && codePoint < 0x10000);
    return overlong || codePoint > Character.MAX_CODE_POINT ? -1 : codePoint;
  }
}
