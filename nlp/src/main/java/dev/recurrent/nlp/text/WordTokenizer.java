package dev.recurrent.nlp.text;

import java.util.List;

/**
 * One token per word, punctuation mark or white space character, as {@link PreTokens} cuts them; a
 * single space belongs to the word or mark after it. {@code decode(encode(text))} is the text if
 * the vocabulary holds all of its words; other words become {@link Vocabulary#UNKNOWN} and are
 * lost.
 */
public final class WordTokenizer implements Tokenizer {

  private static final long serialVersionUID = 1L;

  private final Vocabulary vocabulary;

  /**
   * A tokenizer for the words of this vocabulary.
   *
   * @throws IllegalArgumentException if a token is not one word, mark or white space character
   */
  public WordTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    for (int id = Vocabulary.SPECIAL_TOKENS.size(); id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      if (!PreTokens.isOne(token)) {
        throw new IllegalArgumentException(
            "token "
                + id
                + " is \""
                + token
                + "\", expected one word, mark or white space character for tokens=word");
      }
    }
  }

  @Override
  public int[] encode(String text) {
    IdBuffer ids = new IdBuffer(text.length() / 4);
    int start = 0;
    while (start < text.length()) {
      int end = PreTokens.end(text, start);
      ids.add(vocabulary.id(text.substring(start, end)));
      start = end;
    }
    return ids.toArray();
  }

  @Override
  public List<String> pieces(String text) {
    return TokenKind.WORD.units(text);
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public TokenKind kind() {
    return TokenKind.WORD;
  }
}
