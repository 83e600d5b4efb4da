package example;

import dev.recurrent.math.Activations;
import dev.recurrent.nn.ElementwiseLoss;

/**
 * Binary cross entropy that looks away from what is classified well: -(1 - p)^focus log p, where p
 * is the probability of the right answer. Lin et al. (2017), arXiv:1708.02002, eq. 4.
 *
 * @param focus γ, at least 0; 0 is plain cross entropy
 */
public record FocalLoss(double focus) implements ElementwiseLoss {
  @Override
  public double value(double output, double target) {
    double p = probability(output, target);
    return -Math.pow(1 - p, focus) * Math.log(p);
  }

  @Override
  public double slope(double output, double target) {
    double p = probability(output, target);
    double sign = target == 1 ? 1 : -1;
    return sign * Math.pow(1 - p, focus) * (focus * p * Math.log(p) + p - 1);
  }

  /** Of the right answer, kept from 0 so that its logarithm is finite. */
  private static double probability(double output, double target) {
    double sign = target == 1 ? 1 : -1;
    return Math.max(1e-12, 1 / (1 + Math.exp(-sign * output)));
  }

  @Override
  public void predict(float[] outputs, int at, int count) {
    for (int j = at; j < at + count; j++) {
      outputs[j] = Activations.sigmoid(outputs[j]);
    }
  }
}
