package dev.recurrent.nlp.text;

/**
 * The pieces a text is cut into before anything is learned or encoded: words with at most one space
 * before them, single marks with at most one space before them, and single white space characters.
 * The pieces joined are the text.
 */
final class PreTokens {

  private PreTokens() {}

  /**
   * Where the piece that starts at {@code start} ends.
   *
   * @param start index of the piece's first UTF-16 unit, below the text's length
   * @return index after its last UTF-16 unit
   */
  static int end(String text, int start) {
    int at = start;
    if (text.charAt(at) == ' ' && at + 1 < text.length()) {
      // A space before another white space stays alone; before all else it joins what follows.
      if (CharacterClass.of(text.codePointAt(at + 1)) != CharacterClass.WHITE_SPACE) {
        at++;
      }
    }
    int first = text.codePointAt(at);
    at += Character.charCount(first);
    if (CharacterClass.of(first) != CharacterClass.WORD) {
      return at;
    }
    while (at < text.length()) {
      int next = text.codePointAt(at);
      if (CharacterClass.of(next) != CharacterClass.WORD) {
        return at;
      }
      at += Character.charCount(next);
    }
    return at;
  }

  /** Whether the text is exactly one piece. */
  static boolean isOne(String text) {
    return !text.isEmpty() && end(text, 0) == text.length();
  }

  /**
   * The same cut as a regular expression whose successive matches are the pieces, for readers of
   * {@code tokenizer.json}.
   *
   * @param space what stands for the plain space in the text the expression is matched against
   */
  static String expression(char space) {
    String spaces = space + CharacterClass.otherSpacesExpression();
    String marks = CharacterClass.marksExpression();
    return space + "?[^" + spaces + marks + "]+|" + space + "?[" + marks + "]|[" + spaces + "]";
  }
}
