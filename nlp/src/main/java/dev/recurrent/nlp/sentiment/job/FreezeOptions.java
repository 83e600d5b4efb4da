package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Whether the embedding keeps its starting values. Word vectors that have seen many texts lose more
 * than they gain when few labelled texts change them.
 */
final class FreezeOptions {
  /** With fewer texts to train on, word vectors of other texts stay as they are. */
  private static final int FEW = 2_000;

  @Option(
      names = "--freeze",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "Keep the embedding's starting values: it is not trained (default: false; true with word"
              + " vectors of a file or of --embeddings-input, fewer than 2,000 texts to train on"
              + " and another optimizer than adamw, if most words of the texts have a vector).")
  private @Nullable Boolean given;

  /** Whether the option asks for an embedding that is not trained. */
  boolean frozen() {
    return given != null && given;
  }

  /**
   * Checks what does not go together.
   *
   * @param starts whether the embedding has starting values to keep
   * @throws JobException naming the options
   */
  void requireFits(boolean starts, TrainingOptions training) {
    if (frozen() && !starts) {
      throw JobException.usage("--freeze keeps what --embeddings or --init-from brings; give one");
    }
    if (frozen() && decays(training)) {
      throw JobException.usage(
          "--freeze and --optimizer adamw: its decay would move the embedding");
    }
  }

  private static boolean decays(TrainingOptions training) {
    return training.steps.optimizer.equals("adamw");
  }

  /** Whether vectors of other texts are not trained, by the number of texts to train on. */
  boolean fits(long texts, TrainingOptions training) {
    return given == null && texts < FEW && !decays(training);
  }
}
