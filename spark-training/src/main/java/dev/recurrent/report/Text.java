package dev.recurrent.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A piece of text in one of the forms that a report needs.
 *
 * @param caption what the text is; empty for none
 */
public record Text(Form form, String caption, String text) implements Block {

  /** How the text looks. */
  public enum Form {
    PARAGRAPH,
    SAMPLE,
    FIGURE,
    FILE
  }

  public Text {
    Objects.requireNonNull(form);
    Objects.requireNonNull(caption);
    Objects.requireNonNull(text);
  }

  /** Sentences. */
  public static Text paragraph(String text) {
    return new Text(Form.PARAGRAPH, "", text);
  }

  /** Text as it is, such as a model's output: spaces and line ends are kept, long lines wrap. */
  public static Text sample(String caption, String text) {
    return new Text(Form.SAMPLE, caption, text);
  }

  /** One result in large type, with its name. */
  public static Text figure(String name, String value) {
    return new Text(Form.FIGURE, name, value);
  }

  /** A link to a file of the page's own directory, with what the file holds. */
  public static Text file(String name, String holds) {
    return new Text(Form.FILE, name, holds);
  }

  @Override
  public String html() {
    String name = Html.escape(caption);
    String body = Html.escape(text);
    return switch (form) {
      case PARAGRAPH -> "<p>" + body + "</p>\n";
      case FIGURE -> "<p class=\"figure\"><span>%s</span> <b>%s</b></p>\n".formatted(name, body);
      case FILE ->
          "<p class=\"file\"><a href=\"./%s\">%s</a> %s</p>\n".formatted(address(), name, body);
      // A parser drops the first newline after <pre>, so one is added to keep the sample's own.
      case SAMPLE ->
          "<figure>\n%s<pre dir=\"auto\">\n%s</pre>\n</figure>\n"
              .formatted(name.isEmpty() ? "" : "<figcaption>" + name + "</figcaption>\n", body);
    };
  }

  private String address() {
    return URLEncoder.encode(caption, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
