package dev.recurrent.nlp.generation.job;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.job.TrainingSetup;
import org.jspecify.annotations.Nullable;

/**
 * How large a batch is and how often a text is read where no option says so. A small text makes few
 * batches: with the sizes for large ones a network would take some hundred steps and know less than
 * n-grams do. So a small text is cut into smaller batches and read more often.
 *
 * @param batchSize sequences in a shard's batch
 * @param epochs passes over the text
 */
record PassesOverText(int batchSize, int epochs) {
  private static final int LARGEST_BATCH = 32;
  private static final int SMALLEST_BATCH = 8;
  private static final int FEWEST_EPOCHS = 10;
  private static final int MOST_EPOCHS = 40;

  /** Batches of a shard in an epoch below which batches are halved. */
  private static final int BATCHES = 80;

  /** Steps of a shard that epochs are added for. */
  private static final int STEPS = 1800;

  /**
   * Gives options that are not given the values that fit the text; a run that goes on has its own.
   */
  static void fit(TrainingOptions options, TrainingSetup setup, long tokens, int sequenceLength) {
    if (setup.resumes()) {
      return;
    }
    PassesOverText fit = of(tokens, setup.shards(), sequenceLength, options.givenBatchSize());
    options.fitData(fit.batchSize, fit.epochs);
    if (fit.batchSize < LARGEST_BATCH || fit.epochs > FEWEST_EPOCHS) {
      setup.say(
          "the text is small: batches of %d, %s (--batch-size and --epochs decide otherwise)",
          options.batchSize(), Quantity.of(options.epochs(), "epoch"));
    }
  }

  /**
   * @param tokens to train on
   * @param shards W
   * @param sequenceLength steps of a sequence
   * @param given size of a batch, or null to choose one
   */
  static PassesOverText of(long tokens, int shards, int sequenceLength, @Nullable Integer given) {
    long sequences = Math.max(1, tokens / ((long) shards * sequenceLength));
    int batch = given == null ? LARGEST_BATCH : given;
    while (given == null && batch > SMALLEST_BATCH && sequences / batch < BATCHES) {
      batch /= 2;
    }
    long steps = Math.max(1, sequences / batch);
    long epochs = (STEPS + steps - 1) / steps;
    return new PassesOverText(batch, (int) Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, epochs)));
  }
}
