package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.AuxiliaryLosses;
import dev.recurrent.spark.job.JobException;
import picocli.CommandLine.Option;

/** Losses of {@code sentiment train} besides that of the labels. */
final class AuxiliaryOptions {
  @Option(
      names = "--language-model-weight",
      defaultValue = "0",
      paramLabel = "FACTOR",
      description =
          "With --init-from of a language model: the factor of its own loss, that of the next token"
              + " of the texts to train on, which is added to the loss (default:"
              + " ${DEFAULT-VALUE}).")
  private float languageModel;

  @Option(
      names = "--adversarial",
      defaultValue = "0",
      paramLabel = "FACTOR",
      description =
          "Factor of the loss under adversarial perturbation of the embedded texts, which is added"
              + " to the loss (default: ${DEFAULT-VALUE}).")
  private float adversarial;

  @Option(
      names = "--virtual-adversarial",
      defaultValue = "0",
      paramLabel = "FACTOR",
      description =
          "Factor of the divergence that a virtual adversarial perturbation brings, which is added"
              + " to the loss; it needs no labels (default: ${DEFAULT-VALUE}).")
  private float virtualAdversarial;

  @Option(
      names = "--perturbation",
      defaultValue = "5",
      paramLabel = "SIZE",
      description =
          "Norm of the perturbation of a text, in root mean squares of the embedding (default:"
              + " ${DEFAULT-VALUE}).")
  private float perturbation = AuxiliaryLosses.PERTURBATION;

  /**
   * @throws JobException naming the option that cannot be
   */
  void requireValid() {
    requireFactor("--language-model-weight", languageModel);
    requireFactor("--adversarial", adversarial);
    requireFactor("--virtual-adversarial", virtualAdversarial);
    if (!(perturbation > 0 && perturbation < Float.POSITIVE_INFINITY)) {
      throw JobException.usage(
          "--perturbation is " + perturbation + ", expected above 0 and finite");
    }
  }

  private static void requireFactor(String option, float factor) {
    if (!(factor >= 0 && factor < Float.POSITIVE_INFINITY)) {
      throw JobException.usage(option + " is " + factor + ", expected 0 or more and finite");
    }
  }

  /** Whether texts without labels can be learned from. */
  boolean learnsWithoutLabels() {
    return virtualAdversarial > 0;
  }

  /** Whether the loss of the next token is kept. */
  boolean keepsLanguageModel() {
    return languageModel > 0;
  }

  /** Before a language model is known, which has the softmax. */
  AuxiliaryLosses losses() {
    return new AuxiliaryLosses(
        AuxiliaryLosses.Softmax.NONE, languageModel, adversarial, virtualAdversarial, perturbation);
  }
}
