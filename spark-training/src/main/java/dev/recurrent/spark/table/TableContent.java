package dev.recurrent.spark.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of one kind of files, or of a table that a program brings. */
interface TableContent {
  /** Behind the chosen columns: the row's place, a long. */
  String PLACE = "recurrent place";

  /** And why it cannot be used; null where it can. */
  String FAULT = "recurrent fault";

  List<String> columns();

  /**
   * @param option by which the user named the column, without dashes
   * @throws UnusableInputException if not every file has the column, or its cells are no values
   */
  void requireValues(String column, String option);

  /**
   * Chosen columns, the row's place and its fault.
   *
   * @param texts how many columns, from the first, are to be text
   */
  Dataset<Row> select(List<String> columns, int texts);

  RowPlaces places();
}
