package dev.recurrent.nlp.generation;

import java.io.Serializable;

/**
 * How a model adapts to the text that it is measured on. Each token is predicted before anything is
 * learned from it.
 *
 * @param rate of dynamic evaluation (Krause, Kahembwe, Murray and Renals 2018, arXiv:1709.07432):
 *     after each batch a copy of the parameters takes a step of SGD; 0 for none
 * @param decay share of the way back to the model's own parameters in each such step
 * @param cacheSize states of the cache (Grave, Joulin and Usunier 2017, arXiv:1612.04426), 0 for
 *     none
 * @param cacheWeight the cache's share in a prediction
 * @param cacheSharpness factor of the products of states in the cache's softmax
 */
public record AdaptiveReading(
    float rate, float decay, int cacheSize, float cacheWeight, float cacheSharpness)
    implements Serializable {
  /**
   * @throws IllegalArgumentException for a number that cannot be
   */
  public AdaptiveReading {
    if (!(rate >= 0 && rate <= Float.MAX_VALUE) || !(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "dynamic rate is "
              + rate
              + ", decay "
              + decay
              + ", expected 0 or more, and at least 0 and below 1");
    }
    if (cacheSize < 0 || !(cacheWeight >= 0 && cacheWeight < 1) || !(cacheSharpness >= 0)) {
      throw new IllegalArgumentException(
          "cache size is "
              + cacheSize
              + ", weight "
              + cacheWeight
              + ", sharpness "
              + cacheSharpness
              + ", expected 0 or more, at least 0 and below 1, and 0 or more");
    }
  }

  /** Whether it changes any prediction. */
  public boolean active() {
    return rate > 0 || caches();
  }

  boolean caches() {
    return cacheSize > 0 && cacheWeight > 0;
  }
}
