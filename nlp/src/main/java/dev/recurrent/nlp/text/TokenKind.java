package dev.recurrent.nlp.text;

import java.util.Arrays;
import java.util.Locale;

/** What one token of a text is. */
public enum TokenKind {
  /** One Unicode code point. */
  CHAR,
  /** One word with the space before it, one punctuation mark, or one white space character. */
  WORD,
  /** A piece of a word, learned by byte pair encoding. */
  BPE;

  /**
   * Reads the name used in configuration files.
   *
   * @param name {@code char}, {@code word} or {@code bpe}, in any letter case
   * @throws IllegalArgumentException for any other name
   */
  public static TokenKind of(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "token kind is \"" + name + "\", expected one of char, word, bpe"));
  }

  /** The name used in configuration files and in messages: the constant in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
