package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.spark.job.JobException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where texts and labels are and how to read them. */
final class TableOptions {
  /** The table itself, where a program brings it and not {@link #input}. */
  @Nullable Dataset<Row> given;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description =
          "CSV, TSV, JSON lines, Parquet (also gzipped), or a directory of LABEL/TEXT.txt, on any"
              + " Hadoop path.")
  String input = "";

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "Column of texts; its place from 1 with --no-header (default: text).")
  String textColumn = "text";

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "Column of labels; its place from 1 with --no-header (default: label).")
  String labelColumn = "label";

  @Option(names = "--no-header", description = "The first line of CSV or TSV is a row as any.")
  boolean noHeader;

  @Option(
      names = "--bad-records",
      defaultValue = "0.01",
      paramLabel = "SHARE",
      description =
          "Share of rows that may be broken, without text or without label: they are left out and"
              + " counted (default: ${DEFAULT-VALUE}).")
  double badRecords;

  void requireValid() {
    if (!(badRecords >= 0 && badRecords <= 1)) {
      throw JobException.usage("--bad-records is " + badRecords + ", expected 0 to 1");
    }
  }
}
