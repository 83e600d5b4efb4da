package dev.recurrent.spark.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object as cells by name: the fields of objects inside have their names joined by dots.
 * Numbers keep the letters they are written with.
 */
final class JsonCells {
  /** What a field holds. */
  enum Kind {
    VALUE,
    ARRAY;

    /** Of two rows: an array in any makes the column one. */
    Kind with(Kind other) {
      return this == ARRAY ? this : other;
    }
  }

  private final Map<String, @Nullable String> values = new LinkedHashMap<>();
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /**
   * Reads an object whose first token is the parser's current one.
   *
   * @throws IOException if it is not JSON
   */
  static JsonCells read(JsonParser parser) throws IOException {
    JsonCells cells = new JsonCells();
    cells.object(parser, "");
    return cells;
  }

  private void object(JsonParser parser, String prefix) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = prefix + parser.getCurrentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        object(parser, name + ".");
      } else if (token == JsonToken.START_ARRAY) {
        parser.skipChildren();
        kinds.put(name, Kind.ARRAY);
        values.put(name, null);
      } else {
        kinds.put(name, Kind.VALUE);
        values.put(name, token == JsonToken.VALUE_NULL ? null : parser.getText());
      }
    }
  }

  @Nullable String value(String name) {
    return values.get(name);
  }

  Map<String, Kind> kinds() {
    return kinds;
  }
}
