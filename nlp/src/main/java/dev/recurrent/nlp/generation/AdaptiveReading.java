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
  /** States of a larger cache would not fit in an executor. */
  private static final int MOST = 10_000_000;

  /**
   * @throws IllegalArgumentException for a number that cannot be
   */
  public AdaptiveReading {
    require("rate", rate, rate >= 0 && rate <= Float.MAX_VALUE, "0 or more");
    require("decay", decay, decay >= 0 && decay < 1, "at least 0 and below 1");
    require("cacheSize", cacheSize, cacheSize >= 0 && cacheSize <= MOST, "0 to 10,000,000");
    require(
        "cacheWeight", cacheWeight, cacheWeight >= 0 && cacheWeight < 1, "at least 0 and below 1");
    require("cacheSharpness", cacheSharpness, cacheSharpness >= 0, "0 or more");
  }

  private static void require(String name, Number given, boolean possible, String expected) {
    if (!possible) {
      throw new IllegalArgumentException(name + " is " + given + ", expected " + expected);
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
