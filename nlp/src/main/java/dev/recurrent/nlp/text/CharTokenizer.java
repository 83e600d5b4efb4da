package dev.recurrent.nlp.text;

import java.util.List;

/**
 * One token per Unicode code point; a surrogate pair is one token. {@code decode(encode(text))} is
 * the text if the vocabulary holds all of its characters.
 */
public final class CharTokenizer implements Tokenizer {

  private static final long serialVersionUID = 1L;

  private final Vocabulary vocabulary;

  /**
   * A tokenizer for the characters of this vocabulary.
   *
   * @throws IllegalArgumentException if a token is not one code point
   */
  public CharTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    for (int id = Vocabulary.SPECIAL_TOKENS.size(); id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      if (token.codePointCount(0, token.length()) != 1) {
        throw new IllegalArgumentException(
            "token " + id + " is \"" + token + "\", expected one character for tokens=char");
      }
    }
  }

  @Override
  public int[] encode(String text) {
    int[] ids = new int[text.codePointCount(0, text.length())];
    int at = 0;
    for (int i = 0; i < ids.length; i++) {
      int codePoint = text.codePointAt(at);
      ids[i] = vocabulary.id(Character.toString(codePoint));
      at += Character.charCount(codePoint);
    }
    return ids;
  }

  @Override
  public List<String> pieces(String text) {
    return TokenKind.CHAR.units(text);
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public TokenKind kind() {
    return TokenKind.CHAR;
  }
}
