package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.corpus.TextInput;
import dev.recurrent.spark.job.ChangeableOnResume;
import dev.recurrent.spark.job.EncodingOption;
import dev.recurrent.spark.job.InputOptions;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.ReadingRules;
import dev.recurrent.spark.table.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a text is: in files, or in a column of a table. */
final class CorpusOptions {
  @ChangeableOnResume
  @Option(
      names = "--input",
      paramLabel = "FILE|DIR|GLOB",
      description = "UTF-8 text on any Hadoop path.")
  private @Nullable String input;

  @Mixin private InputOptions table = new InputOptions();

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Column of --input-table or --input-query with the text: each row is a line (default:"
              + " text).")
  private @Nullable String textColumn;

  @Option(
      names = "--order-column",
      split = ",",
      paramLabel = "NAMES",
      description =
          "Columns that the rows of --input-table or --input-query are sorted by, the first one"
              + " first. No two rows may have the same values and different texts.")
  private List<String> orderColumns = new ArrayList<>();

  @Mixin private EncodingOption encoding = new EncodingOption();

  /**
   * @throws JobException naming the options that are missing or do not go together
   */
  void requireValid() {
    table.requireValid(input, true);
    table.requireFits(new ReadingRules(null, null, encoding.charset(), true, false));
    if (!table.given() && (textColumn != null || !orderColumns.isEmpty())) {
      throw JobException.usage(
          "--text-column and --order-column are for --input-table and --input-query");
    }
    if (table.given() && orderColumns.isEmpty()) {
      throw JobException.usage(
          "--order-column is required with --input-table and --input-query: a text has an order,"
              + " the rows of a table have none");
    }
  }

  /** As messages name the input. */
  String given(JobContext context) {
    return table.source(input, context).given();
  }

  /** What is read, for a line about progress. */
  String shown(JobContext context) {
    return table.source(input, context).shown();
  }

  /**
   * Opens the text.
   *
   * @throws dev.recurrent.spark.table.UnusableInputException if it cannot be read
   */
  TextInput open(JobContext context) throws IOException {
    TableSource source = table.source(input, context);
    return source.isPath()
        ? TextInput.of(source.value(), "--input", encoding.charset(), context.spark())
        : TextInput.of(
            InputTable.read(context.session(), source),
            textColumn == null ? "text" : textColumn,
            orderColumns);
  }
}
