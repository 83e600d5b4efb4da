package dev.recurrent.format;

/** Text of a file or a request as a message shows it. */
public final class ShownText {
  private ShownText() {}

  /**
   * The text on one line: characters that cannot be seen are blanks.
   *
   * @param longest characters; a longer text is cut and ends with three points
   */
  public static String of(String text, int longest) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
    return line.length() <= longest ? line : line.substring(0, longest) + "...";
  }
}
