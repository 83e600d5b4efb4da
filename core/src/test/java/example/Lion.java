package example;

import dev.recurrent.train.Optimizer;

/**
 * Lion: u = sign(β₁ m + (1 - β₁) g); p -= rate u; m = β₂ m + (1 - β₂) g. Chen et al. (2023),
 * arXiv:2302.06675, program 1, without weight decay.
 */
public record Lion(float beta1, float beta2) implements Optimizer {
  /** The paper's: 0.9, 0.99. {@code --optimizer example.Lion} calls this constructor. */
  public Lion() {
    this(0.9f, 0.99f);
  }

  @Override
  public int momentsPerParameter() {
    return 1;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, float[] moments, long step, float learningRate) {
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i];
      float m = moments[i];
      parameters[i] -= learningRate * Math.signum(beta1 * m + (1 - beta1) * g);
      moments[i] = beta2 * m + (1 - beta2) * g;
    }
  }
}
