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

  /**
   * The character that an option names.
   *
   * @param text one character, or "\\t" or "tab" for a tab
   * @throws UnusableInputException for anything else
   */
  public static char delimiter(String text) {
    String one = text.equals("\\t") || text.equals("tab") ? "\t" : text;
    if (one.length() != 1 || one.charAt(0) >= 128 || "\"\n\r\\".contains(one)) {
      throw UnusableInputException.usage(
          "--delimiter is \"" + text + "\", expected one character such as ; or \\t");
    }
    return one.charAt(0);
  }

  /** With a delimiter and an encoding where these rules have none; null leaves it open. */
  public ReadingRules orElse(@Nullable Character other, @Nullable Charset of) {
    return new ReadingRules(
        format,
        delimiter == null ? other : delimiter,
        encoding == null ? of : encoding,
        header,
        ragged);
  }

  public ReadingRules withHeader(boolean named) {
    return new ReadingRules(format, delimiter, encoding, named, ragged);
  }

  public ReadingRules withRaggedRows() {
    return new ReadingRules(format, delimiter, encoding, header, true);
  }
}
