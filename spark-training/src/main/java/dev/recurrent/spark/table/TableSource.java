package dev.recurrent.spark.table;

/**
 * Where a table is: a path, in an option's words.
 *
 * @param option that names it, such as {@code --input}
 * @param path a file, a directory or a glob on any Hadoop file system
 */
public record TableSource(String option, String path, ReadingRules rules) {
  /** As messages name it: {@code --input sales.csv}. */
  public String given() {
    return option + " " + path;
  }
}
