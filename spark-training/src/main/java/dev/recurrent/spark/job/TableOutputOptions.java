package dev.recurrent.spark.job;

import dev.recurrent.spark.table.OutputTable;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A table of a catalog, for rows that otherwise go to a directory. */
public final class TableOutputOptions {
  private static final String TABLE = "--output-table";
  private static final String MODE = "--output-mode";

  @Option(
      names = TABLE,
      paramLabel = "NAME",
      description =
          "Table of a catalog for the rows, catalog.database.table, instead of a directory. It is"
              + " created if it is not there, partitioned by the column date.")
  private @Nullable String table;

  @Option(
      names = MODE,
      defaultValue = "overwrite",
      paramLabel = "MODE",
      description =
          "overwrite replaces the rows that --output-table has of --date, append adds to them"
              + " (default: ${DEFAULT-VALUE}).")
  private String mode = "overwrite";

  /** Whether rows go to a table. */
  public boolean requested() {
    return table != null;
  }

  /**
   * @param option for where rows would go otherwise
   * @param output its value
   * @throws JobException naming what does not go together
   */
  public void requireValid(String option, @Nullable String output) {
    OutputTable.Mode.of(MODE, mode);
    if (table != null && output != null) {
      throw JobException.usage(TABLE + " and " + option + " exclude each other");
    }
    if (table != null && table.isBlank()) {
      throw JobException.usage(TABLE + " is empty, expected catalog.database.table");
    }
  }

  /**
   * Looks at the table, before any work. Only where {@link #requested}.
   *
   * @param model by which the rows are made; null where no single one makes them
   * @throws JobException if its catalog forgets the table when the job ends
   */
  public RowOutput open(JobContext context, LocalDate date, @Nullable RowOrigin model) {
    OutputTable opened =
        OutputTable.open(
            context.session(), TABLE, String.valueOf(table), OutputTable.Mode.of(MODE, mode));
    TableOutput.requireKept(TABLE, opened, context);
    return new TableOutput(opened, date, model, context);
  }
}
