package dev.recurrent.spark.job;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a command that writes no rows: its {@code --format} can only mean the input's. */
public final class ReadingOnlyOptions extends ReadingOptions {
  @Option(names = "--format", paramLabel = "FORMAT", description = "The same as --input-format.")
  private @Nullable String format;

  public ReadingOnlyOptions() {}

  /**
   * @param usual share of rows that may be unusable where the user names none
   */
  public ReadingOnlyOptions(double usual) {
    super(usual);
  }

  @Override
  @Nullable String inputFormat() {
    return format != null ? format : super.inputFormat();
  }
}
