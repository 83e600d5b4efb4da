package dev.recurrent.spark.job;

import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.UnusableInputException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Columns of the input that rows of the output have too, so that both can be joined. */
public final class KeepOption {
  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "NAMES",
      description =
          "Columns of the input to copy to the output, or all (default: none). A name with a"
              + " comma is written in double quotes: --keep 'id,\"city, country\"'.")
  private List<String> names = new ArrayList<>();

  /** Whether any are to be passed through. */
  public boolean any() {
    return !names.isEmpty();
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  /**
   * The columns' names in the table.
   *
   * @param used columns that {@code all} leaves out: the output has them under a name of its own
   * @throws UnusableInputException for a column that is not there, or is there twice
   */
  public List<String> columns(InputTable table, List<String> used) {
    List<String> columns = new ArrayList<>();
    if (names.equals(List.of("all"))) {
      columns.addAll(table.columns());
      columns.removeAll(used);
      columns.forEach(name -> table.column(name, "keep"));
    } else {
      names.forEach(name -> columns.add(table.column(unquoted(name), "keep")));
    }
    return columns;
  }
}
