package dev.recurrent.nlp.translation.job;

import dev.recurrent.spark.job.ChangeableOnResume;
import dev.recurrent.spark.job.InputOptions;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.ReadingOnlyOptions;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.table.InputSnapshots;
import dev.recurrent.spark.table.TableSource;
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

  @Mixin private InputOptions table = new InputOptions();

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

  @ChangeableOnResume
  @Option(
      names = "--validation-input-table",
      paramLabel = "NAME",
      description = "A table of a catalog to validate on, instead of --validation-input.")
  private @Nullable String validationTable;

  @ChangeableOnResume
  @Option(
      names = "--validation-input-query",
      paramLabel = "SQL",
      description = "A query whose rows are to validate on, instead of --validation-input.")
  private @Nullable String validationQuery;

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
    table.requireValid(input, false);
    table.requireFits(reading.rules(true));
    TableSource held = validation(new InputSnapshots());
    requireOneForm("", source, target, input != null || table.given(), true);
    requireOneForm("validation-", validationSource, validationTarget, held != null, false);
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw JobException.usage(
          "--validation-fraction is " + validationFraction + ", expected above 0 and below 1");
    }
  }

  private @Nullable TableSource validation(InputSnapshots inputs) {
    return TableSource.choose(
        "--validation-input", validationInput, validationTable, validationQuery, inputs);
  }

  private static void requireOneForm(
      String prefix,
      @Nullable String source,
      @Nullable String target,
      boolean input,
      boolean needed) {
    String names =
        String.format(
            "--%ssource and --%starget, or one of --%sinput, --%sinput-table and --%sinput-query",
            prefix, prefix, prefix, prefix, prefix);
    if ((source == null) != (target == null) || (input && source != null)) {
      throw JobException.usage("give " + names);
    }
    if (needed && source == null && !input) {
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
    ParallelText all =
        source != null && target != null
            ? ParallelText.files(source, target, reading.charset(), context)
            : table(table.source(input, context), context);
    if (validationSource != null && validationTarget != null) {
      return new Sets(
          all, ParallelText.files(validationSource, validationTarget, reading.charset(), context));
    }
    TableSource held = validation(context.inputs());
    return held != null
        ? new Sets(all, table(held, context))
        : new Sets(all.split(validationFraction, false), all.split(validationFraction, true));
  }

  private ParallelText table(TableSource from, JobContext context) throws IOException {
    return ParallelText.table(from, columns.names(), reading, context);
  }
}
