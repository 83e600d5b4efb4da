package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.InputFiles;
import dev.recurrent.spark.table.StrictReader;
import dev.recurrent.spark.table.TextFile;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A file of days that are no business days. */
final class Holidays {
  private Holidays() {}

  /**
   * The dates of a file, one a line; what follows # is not read. None without a file.
   *
   * @throws UnusableInputException if there is no such file, or a line is no date
   */
  static List<LocalDate> read(SparkSession spark, @Nullable String path) {
    if (path == null) {
      return List.of();
    }
    String option = "--holidays " + path;
    return text(spark, option, path)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").trim())
        .filter(line -> !line.isEmpty())
        .map(line -> date(line, option))
        .toList();
  }

  private static String text(SparkSession spark, String option, String path) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    StringWriter text = new StringWriter();
    try {
      for (InputFiles.Found file : InputFiles.list(option, path, hadoop)) {
        TextFile found = TextFile.look(file.path(), file.status().getLen(), null, hadoop);
        try (StrictReader reader = found.requireText().read(hadoop)) {
          reader.transferTo(text);
        }
        text.append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalDate date(String line, String option) {
    try {
      return LocalDate.parse(line);
    } catch (DateTimeParseException e) {
      throw new UnusableInputException(
          option + " holds \"" + line + "\", expected a date such as 2026-12-25");
    }
  }
}
