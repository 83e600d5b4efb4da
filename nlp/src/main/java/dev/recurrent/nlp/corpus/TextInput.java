package dev.recurrent.nlp.corpus;

import dev.recurrent.format.Manifest;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Text of files on any Hadoop path, or of a table's rows, as parts of a fixed size. What the parts
 * are depends on the text alone.
 */
public final class TextInput implements AutoCloseable {
  private final TextSource source;
  private @Nullable String fingerprint;

  private TextInput(TextSource source) {
    this.source = source;
  }

  /**
   * UTF-8, or UTF-16 with a byte order mark: a file, a directory with those below it, or a glob.
   *
   * @throws UnusableInputException if nothing is there, or all of it is empty
   */
  public static TextInput of(String pattern, JavaSparkContext spark) throws IOException {
    return of(pattern, "--input", null, spark);
  }

  /**
   * As above, for an input that another option names.
   *
   * @param option what messages call it
   * @param encoding as the user names it, or null
   */
  public static TextInput of(
      String pattern, String option, @Nullable Charset encoding, JavaSparkContext spark)
      throws IOException {
    return new TextInput(new FileText(option + " " + pattern, pattern, encoding, spark));
  }

  /**
   * A column of a table: each row's text with a line feed behind it, in the order of other columns.
   * The parts are those of a file of the same lines.
   *
   * @param text the column of texts, as the user names it
   * @param order the columns that rows are sorted by
   * @throws UnusableInputException if a column is not there, a row has no text or no place in the
   *     order, or two rows with different texts have the same
   */
  public static TextInput of(InputTable table, String text, List<String> order) {
    return new TextInput(TableText.of(table, text, order));
  }

  /** Identifies the text, whatever it stands in. */
  public String fingerprint() {
    if (fingerprint == null) {
      countCodePoints();
    }
    return String.valueOf(fingerprint);
  }

  public List<TextSplit> parts() {
    return source.parts();
  }

  /**
   * Code points of each part, by a pass over all text.
   *
   * @throws UnusableInputException naming the first bytes that are not of the encoding
   */
  public long[] countCodePoints() {
    List<TextSource.Scan> scans = source.scan();
    for (TextSource.Scan scan : scans) {
      if (!scan.error.isEmpty()) {
        throw new UnusableInputException(scan.error);
      }
    }
    StringBuilder hashes = new StringBuilder();
    scans.forEach(s -> hashes.append(s.codePoints).append(' ').append(s.hash).append('\n'));
    fingerprint = Manifest.sha256(hashes.toString().getBytes(StandardCharsets.UTF_8));
    return scans.stream().mapToLong(s -> s.codePoints).toArray();
  }

  /** Reads parts on the executors. */
  public JavaRDD<String> read(List<TextSplit> some) {
    return source.read(some);
  }

  /** The same text in two: what lies before a code point, and what lies from there on. */
  public record Halves(List<TextSplit> first, List<TextSplit> second) {}

  public Halves splitAt(long codePoint, long[] counts) {
    List<TextSplit> first = new ArrayList<>();
    List<TextSplit> second = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < counts.length; i++) {
      TextSplit part = parts().get(i);
      if (before + counts[i] <= codePoint) {
        first.add(part);
      } else if (before >= codePoint) {
        second.add(part);
      } else {
        first.add(part.before(codePoint - before));
        second.add(part.after(codePoint - before));
      }
      before += counts[i];
    }
    return new Halves(first, second);
  }

  /** Lets go of what it keeps on disks. */
  @Override
  public void close() {
    source.close();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
