package dev.recurrent.spark.table;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/** Writes tables: Parquet, JSON lines, or CSV by RFC 4180, with a header in each file. */
public final class TableWriter {
  private static final String TIMESTAMPS = "spark.sql.parquet.outputTimestampType";

  private static final List<String> CALENDARS =
      List.of(
          "spark.sql.parquet.datetimeRebaseModeInWrite",
          "spark.sql.parquet.int96RebaseModeInWrite");

  private TableWriter() {}

  /**
   * The name of a format in Spark's words.
   *
   * @throws UnusableInputException for another than parquet, csv and json
   */
  public static String format(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!List.of("parquet", "csv", "json").contains(lower)) {
      throw UnusableInputException.usage(
          "--format is \"" + name + "\", expected parquet, csv or json");
    }
    return lower;
  }

  /**
   * Two columns of a table that is written must not have one name, in whatever case.
   *
   * @throws UnusableInputException naming the first that is there twice
   */
  public static void requireDistinct(List<String> columns) {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column.toLowerCase(Locale.ROOT))) {
        throw UnusableInputException.usage(
            "two columns of the output are named \""
                + column
                + "\": leave it out of --keep, or rename it in the input");
      }
    }
  }

  /**
   * Writes a directory, without Spark's {@code _SUCCESS}. Instants in Parquet are microseconds
   * since 1970, which every reader knows, unless the session's {@code
   * spark.sql.parquet.outputTimestampType} says otherwise.
   */
  public static void write(Dataset<Row> rows, String format, String path) {
    requireDistinct(Arrays.asList(rows.columns()));
    withSettings(rows.sparkSession(), Map.of(), () -> save(rows, format, path));
  }

  /**
   * Runs a write with settings of the session for which a write has no options.
   *
   * @param forced settings that win over those that the session has
   */
  static void withSettings(SparkSession session, Map<String, String> forced, Runnable write) {
    RuntimeConfig settings = session.conf();
    Map<String, String> changed = new LinkedHashMap<>(forced);
    if (!settings.contains(TIMESTAMPS)) {
      // Spark's default is INT96, which other readers have given up; a write has no option for it.
      changed.put(TIMESTAMPS, "TIMESTAMP_MICROS");
    }
    for (String mode : CALENDARS) {
      if (!settings.contains(mode)) {
        // Dates before 1582 as the rows have them, which Spark refuses by default.
        changed.put(mode, "CORRECTED");
      }
    }
    Map<String, String> before = new LinkedHashMap<>();
    changed
        .keySet()
        .forEach(key -> before.put(key, settings.contains(key) ? settings.get(key) : ""));
    changed.forEach(settings::set);
    try {
      write.run();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value.isEmpty()) {
              settings.unset(key);
            } else {
              settings.set(key, value);
            }
          });
    }
  }

  private static void save(Dataset<Row> rows, String format, String path) {
    rows.write()
        .format(format(format))
        .option("header", "true")
        // Quotes are doubled; Spark's own default is a backslash, which RFC 4180 has not.
        .option("escape", "\"")
        .option("ignoreLeadingWhiteSpace", "false")
        .option("ignoreTrailingWhiteSpace", "false")
        // Else text of instants would be in the session's zone, which is the machine's by default.
        .option("timeZone", "UTC")
        // Whoever owns the directory says that it is whole: a paused run's committer would say so
        // of the files of the run that took it over.
        .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .save(path);
  }
}
