package dev.recurrent.nlp.translation.job;

import dev.recurrent.spark.job.ChangeableOnResume;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.ReadingOnlyOptions;
import dev.recurrent.spark.job.ReadingOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where {@code translation train} finds its sentence pairs. */
final class PairOptions {
  @ChangeableOnResume
  @Option(
      names = "--source",
      paramLabel = "FILE|DIR|GLOB",
      description = "UTF-8 text on any Hadoop path, one sentence a line. Needs --target.")
  private @Nullable String source;

  @ChangeableOnResume
  @Option(
      names = "--target",
      paramLabel = "FILE|DIR|GLOB",
      description = "Translations of --source, line by line.")
  private @Nullable String target;

  @ChangeableOnResume
  @Option(
      names = "--input",
      paramLabel = "FILE|DIR|GLOB",
      description = "A table with both sides in columns, instead of --source and --target.")
  private @Nullable String input;

  @Mixin private PairColumns columns = new PairColumns();

  @ChangeableOnResume
  @Option(
      names = "--validation-source",
      paramLabel = "FILE|DIR|GLOB",
      description = "Sentences to validate on, with --validation-target.")
  private @Nullable String validationSource;

  @ChangeableOnResume
  @Option(
      names = "--validation-target",
      paramLabel = "FILE|DIR|GLOB",
      description = "Translations of --validation-source, line by line.")
  private @Nullable String validationTarget;

  @ChangeableOnResume
  @Option(
      names = "--validation-input",
      paramLabel = "FILE|DIR|GLOB",
      description =
          "A table with the columns of --input, instead of --validation-source and"
              + " --validation-target.")
  private @Nullable String validationInput;

  @Option(
      names = "--validation-fraction",
      defaultValue = "0.02",
      description =
          "Share of the sources to validate on, if no validation data is given (default: 0.02).")
  private double validationFraction;

  @Mixin private ReadingOptions reading = new ReadingOnlyOptions();

  /**
   * Checks what can be checked before any data is read.
   *
   * @throws JobException naming the option that is missing or too many
   */
  void requireValid() {
    reading.requireValid();
    requireOneForm("", source, target, input, true);
    requireOneForm("validation-", validationSource, validationTarget, validationInput, false);
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw JobException.usage(
          "--validation-fraction is " + validationFraction + ", expected above 0 and below 1");
    }
  }

  private static void requireOneForm(
      String prefix,
      @Nullable String source,
      @Nullable String target,
      @Nullable String input,
      boolean needed) {
    String names = "--" + prefix + "source and --" + prefix + "target, or --" + prefix + "input";
    if ((source == null) != (target == null) || (input != null && source != null)) {
      throw JobException.usage("give " + names);
    }
    if (needed && source == null && input == null) {
      throw JobException.usage("there is nothing to train on: give " + names);
    }
  }

  /** Pairs to train on, and to validate on. */
  record Sets(ParallelText training, ParallelText validation) {
    String fingerprint() {
      return dev.recurrent.format.Manifest.sha256(
          (training.fingerprint() + validation.fingerprint())
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Lets go of what both keep on disks. */
    void close() {
      training.close();
      if (!validation.sharesWith(training)) {
        validation.close();
      }
    }
  }

  Sets open(JobContext context) throws IOException {
    ParallelText all = read("", source, target, input, context);
    if (validationSource != null || validationInput != null) {
      ParallelText apart =
          read("validation-", validationSource, validationTarget, validationInput, context);
      return new Sets(all, apart);
    }
    return new Sets(all.split(validationFraction, false), all.split(validationFraction, true));
  }

  private ParallelText read(
      String prefix,
      @Nullable String from,
      @Nullable String to,
      @Nullable String table,
      JobContext context)
      throws IOException {
    if (from != null && to != null) {
      return ParallelText.files(from, to, reading.charset(), context);
    }
    if (table == null) {
      throw new IllegalStateException("neither files nor a table");
    }
    return ParallelText.table("--" + prefix + "input", table, columns.names(), reading, context);
  }
}
