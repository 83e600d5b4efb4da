package dev.recurrent.interop.pytorch;

/** Text of a file as a message shows it: on one line, and short. */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  static String text(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
