package dev.recurrent.spark.table;

/** Text of a table inside of a message: cells and names may have line breaks and any length. */
public final class OneLine {
  private static final int LONGEST = 240;
  private static final int END = 80;

  private OneLine() {}

  /** Line breaks and tabs as {@code \n}, {@code \r} and {@code \t}; without control characters. */
  public static String of(String text) {
    return text.replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replaceAll("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]", "?");
  }

  /** The same without the middle of a long text: its end says what was expected. */
  public static String brief(String text) {
    if (text.length() <= LONGEST) {
      return of(text);
    }
    int begin = LONGEST - END;
    int end = text.length() - END;
    // Both halves of a character beyond U+FFFF go or stay.
    begin -= Character.isHighSurrogate(text.charAt(begin - 1)) ? 1 : 0;
    end += Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
    return of(text.substring(0, begin)) + " ... " + of(text.substring(end));
  }
}
