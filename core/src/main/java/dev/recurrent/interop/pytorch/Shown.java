package dev.recurrent.interop.pytorch;

import dev.recurrent.format.ShownText;

/** Text of a file as a message shows it: on one line, and short. */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  static String text(String text) {
    return ShownText.of(text, LONGEST);
  }
}
