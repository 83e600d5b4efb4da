package dev.recurrent.report;

/** Turns text and coordinates into what HTML and SVG accept, independent of the locale. */
final class Markup {

  /** Width of a character of 12 px sans-serif text, in px; an estimate on the wide side. */
  private static final double NARROW = 7.2;

  private static final double CAPITAL = 8.8;

  private static final double DIGIT = 7.7;

  /** The same for East Asian characters and symbols beyond them. */
  private static final double WIDE = 12;

  private static final int FIRST_WIDE = 0x2E80;

  private Markup() {}

  /** The text with markup escaped and characters that XML forbids replaced by U+FFFD. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
    }
  }

  private static boolean isAllowed(int c) {
    if (c < 0x20) {
      return c == '\t' || c == '\n' || c == '\r';
    }
    // DEL and the C1 controls are legal XML but errors in HTML; lone surrogates are neither.
    return !(c >= 0x7F && c < 0xA0) && !(c >= 0xD800 && c < 0xE000) && c != 0xFFFE && c != 0xFFFF;
  }

  /** A coordinate in px with at most one decimal. */
  static String px(double value) {
    long tenths = Math.round(value * 10);
    long rest = Math.abs(tenths % 10);
    String sign = tenths < 0 && tenths > -10 ? "-" : "";
    return sign + tenths / 10 + (rest == 0 ? "" : "." + rest);
  }

  /** About how many px the text takes at 12 px. */
  static double width(String text) {
    return text.codePoints().mapToDouble(Markup::width).sum();
  }

  private static double width(int c) {
    if (c >= FIRST_WIDE) {
      return WIDE;
    }
    if (Character.isDigit(c)) {
      return DIGIT;
    }
    return Character.isUpperCase(c) ? CAPITAL : NARROW;
  }

  /** The text, cut to about the given width in px with an ellipsis where it is longer. */
  static String fitted(String text, double limit) {
    if (width(text) <= limit) {
      return text;
    }
    double room = limit - NARROW;
    StringBuilder out = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      room -= width(c);
      if (room < 0) {
        break;
      }
      out.appendCodePoint(c);
    }
    return out.append('\u2026').toString();
  }

  /** An SVG text element at a place in px. */
  static String text(double x, double y, String attributes, String content) {
    return "<text x=\"%s\" y=\"%s\" %s>%s</text>\n"
        .formatted(px(x), px(y), attributes, escape(content));
  }
}
