package dev.recurrent.spark.job;

import dev.recurrent.spark.table.ReadingRules;
import dev.recurrent.spark.table.TableFormat;
import dev.recurrent.spark.table.UnusableInputException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a table's files are read, where their content does not say it. */
public class ReadingOptions {
  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = "csv, tsv, json, parquet or orc (default: found from the content).")
  private @Nullable String inputFormat;

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description =
          "Character between the cells of CSV; \\t for a tab (default: found from the content).")
  private @Nullable String delimiter;

  @Mixin private EncodingOption encoding = new EncodingOption();

  @Option(
      names = {"--max-bad-fraction", "--bad-records"},
      paramLabel = "SHARE",
      description =
          "Share of the rows that may be unusable. They are left out and counted (default: 0.01"
              + " of texts, 0 of series).")
  private @Nullable Double maxBadFraction;

  private final double usual;

  /** Of texts: one row in a hundred may be unusable. */
  public ReadingOptions() {
    this(0.01);
  }

  /**
   * @param usual share of rows that may be unusable where the user names none
   */
  public ReadingOptions(double usual) {
    this.usual = usual;
  }

  /**
   * @throws UnusableInputException naming the option that is wrong
   */
  public void requireValid() {
    rules(true);
    if (!(maxBadFraction() >= 0 && maxBadFraction() <= 1)) {
      throw UnusableInputException.usage(
          "--max-bad-fraction is " + maxBadFraction() + ", expected 0 to 1");
    }
  }

  @Nullable String inputFormat() {
    return inputFormat;
  }

  /** Share of rows that may be unusable. */
  public double maxBadFraction() {
    return maxBadFraction == null ? usual : maxBadFraction;
  }

  /** The same, null where the user names none. */
  public @Nullable Double givenBadFraction() {
    return maxBadFraction;
  }

  /**
   * @param header whether the first record of each CSV file has the columns' names
   */
  public ReadingRules rules(boolean header) {
    String name = inputFormat();
    @Nullable TableFormat format = name == null ? null : TableFormat.of(name);
    @Nullable Character between = delimiter == null ? null : ReadingRules.delimiter(delimiter);
    return new ReadingRules(format, between, charset(), header, false);
  }

  /** The encoding of text, or null to find it. */
  public @Nullable Charset charset() {
    return encoding.charset();
  }
}
