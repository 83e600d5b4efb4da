package dev.recurrent.nlp.corpus;

import dev.recurrent.spark.table.TextFile;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a text: a part by its number, and of its code points those from {@code from} to
 * below {@code to}. A file's part is the bytes from {@code start} to {@code end}, moved to the next
 * borders between lines or characters.
 */
public final class TextSplit implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null in a text that stands in a table. */
  private final @Nullable TextFile file;

  final int number;
  final long start;
  final long end;
  final long from;
  final long to;

  private TextSplit(TextSplit part, long from, long to) {
    this.file = part.file;
    this.number = part.number;
    this.start = part.start;
    this.end = part.end;
    this.from = from;
    this.to = to;
  }

  private TextSplit(@Nullable TextFile file, int number, long start, long end) {
    this.file = file;
    this.number = number;
    this.start = start;
    this.end = end;
    this.from = 0;
    this.to = Long.MAX_VALUE;
  }

  static TextSplit whole(TextFile file, int number, long start, long end) {
    return new TextSplit(file, number, start, end);
  }

  /** A part of a text that stands in a table. */
  static TextSplit whole(int number, long start, long end) {
    return new TextSplit(null, number, start, end);
  }

  TextFile file() {
    return Objects.requireNonNull(file, "a part of a table");
  }

  TextSplit before(long codePoint) {
    return new TextSplit(this, from, codePoint);
  }

  TextSplit after(long codePoint) {
    return new TextSplit(this, codePoint, to);
  }

  /** Of the part's text what the stretch has. */
  String cut(String text) {
    if (from == 0 && to == Long.MAX_VALUE) {
      return text;
    }
    int all = text.codePointCount(0, text.length());
    int first = text.offsetByCodePoints(0, (int) Math.min(from, all));
    int last = text.offsetByCodePoints(0, (int) Math.min(to, all));
    return text.substring(first, last);
  }
}
