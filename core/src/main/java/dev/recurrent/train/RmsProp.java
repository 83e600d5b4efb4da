package dev.recurrent.train;

/**
 * s = decay s + (1 - decay) g²; p -= rate g / (sqrt(s) + epsilon). Tieleman and Hinton (2012),
 * lecture 6.5.
 */
public record RmsProp(float decay, float epsilon) implements Optimizer {
  /** PyTorch's: 0.99, 1e-8. */
  public static RmsProp defaults() {
    return new RmsProp(0.99f, 1e-8f);
  }

  @Override
  public int momentsPerParameter() {
    return 1;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, float[] moments, long step, float learningRate) {
    float rest = 1 - decay;
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i];
      float s = decay * moments[i] + rest * g * g;
      moments[i] = s;
      parameters[i] -= learningRate * g / ((float) Math.sqrt(s) + epsilon);
    }
  }
}
