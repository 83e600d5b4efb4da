package dev.recurrent.nlp.text;

import dev.recurrent.math.Seed;

/**
 * A number drawn from text: what decides where a text goes, so that neither the order of rows nor
 * the number of files, splits or cores does.
 */
public final class TextKey {
  private TextKey() {}

  /** 64 bits of two texts. */
  public static long of(String first, String second) {
    long key = Seed.of(first.length(), second.length());
    for (int i = 0; i < first.length(); i++) {
      key = Seed.of(key, first.charAt(i));
    }
    for (int i = 0; i < second.length(); i++) {
      key = Seed.of(key, second.charAt(i));
    }
    return key;
  }
}
