package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.text.BlankText;
import java.io.Serializable;

/** A sentence and its translation, and the line of the input they stand in, 1 for the first. */
final class PairText implements Serializable {
  private static final long serialVersionUID = 1L;

  final String source;
  final String target;
  final long line;

  PairText(String source, String target, long line) {
    this.source = source;
    this.target = target;
    this.line = line;
  }

  boolean empty() {
    return BlankText.is(source) || BlankText.is(target);
  }
}
