package dev.recurrent.spark.table;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about a table's files; null is found from their content.
 *
 * @param delimiter between the cells of CSV
 * @param encoding of text; UTF-8, or UTF-16 where a byte order mark says so
 * @param header whether the first record of each CSV file has the columns' names
 * @param ragged whether a record may have fewer cells than the header
 */
public record ReadingRules(
    @Nullable TableFormat format,
    @Nullable Character delimiter,
    @Nullable Charset encoding,
    boolean header,
    boolean ragged) {
  /** Everything found from the content, with a header. */
  public static ReadingRules defaults() {
    return new ReadingRules(null, null, null, true, false);
  }

  public ReadingRules withHeader(boolean named) {
    return new ReadingRules(format, delimiter, encoding, named, ragged);
  }

  public ReadingRules withRaggedRows() {
    return new ReadingRules(format, delimiter, encoding, header, true);
  }
}
