package dev.recurrent.nlp.sentiment;

import dev.recurrent.nlp.text.PretrainedLayers;
import java.io.Serializable;

/**
 * Losses that a classifier learns from besides the one of its labels. All of it is for training
 * only.
 *
 * @param softmax the network's layer that predicts the next token
 * @param languageModel factor of the mean loss of the next token, 0 for none
 * @param adversarial factor of the loss under adversarial perturbation, 0 for none (Goodfellow et
 *     al. 2014, arXiv:1412.6572)
 * @param virtualAdversarial factor of the divergence under virtual adversarial perturbation, 0 for
 *     none (Miyato, Dai and Goodfellow 2016, arXiv:1605.07725)
 * @param perturbation norm of a text's perturbation, in root mean squares of the embedded tokens
 */
public record AuxiliaryLosses(
    Softmax softmax,
    float languageModel,
    float adversarial,
    float virtualAdversarial,
    float perturbation)
    implements Serializable {
  /** Where the weights of the layer that predicts the next token are. */
  public enum Softmax {
    /** There is no such layer. */
    NONE,
    /** The layer has weights and biases. */
    OWN,
    /** The layer has biases, and the embedding's weights. */
    TIED
  }

  /** Miyato et al.'s perturbation, of embeddings with variance 1. */
  public static final float PERTURBATION = 5;

  /** No loss besides that of the labels. */
  public static final AuxiliaryLosses NONE =
      new AuxiliaryLosses(Softmax.NONE, 0, 0, 0, PERTURBATION);

  /**
   * @throws IllegalArgumentException for a factor below 0 or a perturbation of 0 or less
   */
  public AuxiliaryLosses {
    requireFactor("language-model weight", languageModel);
    requireFactor("adversarial weight", adversarial);
    requireFactor("virtual adversarial weight", virtualAdversarial);
    if (!(perturbation > 0 && perturbation <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "perturbation is " + perturbation + ", expected above 0 and finite");
    }
  }

  private static void requireFactor(String name, float factor) {
    if (!(factor >= 0 && factor <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          name + " is " + factor + ", expected 0 or more and finite");
    }
  }

  /** The same of a network with another layer for the next token. */
  public AuxiliaryLosses with(Softmax other) {
    return new AuxiliaryLosses(other, languageModel, adversarial, virtualAdversarial, perturbation);
  }

  /** The same over a language model, whose softmax is there where its loss counts. */
  public AuxiliaryLosses over(PretrainedLayers layers) {
    return languageModel == 0 ? this : with(layers.tied() ? Softmax.TIED : Softmax.OWN);
  }

  /** Whether the input is perturbed while training. */
  boolean perturbs() {
    return adversarial > 0 || virtualAdversarial > 0;
  }
}
