package dev.recurrent.nlp.corpus;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.Quantity;
import dev.recurrent.nlp.text.TextKey;
import dev.recurrent.spark.table.InputFiles;
import dev.recurrent.spark.table.TextFile;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SerializableWritable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Text on any Hadoop path, as parts of a fixed size in the order of file names: a file, a directory
 * (with those below it), or a glob. What the parts are depends on the files alone.
 */
public final class TextInput {
  private static final long PART_BYTES = 4L << 20;

  private final JavaSparkContext spark;
  private final Broadcast<SerializableWritable<Configuration>> configuration;
  private final List<TextSplit> parts;
  private final int files;
  private final long bytes;
  private @Nullable String fingerprint;

  private TextInput(JavaSparkContext spark, List<TextSplit> parts, int files, long bytes) {
    this.spark = spark;
    this.configuration = spark.broadcast(new SerializableWritable<>(spark.hadoopConfiguration()));
    this.parts = parts;
    this.files = files;
    this.bytes = bytes;
  }

  /**
   * UTF-8, or UTF-16 with a byte order mark.
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
    Configuration hadoop = spark.hadoopConfiguration();
    String given = option + " " + pattern;
    List<TextSplit> parts = new ArrayList<>();
    long bytes = 0;
    List<InputFiles.Found> found = InputFiles.list(given, pattern, hadoop);
    for (InputFiles.Found one : found) {
      TextFile file =
          TextFile.look(one.path(), one.status().getLen(), encoding, hadoop).requireText();
      long length = one.status().getLen();
      long step = file.splittable() ? PART_BYTES : Math.max(1, length);
      for (long at = 0; at < length; at += step) {
        parts.add(TextSplit.whole(file, at, Math.min(length, at + step)));
      }
      bytes += length;
    }
    if (parts.isEmpty()) {
      throw new UnusableInputException(given + " is empty");
    }
    return new TextInput(spark, parts, found.size(), bytes);
  }

  /** Identifies the text, whatever its files are named. */
  public String fingerprint() {
    if (fingerprint == null) {
      countCodePoints();
    }
    return String.valueOf(fingerprint);
  }

  public List<TextSplit> parts() {
    return parts;
  }

  /** What a part's text was found to be. */
  static final class Scan implements Serializable {
    private static final long serialVersionUID = 1L;
    final long codePoints;
    final long hash;
    final String error;

    Scan(long codePoints, long hash, String error) {
      this.codePoints = codePoints;
      this.hash = hash;
      this.error = error;
    }
  }

  /**
   * Code points of each part, by a pass over all text.
   *
   * @throws UnusableInputException naming the first bytes that are not of the encoding
   */
  public long[] countCodePoints() {
    Broadcast<SerializableWritable<Configuration>> conf = configuration;
    List<Scan> scans = rdd(parts).map(part -> scan(part, conf)).collect();
    for (Scan scan : scans) {
      if (!scan.error.isEmpty()) {
        throw new UnusableInputException(scan.error);
      }
    }
    StringBuilder hashes = new StringBuilder();
    scans.forEach(s -> hashes.append(s.codePoints).append(' ').append(s.hash).append('\n'));
    fingerprint = Manifest.sha256(hashes.toString().getBytes(StandardCharsets.UTF_8));
    return scans.stream().mapToLong(s -> s.codePoints).toArray();
  }

  private static Scan scan(TextSplit part, Broadcast<SerializableWritable<Configuration>> conf)
      throws IOException {
    try {
      String text = new TextReader(conf.value().value()).read(part);
      return new Scan(text.codePointCount(0, text.length()), TextKey.of(text, ""), "");
    } catch (UnusableInputException e) {
      return new Scan(0, 0, String.valueOf(e.getMessage()));
    }
  }

  /** The parts as an RDD, one a partition. */
  JavaRDD<TextSplit> rdd(List<TextSplit> some) {
    return spark.parallelize(some, Math.max(1, some.size()));
  }

  /** Reads parts on the executors. */
  public JavaRDD<String> read(List<TextSplit> some) {
    Broadcast<SerializableWritable<Configuration>> conf = configuration;
    return rdd(some).map(part -> new TextReader(conf.value().value()).read(part));
  }

  /** The same text in two: what lies before a code point, and what lies from there on. */
  public record Halves(List<TextSplit> first, List<TextSplit> second) {}

  public Halves splitAt(long codePoint, long[] counts) {
    List<TextSplit> first = new ArrayList<>();
    List<TextSplit> second = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < counts.length; i++) {
      TextSplit part = parts.get(i);
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

  @Override
  public String toString() {
    return Quantity.of(files, "file") + ", " + Quantity.of(bytes, "byte");
  }
}
