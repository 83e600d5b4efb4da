package dev.recurrent.spark.job;

import dev.recurrent.spark.table.InputSnapshots;
import dev.recurrent.spark.table.ReadingRules;
import dev.recurrent.spark.table.TableSource;
import dev.recurrent.spark.table.UnusableInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be read instead of {@code --input}: a table of a catalog, or the rows of a query. */
public final class InputOptions {
  private static final String INPUT = "--input";

  @ChangeableOnResume
  @Option(
      names = "--input-table",
      paramLabel = "NAME",
      description =
          "A table of any catalog of the Spark session, such as catalog.db.table, instead of"
              + " --input.")
  private @Nullable String table;

  @ChangeableOnResume
  @Option(
      names = "--input-query",
      paramLabel = "SQL",
      description = "A query whose rows are read, instead of --input.")
  private @Nullable String query;

  @ChangeableOnResume
  @Option(
      names = "--input-snapshot",
      paramLabel = "ID",
      description =
          "Snapshot of an Iceberg table, by its number, tag or branch, or version of a Delta table"
              + " (default: the newest; with --resume the one that the run began with).")
  private @Nullable String snapshot;

  /** Whether a table or a query is read. */
  public boolean given() {
    return table != null || query != null;
  }

  /**
   * Checks what can be checked before anything is read.
   *
   * @param path of {@code --input}, null or empty where it is not given
   * @param needed whether there has to be an input
   * @throws UnusableInputException as a wrong usage, naming the options
   */
  public void requireValid(@Nullable String path, boolean needed) {
    TableSource source = choose(path, new InputSnapshots());
    if (source == null && needed) {
      throw UnusableInputException.usage(
          "there is nothing to read: give --input, --input-table or --input-query");
    }
    if (snapshot != null && table == null) {
      throw UnusableInputException.usage(
          query == null
              ? "--input-snapshot is for --input-table"
              : "--input-snapshot is for --input-table; in a query write VERSION AS OF "
                  + snapshot
                  + " behind the table's name");
    }
  }

  /**
   * Checks that no option about files goes with a table.
   *
   * @param rules that the options give
   * @throws UnusableInputException as a wrong usage
   */
  public void requireFits(ReadingRules rules) {
    boolean some = rules.format() != null || rules.delimiter() != null || rules.encoding() != null;
    if (given() && (some || !rules.header())) {
      throw UnusableInputException.usage(
          "--input-format, --delimiter, --encoding and --no-header are about files; leave them out"
              + " with --input-table and --input-query");
    }
  }

  /**
   * What is to be read.
   *
   * @param path of {@code --input}, null or empty where it is not given
   */
  public TableSource source(@Nullable String path, JobContext context) {
    TableSource source = choose(path, context.inputs());
    if (source == null) {
      throw new IllegalStateException("no input");
    }
    return source;
  }

  private @Nullable TableSource choose(@Nullable String path, InputSnapshots inputs) {
    @Nullable String given = path == null || path.isEmpty() ? null : path;
    TableSource source = TableSource.choose(INPUT, given, table, query, inputs);
    return source == null ? null : source.at(snapshot);
  }
}
