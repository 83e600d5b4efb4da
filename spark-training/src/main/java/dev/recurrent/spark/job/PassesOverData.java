package dev.recurrent.spark.job;

import dev.recurrent.format.Quantity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large a batch is and how often the data are read where no option says so. Few sequences make
 * few batches: with the sizes for many a network would take some hundred steps and know less than
 * n-grams or a bag of words do. So they are cut into smaller batches and read more often.
 *
 * @param batchSize sequences in a shard's batch
 * @param epochs passes over the data
 */
public record PassesOverData(int batchSize, int epochs) {
  private static final int LARGEST_BATCH = 32;
  private static final int SMALLEST_BATCH = 8;

  /** Passes over data that are not few. */
  private static final int EPOCHS = 10;

  private static final int MOST_EPOCHS = 40;

  /** Steps of a shard that epochs are added for where the data are few. */
  private static final int STEPS = 1800;

  /**
   * What a task needs.
   *
   * @param batches of a shard in an epoch; with fewer the data are few, and batches are halved
   * @param steps of a shard that epochs are added for where the data are not few
   * @param many batches of a shard in an epoch; with fewer there are {@code passes} at least
   * @param passes over data with fewer than many batches
   */
  public record Needs(int batches, int steps, int many, int passes) {
    /** After 10 passes over a million characters the validation loss still falls. */
    public static final Needs LANGUAGE_MODEL = new Needs(80, STEPS, 600, 15);

    /** More passes over 3,000 sentences made classifiers of them worse. */
    public static final Needs CLASSIFIER = new Needs(40, 0, 0, EPOCHS);
  }

  /**
   * Gives options that are not given the values that fit the data; a run that goes on has its own.
   *
   * @param sequences to train on, of all shards
   */
  public static void fit(
      TrainingOptions options, TrainingSetup setup, long sequences, Needs needs) {
    if (setup.resumes()) {
      return;
    }
    PassesOverData fit = of(sequences, setup.shards(), options.givenBatchSize(), needs);
    options.fitData(fit.batchSize, fit.epochs);
    List<String> chosen = new ArrayList<>();
    if (options.givenBatchSize() == null && fit.batchSize < LARGEST_BATCH) {
      chosen.add("batches of " + fit.batchSize + " (--batch-size)");
    }
    if (options.givenEpochs() == null && fit.epochs > EPOCHS) {
      chosen.add(Quantity.of(fit.epochs, "epoch") + " (--epochs)");
    }
    if (!chosen.isEmpty()) {
      setup.say("there is little data, so the defaults are %s", String.join(" and ", chosen));
    }
  }

  /**
   * @param sequences to train on, of all shards
   * @param shards W
   * @param given size of a batch, or null to choose one
   */
  static PassesOverData of(long sequences, int shards, @Nullable Integer given, Needs needs) {
    long own = Math.max(1, sequences / shards);
    int batch = given == null ? LARGEST_BATCH : given;
    boolean few = own / batch < needs.batches;
    while (given == null && batch > SMALLEST_BATCH && own / batch < needs.batches) {
      batch /= 2;
    }
    long steps = Math.max(1, own / batch);
    long epochs = ((few ? STEPS : needs.steps) + steps - 1) / steps;
    int fewest = steps < needs.many ? needs.passes : EPOCHS;
    return new PassesOverData(batch, (int) Math.max(fewest, Math.min(MOST_EPOCHS, epochs)));
  }
}
