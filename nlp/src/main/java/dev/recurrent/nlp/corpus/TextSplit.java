package dev.recurrent.nlp.corpus;

import dev.recurrent.spark.table.TextFile;
import java.io.Serializable;

/**
 * A stretch of a text file: the bytes from {@code start} to {@code end}, moved to the next borders
 * between lines or characters, and of their code points those from {@code from} to below {@code
 * to}.
 */
public final class TextSplit implements Serializable {
  private static final long serialVersionUID = 1L;

  final TextFile file;
  final long start;
  final long end;
  final long from;
  final long to;

  TextSplit(TextFile file, long start, long end, long from, long to) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.from = from;
    this.to = to;
  }

  static TextSplit whole(TextFile file, long start, long end) {
    return new TextSplit(file, start, end, 0, Long.MAX_VALUE);
  }

  TextSplit before(long codePoint) {
    return new TextSplit(file, start, end, from, codePoint);
  }

  TextSplit after(long codePoint) {
    return new TextSplit(file, start, end, codePoint, to);
  }
}
