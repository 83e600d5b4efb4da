package dev.recurrent.spark.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.recurrent.format.JsonFault;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads JSON objects one by one: one a line, or the elements of one array. */
final class JsonRecords implements Closeable {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Python writes NaN and Infinity, and so do others; a task says what it makes of them.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(1 << 26).build())
          .build();

  private final @Nullable CsvRecords lines;
  private final @Nullable JsonParser array;
  private final String file;
  private JsonCells cells = new JsonCells();
  private String fault = "";
  private long row;

  private JsonRecords(@Nullable CsvRecords lines, @Nullable JsonParser array, String file) {
    this.lines = lines;
    this.array = array;
    this.file = file;
  }

  /**
   * @throws UnusableInputException if the file begins neither with an object nor with an array
   */
  static JsonRecords of(TextBlock block, Configuration hadoop) throws IOException {
    String file = block.file.name();
    char first = block.file.first();
    if (first != '[' && first != '{' && first != 0) {
      throw new UnusableInputException(
          file
              + " is neither JSON lines, one object a line, nor one JSON array of objects: it"
              + " begins with \""
              + first
              + "\"");
    }
    if (first != '[') {
      return new JsonRecords(block.records(CsvDialect.lines(), hadoop), null, file);
    }
    JsonParser parser = JSON.createParser(block.read(hadoop));
    parser.nextToken();
    return new JsonRecords(null, parser, file);
  }

  /** The record that {@link #next} read; without cells where it has a fault. */
  JsonCells cells() {
    return cells;
  }

  /** Why the record is no object; else an empty text. */
  String fault() {
    return fault;
  }

  /**
   * Reads the next record.
   *
   * @throws UnusableInputException where an array breaks off
   */
  boolean next() throws IOException {
    cells = new JsonCells();
    fault = "";
    row++;
    return lines != null ? nextLine(lines) : array != null && nextElement(array);
  }

  private boolean nextLine(CsvRecords records) throws IOException {
    if (!records.next()) {
      return false;
    }
    String line = String.valueOf(records.cells().get(0));
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        fault = "is not a JSON object";
        return true;
      }
      JsonCells read = JsonCells.read(parser);
      if (parser.nextToken() != null) {
        fault = "has more than one JSON value in its line";
      } else {
        cells = read;
      }
    } catch (JsonProcessingException e) {
      fault = "is not JSON: it " + JsonFault.of(e);
    }
    return true;
  }

  private boolean nextElement(JsonParser parser) throws IOException {
    try {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        cells = JsonCells.read(parser);
      } else if (token != JsonToken.END_ARRAY && token != null) {
        parser.skipChildren();
        fault = "is not a JSON object";
      } else if (token == null) {
        throw new UnusableInputException(file + ": the JSON array is not closed");
      }
      return token != JsonToken.END_ARRAY;
    } catch (JsonProcessingException e) {
      throw new UnusableInputException(
          file + ", row " + row + ": the JSON array " + JsonFault.of(e));
    }
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
    }
    if (array != null) {
      array.close();
    }
  }
}
