package dev.recurrent.spark.table;

import java.util.Locale;

/** What a table's files hold. */
public enum TableFormat {
  /** Rows of cells between delimiters, RFC 4180. */
  CSV,
  /** The same between tabs. */
  TSV,
  /** One object a line, or one array of objects. */
  JSON,
  PARQUET,
  ORC;

  /**
   * @throws UnusableInputException for another name
   */
  public static TableFormat of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "csv" -> CSV;
      case "tsv" -> TSV;
      case "json", "jsonl", "ndjson" -> JSON;
      case "parquet" -> PARQUET;
      case "orc" -> ORC;
      default ->
          throw UnusableInputException.usage(
              "the format is \"" + name + "\", expected csv, tsv, json, parquet or orc");
    };
  }

  /** Whether cells have types, and Spark reads them. */
  boolean columnar() {
    return this == PARQUET || this == ORC;
  }

  /** As messages call it. */
  String label() {
    return this == PARQUET ? "Parquet" : name();
  }
}
