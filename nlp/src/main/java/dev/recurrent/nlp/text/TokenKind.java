package dev.recurrent.nlp.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The built-in tokenizers, by what one token of a text is. */
public enum TokenKind implements TokenizerType {
  /** One Unicode code point. */
  CHAR,
  /** One word with the space before it, one punctuation mark, or one white space character. */
  WORD,
  /** A piece of a word, learned by byte pair encoding. */
  BPE;

  /** The kind of a label in any letter case, or null. */
  static @Nullable TokenKind find(String label) {
    for (TokenKind kind : values()) {
      if (kind.label().equals(label.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    return null;
  }

  /** The constant in lower case. */
  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Code points for {@link #CHAR}, else the pieces of {@link PreTokens}. */
  @Override
  public List<String> units(String text) {
    List<String> units = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = this == CHAR ? text.offsetByCodePoints(start, 1) : PreTokens.end(text, start);
      units.add(text.substring(start, end));
      start = end;
    }
    return units;
  }

  /** Whether a text is one unit. */
  public boolean isUnit(String text) {
    return this == CHAR ? text.codePointCount(0, text.length()) == 1 : PreTokens.isOne(text);
  }

  @Override
  public int minimumVocabulary() {
    int special = Vocabulary.SPECIAL_TOKENS.size();
    return this == BPE ? special + ByteFallback.COUNT + 1 : special + 1;
  }
}
