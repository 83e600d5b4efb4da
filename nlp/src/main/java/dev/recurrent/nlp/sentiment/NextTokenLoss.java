package dev.recurrent.nlp.sentiment;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SoftmaxOutput;
import java.util.Arrays;

/**
 * The loss of a language model on the texts of a classifier, kept beside the loss of the labels so
 * that the lower layers do not forget what they have learned.
 */
final class NextTokenLoss {
  private final float weight;
  private final SoftmaxOutput output;
  private int[] targets = new int[0];

  NextTokenLoss(AuxiliaryLosses losses, Parameters parameters) {
    Parameters own = parameters.at(ClassifierModel.SOFTMAX);
    boolean tied = losses.softmax() == AuxiliaryLosses.Softmax.TIED;
    Dense dense = tied ? new Dense(parameters.at(ClassifierModel.EMBEDDING), own) : new Dense(own);
    output = new SoftmaxOutput(dense, new SoftmaxCrossEntropy());
    weight = losses.languageModel();
  }

  /**
   * Adds the gradients of the layer's weights, and of y to d.
   *
   * @param y the top layer's outputs, (T*B,H)
   * @param d gradient of y, (T*B,H)
   * @return the weight times the mean over all tokens but each text's first, in nats
   */
  double add(Matrix y, LabelledBatch batch, Matrix d) {
    setTargets(batch);
    double mean = output.lossAndGradient(y, targets, weight);
    Matrix own = output.dInput();
    for (int i = 0; i < d.rows; i++) {
      Kernels.add(own.data, own.index(i), d.data, d.index(i), d.columns);
    }
    return weight * mean;
  }

  private void setTargets(LabelledBatch batch) {
    int[] tokens = batch.tokens();
    int b = batch.batchSize();
    if (targets.length < tokens.length) {
      targets = new int[tokens.length];
    }
    Arrays.fill(targets, SoftmaxCrossEntropy.MASKED);
    for (int text = 0; text < b; text++) {
      for (int t = 1; t < batch.lengths()[text]; t++) {
        targets[(t - 1) * b + text] = tokens[t * b + text];
      }
    }
  }
}
