package dev.recurrent.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Writes text, numbers and coordinates as HTML and SVG accept them, whatever the locale. */
final class Html {

  /** Width of a character of 12 px sans-serif text in px, and of a wide one; estimates. */
  private static final double CHARACTER = 7;

  private static final double WIDE = 12;
  private static final int FIRST_WIDE = 0x2E80;

  /** Significant digits of a number that is not whole. */
  private static final int DIGITS = 6;

  private static final double LARGEST_WHOLE = 1e15;
  private static final double SMALLEST_PLAIN = 1e-5;

  private Html() {}

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

  /** A number for a table: whole numbers in full, others to six significant digits. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE) {
      return Long.toString((long) value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
    double size = Math.abs(value);
    return size >= SMALLEST_PLAIN && size < LARGEST_WHOLE
        ? rounded.stripTrailingZeros().toPlainString()
        : Double.toString(rounded.doubleValue()).replace(".0E", "E").replace('E', 'e');
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
    return text.codePoints().mapToDouble(Html::width).sum();
  }

  private static double width(int c) {
    return c >= FIRST_WIDE ? WIDE : CHARACTER;
  }

  /** The text, cut to about the given width in px with an ellipsis where it is longer. */
  static String fitted(String text, double limit) {
    if (width(text) <= limit) {
      return text;
    }
    double room = limit - CHARACTER;
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
    return "<text x=\"%s\" y=\"%s\"%s>%s</text>\n"
        .formatted(px(x), px(y), attributes, escape(content));
  }
}
