package dev.recurrent.spark.job;

import dev.recurrent.spark.table.UnusableInputException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The encoding of text files. */
public final class EncodingOption {
  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "Encoding of text, such as ISO-8859-1 (default: UTF-8, or as a byte order mark says).")
  private @Nullable String encoding;

  /**
   * The encoding, or null to find it.
   *
   * @throws UnusableInputException for one that Java does not know
   */
  public @Nullable Charset charset() {
    try {
      return encoding == null ? null : Charset.forName(encoding.trim());
    } catch (IllegalArgumentException e) {
      throw UnusableInputException.usage(
          "--encoding is \""
              + encoding
              + "\", expected one such as UTF-8, ISO-8859-1 or windows-1252");
    }
  }
}
