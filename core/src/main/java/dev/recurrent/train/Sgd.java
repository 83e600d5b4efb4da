package dev.recurrent.train;

/**
 * v = momentum v + g; p -= rate v. With momentum 0, plain gradient descent and no moments.
 *
 * @param momentum 0 to below 1
 */
public record Sgd(float momentum) implements Optimizer {
  @Override
  public int momentsPerParameter() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, float[] moments, long step, float learningRate) {
    if (momentum == 0) {
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] -= learningRate * gradient[i];
      }
      return;
    }
    for (int i = 0; i < parameters.length; i++) {
      moments[i] = momentum * moments[i] + gradient[i];
      parameters[i] -= learningRate * moments[i];
    }
  }
}
