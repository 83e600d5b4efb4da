package dev.recurrent.nlp.generation;

/**
 * How the next token is drawn.
 *
 * @param temperature what logits are divided by; 0 takes the likeliest token every time
 * @param topK draw among the K likeliest, 0 for all
 * @param topP draw among the likeliest that together have this probability, 1 for all (Holtzman et
 *     al. 2019, arXiv:1904.09751)
 */
public record SamplingConfig(double temperature, int topK, double topP, long seed) {
  /**
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public SamplingConfig {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature is " + temperature + ", expected 0 or above");
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top-k is " + topK + ", expected 0 or above");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top-p is " + topP + ", expected above 0, at most 1");
    }
  }

  /** Temperature 0.8, no cut-offs. */
  public static SamplingConfig defaults(long seed) {
    return new SamplingConfig(0.8, 0, 1, seed);
  }
}
