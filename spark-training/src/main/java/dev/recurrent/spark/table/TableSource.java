package dev.recurrent.spark.table;

import org.jspecify.annotations.Nullable;

/**
 * Where a table is, in an option's words: files on a path, a table of a catalog, or a query.
 *
 * @param option that names it, such as {@code --input}
 * @param form what the value is
 * @param value a file, a directory or a glob on any Hadoop file system; a table's name; or SQL
 * @param snapshot of a table to read, as a user names it; null for the newest
 * @param rules of files
 * @param inputs where the snapshot that is read is noted
 */
public record TableSource(
    String option,
    Form form,
    String value,
    @Nullable String snapshot,
    ReadingRules rules,
    InputSnapshots inputs) {
  /** What names a table. */
  public enum Form {
    PATH,
    TABLE,
    QUERY
  }

  /** Files on a path. */
  public TableSource(String option, String path, ReadingRules rules) {
    this(option, Form.PATH, path, null, rules, new InputSnapshots());
  }

  /**
   * What a user gave of an input's three options: a path, a table's name, a query.
   *
   * @param option of the path; those of the others have {@code -table} and {@code -query} behind it
   * @return null where nothing is given
   * @throws UnusableInputException where more than one is given
   */
  public static @Nullable TableSource choose(
      String option,
      @Nullable String path,
      @Nullable String table,
      @Nullable String query,
      InputSnapshots inputs) {
    int given = (path == null ? 0 : 1) + (table == null ? 0 : 1) + (query == null ? 0 : 1);
    if (given > 1) {
      throw UnusableInputException.usage(
          String.format("give one of %s, %s-table and %s-query", option, option, option));
    }
    ReadingRules rules = ReadingRules.defaults();
    if (table != null) {
      return new TableSource(option + "-table", Form.TABLE, table, null, rules, inputs);
    }
    if (query != null) {
      return new TableSource(option + "-query", Form.QUERY, query, null, rules, inputs);
    }
    return path == null ? null : new TableSource(option, Form.PATH, path, null, rules, inputs);
  }

  /** The same with a snapshot of the table. */
  public TableSource at(@Nullable String id) {
    return new TableSource(option, form, value, id, rules, inputs);
  }

  /** The same with what a user says about files. */
  public TableSource with(ReadingRules other) {
    return new TableSource(option, form, value, snapshot, other, inputs);
  }

  /** Whether files on a path are read. */
  public boolean isPath() {
    return form == Form.PATH;
  }

  /** As messages name it: {@code --input sales.csv}. */
  public String given() {
    return option + " " + (isPath() ? value : OneLine.brief(value));
  }

  /** What is read, for a line about progress. */
  public String shown() {
    return form == Form.QUERY ? option : value;
  }
}
