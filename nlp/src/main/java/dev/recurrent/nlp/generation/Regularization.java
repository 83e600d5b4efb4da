package dev.recurrent.nlp.generation;

import dev.recurrent.format.OptionalField;
import java.io.Serializable;

/**
 * What keeps a language model from learning its text by heart, besides the dropout between its
 * layers. Merity, Keskar and Socher (2017, arXiv:1708.02182). All of it is for training only.
 *
 * @param inputDropout rate on the embedding's rows
 * @param outputDropout rate before the softmax
 * @param wordDropout share of the vocabulary whose embedding is zero in a batch
 * @param weightDrop share of the recurrent weights that is zero in a batch
 * @param activation factor of the mean square of the top layer's outputs, AR
 * @param temporal factor of the mean squared change of these outputs from step to step, TAR
 * @param stateReset probability with which a stream forgets its state before a sequence; left out,
 *     0. A model that is used begins with a state of zeros. In a long training without resets the
 *     network sees none, and comes to rely on the states that it has
 */
public record Regularization(
    float inputDropout,
    float outputDropout,
    float wordDropout,
    float weightDrop,
    float activation,
    float temporal,
    @OptionalField Float stateReset)
    implements Serializable {
  /**
   * @throws IllegalArgumentException for a rate outside [0,1) or a factor below 0
   */
  public Regularization {
    requireRate("input dropout", inputDropout);
    requireRate("output dropout", outputDropout);
    requireRate("word dropout", wordDropout);
    requireRate("weight drop", weightDrop);
    requireFactor("activation penalty", activation);
    requireFactor("temporal penalty", temporal);
    stateReset = stateReset == null ? 0f : stateReset;
    requireRate("state reset", stateReset);
  }

  /** One rate of dropout on the embedding and before the softmax, nothing else. */
  public static Regularization masks(float rate) {
    return new Regularization(rate, rate, 0, 0, 0, 0, 0f);
  }

  private static void requireRate(String name, float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          name + " is " + rate + ", expected at least 0 and below 1");
    }
  }

  private static void requireFactor(String name, float factor) {
    if (!(factor >= 0 && factor <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          name + " is " + factor + ", expected 0 or more and finite");
    }
  }
}
