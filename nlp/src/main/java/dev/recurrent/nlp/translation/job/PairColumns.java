package dev.recurrent.nlp.translation.job;

import picocli.CommandLine.Option;

/** Which columns of a table hold the two sides of a pair. */
final class PairColumns {
  @Option(
      names = "--source-column",
      defaultValue = "1",
      description = "Column of --input: its name, or its number from 1 (default: 1).")
  private String sourceColumn = "1";

  @Option(
      names = "--target-column",
      defaultValue = "2",
      description = "Column of --input: its name, or its number from 1 (default: 2).")
  private String targetColumn = "2";

  /** Source and target. */
  String[] names() {
    return new String[] {sourceColumn, targetColumn};
  }
}
