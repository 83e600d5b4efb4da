package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.generation.AdaptiveReading;
import dev.recurrent.spark.job.JobException;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of {@code generation evaluate} with which a model adapts to the text that it reads. */
final class AdaptiveOptions {
  /** By the field of {@link AdaptiveReading} that they set. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "rate", "--dynamic",
          "decay", "--dynamic-decay",
          "cacheSize", "--cache",
          "cacheWeight", "--cache-weight",
          "cacheSharpness", "--cache-sharpness");

  @Option(
      names = "--dynamic",
      defaultValue = "0",
      paramLabel = "RATE",
      description =
          "Learning rate of dynamic evaluation: a copy of the model learns from each piece of the"
              + " text after it was measured on it; 0 for none. The text is then read in one"
              + " sequence, on one core (default: ${DEFAULT-VALUE}).")
  private float rate;

  @Option(
      names = "--dynamic-decay",
      defaultValue = "0.001",
      paramLabel = "SHARE",
      description =
          "Share of the way back to the model's own parameters in each step of --dynamic (default:"
              + " ${DEFAULT-VALUE}).")
  private float decay;

  @Option(
      names = "--cache",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "States of the text so far that predict with the model; 0 for none. The text is then read"
              + " in one sequence, on one core (default: ${DEFAULT-VALUE}).")
  private int cache;

  @Option(
      names = "--cache-weight",
      defaultValue = "0.1",
      paramLabel = "SHARE",
      description = "The cache's share in a prediction (default: ${DEFAULT-VALUE}).")
  private float cacheWeight;

  @Option(
      names = "--cache-sharpness",
      defaultValue = "0.3",
      paramLabel = "FACTOR",
      description =
          "Factor of the products of states in the cache's softmax (default: ${DEFAULT-VALUE}).")
  private float cacheSharpness;

  /** What to change where adapting does harm. */
  String advice() {
    return rate > 0 ? "lower --dynamic" : "lower --cache-weight or --cache-sharpness";
  }

  /**
   * @throws JobException for numbers that cannot be
   */
  AdaptiveReading reading() {
    try {
      return new AdaptiveReading(rate, decay, cache, cacheWeight, cacheSharpness);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String field = message.substring(0, message.indexOf(' '));
      throw JobException.usage(OPTIONS.get(field) + message.substring(field.length()));
    }
  }
}
