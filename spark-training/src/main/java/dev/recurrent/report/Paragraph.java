package dev.recurrent.report;

import java.util.Objects;

/** A paragraph of plain text. */
public record Paragraph(String text) implements Block {

  public Paragraph {
    Objects.requireNonNull(text);
  }

  @Override
  public String html() {
    return "<p>" + Markup.escape(text) + "</p>\n";
  }
}
