package dev.recurrent.train;

import dev.recurrent.math.Kernels;

/** Adam, Kingma and Ba (2014), arXiv:1412.6980, algorithm 1. */
public record Adam(float beta1, float beta2, float epsilon) implements Optimizer {
  /** The paper's: 0.9, 0.999, 1e-8. */
  public static Adam defaults() {
    return new Adam(0.9f, 0.999f, 1e-8f);
  }

  public Adam withBeta2(float other) {
    return new Adam(beta1, other, epsilon);
  }

  @Override
  public int momentsPerParameter() {
    return 2;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, float[] moments, long step, float learningRate) {
    float rate = (float) (learningRate / (1 - Math.pow(beta1, step)));
    float scale = (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
    Kernels.adam(parameters, gradient, moments, beta1, beta2, rate, scale, epsilon);
  }
}
