package dev.recurrent.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A two-column table of names and their values, for settings and results; rows keep their order.
 */
public record KeyValueTable(List<Row> rows) implements Block {

  /** One name with its value, both plain text. */
  public record Row(String key, String value) {

    public Row {
      Objects.requireNonNull(key);
      Objects.requireNonNull(value);
    }
  }

  public KeyValueTable {
    rows = List.copyOf(rows);
  }

  /** A table with one row per entry, in the iteration order of the map. */
  public static KeyValueTable of(Map<String, String> values) {
    return new KeyValueTable(
        values.entrySet().stream().map(e -> new Row(e.getKey(), e.getValue())).toList());
  }

  @Override
  public String html() {
    StringBuilder out = new StringBuilder("<table class=\"keys\"><tbody>\n");
    for (Row row : rows) {
      out.append("<tr><th scope=\"row\">").append(Markup.escape(row.key()));
      out.append("</th><td>").append(Markup.escape(row.value())).append("</td></tr>\n");
    }
    return out.append("</tbody></table>\n").toString();
  }
}
