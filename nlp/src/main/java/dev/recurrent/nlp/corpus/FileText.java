package dev.recurrent.nlp.corpus;

import dev.recurrent.format.Quantity;
import dev.recurrent.nlp.text.TextKey;
import dev.recurrent.spark.table.InputFiles;
import dev.recurrent.spark.table.TextFile;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SerializableWritable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** Files in the order of their names: a file, a directory with those below it, or a glob. */
final class FileText implements TextSource {
  private final JavaSparkContext spark;
  private final Broadcast<SerializableWritable<Configuration>> configuration;
  private final List<TextSplit> parts = new ArrayList<>();
  private final int files;
  private final long bytes;

  /**
   * @param given the option and its value, for messages
   * @param encoding as the user names it, or null
   * @throws UnusableInputException if nothing is there, or all of it is empty
   */
  FileText(String given, String pattern, @Nullable Charset encoding, JavaSparkContext spark)
      throws IOException {
    this.spark = spark;
    Configuration hadoop = spark.hadoopConfiguration();
    long all = 0;
    List<InputFiles.Found> found = InputFiles.list(given, pattern, hadoop);
    for (InputFiles.Found one : found) {
      long length = one.status().getLen();
      TextFile file = TextFile.look(one.path(), length, encoding, hadoop).requireText();
      long step = file.splittable() ? PART_BYTES : Math.max(1, length);
      for (long at = 0; at < length; at += step) {
        parts.add(TextSplit.whole(file, parts.size(), at, Math.min(length, at + step)));
      }
      all += length;
    }
    if (parts.isEmpty()) {
      throw new UnusableInputException(given + " is empty");
    }
    files = found.size();
    bytes = all;
    configuration = spark.broadcast(new SerializableWritable<>(hadoop));
  }

  @Override
  public List<TextSplit> parts() {
    return parts;
  }

  @Override
  public List<Scan> scan() {
    Broadcast<SerializableWritable<Configuration>> conf = configuration;
    return rdd(parts).map(part -> scan(part, conf)).collect();
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
  private JavaRDD<TextSplit> rdd(List<TextSplit> some) {
    return spark.parallelize(some, Math.max(1, some.size()));
  }

  @Override
  public JavaRDD<String> read(List<TextSplit> some) {
    Broadcast<SerializableWritable<Configuration>> conf = configuration;
    return rdd(some).map(part -> new TextReader(conf.value().value()).read(part));
  }

  @Override
  public String toString() {
    return Quantity.of(files, "file") + ", " + Quantity.of(bytes, "byte");
  }
}
