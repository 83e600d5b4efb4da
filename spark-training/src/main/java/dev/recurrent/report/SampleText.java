package dev.recurrent.report;

import java.util.Objects;

/**
 * Text shown as it is, for samples drawn from a model: newlines and spaces are kept, long lines
 * wrap, and characters that no page may contain appear as the replacement character.
 *
 * @param caption text above the sample; empty for none
 * @param text the sample
 */
public record SampleText(String caption, String text) implements Block {

  public SampleText {
    Objects.requireNonNull(caption);
    Objects.requireNonNull(text);
  }

  @Override
  public String html() {
    String heading =
        caption.isEmpty() ? "" : "<figcaption>" + Markup.escape(caption) + "</figcaption>\n";
    // A parser drops the first newline after <pre>, so one is given up to keep the sample's own.
    return "<figure>\n"
        + heading
        + "<pre dir=\"auto\">\n"
        + Markup.escape(text)
        + "</pre>\n</figure>\n";
  }
}
