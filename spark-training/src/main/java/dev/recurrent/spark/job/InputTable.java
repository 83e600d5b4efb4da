package dev.recurrent.spark.job;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table that a user names: what goes wrong with it is told in one line. */
public final class InputTable {
  private InputTable() {}

  /** How a table is opened. */
  @FunctionalInterface
  public interface Opening<E extends Exception> {
    Dataset<Row> open() throws E;
  }

  /**
   * Opens a table.
   *
   * @param given the option and what it names, for messages
   * @throws JobException with Spark's reason, in one line, if there is no such table
   */
  public static <E extends Exception> Dataset<Row> open(String given, Opening<E> opening) throws E {
    try {
      return opening.open();
    } catch (Exception e) {
      // Scala's methods declare no checked exceptions, so the compiler knows of none to catch.
      if (e instanceof AnalysisException) {
        String reason =
            String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        throw JobException.badInput(given + ": " + reason);
      }
      throw e;
    }
  }

  /**
   * A column's place, from 0.
   *
   * @param option by which the user named the column
   * @throws JobException for a column that is not there, naming the nearest
   */
  public static int column(Dataset<Row> table, String name, String option) {
    List<String> names = Arrays.asList(table.columns());
    int at = names.indexOf(name.trim());
    if (at < 0) {
      throw JobException.badInput(
          String.format(
              "--%s: there is no column \"%s\"; the nearest is \"%s\", there are %s",
              option, name, brief(Nearest.of(name, names)), brief(names)));
    }
    return at;
  }

  /** A table read without its header has its first line's cells for names. */
  private static String brief(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }

  private static String brief(List<String> names) {
    String some = names.stream().limit(20).map(InputTable::brief).collect(Collectors.joining(", "));
    return "[" + some + (names.size() > 20 ? ", ..." : "") + "]";
  }
}
