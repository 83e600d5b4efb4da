package dev.recurrent.nlp.corpus;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.spark.job.JobException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.SerializableWritable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Text on any Hadoop path, as parts of a fixed size in the order of file names: a file, a directory
 * (with those below it), or a glob. What the parts are depends on the files alone.
 */
public final class TextInput {
  private static final long PART_BYTES = 4L << 20;

  private final JavaSparkContext spark;
  private final Broadcast<SerializableWritable<Configuration>> configuration;
  private final List<TextSplit> parts;
  private final List<Map<String, Object>> files;

  private TextInput(
      JavaSparkContext spark, List<TextSplit> parts, List<Map<String, Object>> files) {
    this.spark = spark;
    this.configuration = spark.broadcast(new SerializableWritable<>(spark.hadoopConfiguration()));
    this.parts = parts;
    this.files = files;
  }

  /**
   * @throws JobException with the input's exit code if nothing is there, or all of it is empty
   */
  public static TextInput of(String pattern, JavaSparkContext spark) throws IOException {
    return of(pattern, "--input", spark);
  }

  /**
   * As above, for an input that another option names.
   *
   * @param option what messages call it
   */
  public static TextInput of(String pattern, String option, JavaSparkContext spark)
      throws IOException {
    Configuration hadoop = spark.hadoopConfiguration();
    Path path = new Path(pattern);
    FileSystem fileSystem = path.getFileSystem(hadoop);
    List<FileStatus> found = files(fileSystem, path, option + " " + pattern);
    CompressionCodecFactory codecs = new CompressionCodecFactory(hadoop);
    List<TextSplit> parts = new ArrayList<>();
    List<Map<String, Object>> names = new ArrayList<>();
    for (FileStatus file : found) {
      String name = file.getPath().toString();
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("name", file.getPath().getName());
      line.put("length", file.getLen());
      names.add(line);
      boolean whole = codecs.getCodec(file.getPath()) != null;
      long step = whole ? Math.max(1, file.getLen()) : PART_BYTES;
      for (long at = 0; at < file.getLen(); at += step) {
        parts.add(TextSplit.whole(name, at, Math.min(file.getLen(), at + step)));
      }
    }
    if (parts.isEmpty()) {
      throw JobException.badInput(
          option + " " + pattern + " is empty: 0 bytes in " + found.size() + " file(s)");
    }
    return new TextInput(spark, parts, names);
  }

  private static List<FileStatus> files(FileSystem fileSystem, Path path, String given)
      throws IOException {
    FileStatus[] matches = fileSystem.globStatus(path);
    if (matches == null || matches.length == 0) {
      throw JobException.badInput(given + " does not exist");
    }
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus match : matches) {
      boolean named = match.getPath().getName().equals(path.getName());
      if (match.isFile() && (named || !hidden(match.getPath()))) {
        files.add(match);
      } else if (match.isDirectory() && (named || !hidden(match.getPath()))) {
        addBelow(fileSystem, match.getPath(), files);
      }
    }
    files.sort(Comparator.comparing(f -> f.getPath().toString()));
    return files;
  }

  private static void addBelow(FileSystem fileSystem, Path folder, List<FileStatus> files)
      throws IOException {
    for (FileStatus entry : fileSystem.listStatus(folder)) {
      if (hidden(entry.getPath())) {
        continue;
      }
      if (entry.isDirectory()) {
        addBelow(fileSystem, entry.getPath(), files);
      } else {
        files.add(entry);
      }
    }
  }

  /** As Spark reads directories: markers and files under way are no data. */
  private static boolean hidden(Path path) {
    return path.getName().startsWith("_") || path.getName().startsWith(".");
  }

  /** Identifies the files by names and lengths. */
  public String fingerprint() {
    return Manifest.sha256(Json.document(files));
  }

  public List<TextSplit> parts() {
    return parts;
  }

  /** What a part's text was found to be. */
  static final class Scan implements Serializable {
    private static final long serialVersionUID = 1L;
    final long codePoints;
    final String error;

    Scan(long codePoints, String error) {
      this.codePoints = codePoints;
      this.error = error;
    }
  }

  /**
   * Code points of each part, by a pass over all text.
   *
   * @throws JobException with the input's exit code naming the first bytes that are not UTF-8
   */
  public long[] countCodePoints() {
    Broadcast<SerializableWritable<Configuration>> conf = configuration;
    List<Scan> scans = rdd(parts).map(part -> scan(part, conf)).collect();
    for (Scan scan : scans) {
      if (!scan.error.isEmpty()) {
        throw JobException.badInput(scan.error);
      }
    }
    return scans.stream().mapToLong(s -> s.codePoints).toArray();
  }

  private static Scan scan(TextSplit part, Broadcast<SerializableWritable<Configuration>> conf)
      throws IOException {
    try {
      String text = new TextReader(conf.value().value()).read(part);
      return new Scan(text.codePointCount(0, text.length()), "");
    } catch (InvalidTextException e) {
      return new Scan(0, String.valueOf(e.getMessage()));
    } catch (ZipException e) {
      return new Scan(0, part.file + " is not compressed as its name says: " + e.getMessage());
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
    long bytes = files.stream().mapToLong(f -> (Long) f.get("length")).sum();
    return String.format(Locale.ROOT, "%d file(s), %,d bytes", files.size(), bytes);
  }
}
