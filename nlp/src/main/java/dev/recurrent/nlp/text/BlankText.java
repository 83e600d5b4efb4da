package dev.recurrent.nlp.text;

/** Text that shows nothing. */
public final class BlankText {
  private BlankText() {}

  /**
   * Whether a text is empty or made of white space, no-break spaces, and characters without a width
   * or a shape: U+200B, U+FEFF, joiners, control characters. {@link String#isBlank} takes no-break
   * and zero-width ones for words.
   */
  public static boolean is(String text) {
    return text.codePoints().allMatch(BlankText::is);
  }

  private static boolean is(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.FORMAT;
  }
}
