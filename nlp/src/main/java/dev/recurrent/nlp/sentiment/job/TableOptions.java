package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.ml.TextColumns;
import dev.recurrent.nlp.sentiment.ml.TextTable;
import dev.recurrent.spark.job.ChangeableOnResume;
import dev.recurrent.spark.job.InputOptions;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.KeepOption;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.TableSource;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where texts and labels are and how to read them. */
final class TableOptions {
  static final String INPUT = "--input";

  /** Columns to pass through; set by the command that has an option for it. */
  KeepOption keep = new KeepOption();

  @ChangeableOnResume
  @Option(
      names = INPUT,
      paramLabel = "PATH",
      description =
          "Files or directories of CSV, TSV, JSON, Parquet or ORC, gzipped or not, or a"
              + " directory of LABEL/TEXT.txt, on any Hadoop path.")
  String input = "";

  @Mixin private InputOptions table = new InputOptions();

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Column of texts: its name, or its number from 1 with --no-header (default: text).")
  String textColumn = "text";

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description =
          "Column of labels: its name, or its number from 1 with --no-header (default: label).")
  String labelColumn = "label";

  @Option(names = "--no-header", description = "CSV or TSV has no header: the first line is data.")
  boolean noHeader;

  @Mixin ReadingOptions reading;

  /**
   * @param reading of a command that writes rows, or of one that only reads
   */
  TableOptions(ReadingOptions reading) {
    this.reading = reading;
  }

  void requireValid() {
    reading.requireValid();
    table.requireValid(input, true);
    table.requireFits(reading.rules(!noHeader));
  }

  /** Whether a catalog's table or a query is read, not files or lines. */
  boolean isTable() {
    return table.given();
  }

  /** What {@code --input} names, or the options in its stead. */
  TableSource source(JobContext context) {
    return table.source(input, context);
  }

  /**
   * Reads a table of the form that the options say.
   *
   * @param labelled whether rows without a label are of no use
   * @throws dev.recurrent.spark.table.UnusableInputException if nothing can be read, or too much is
   *     unusable
   */
  TextTable read(JobContext context, TableSource source, boolean labelled) throws IOException {
    InputTable table = InputTable.read(context.session(), source.with(reading.rules(!noHeader)));
    TextColumns columns = new TextColumns(textColumn, labelled ? labelColumn : null, kept(table));
    return TextTable.read(table, columns, reading.maxBadFraction());
  }

  /** The columns to pass through: those named, or all but the text. */
  private List<String> kept(InputTable table) {
    return keep.columns(table, List.of(table.column(textColumn, "text-column")));
  }
}
