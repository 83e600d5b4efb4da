package dev.recurrent.train;

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
    int n = parameters.length;
    double correction1 = 1 - Math.pow(beta1, step);
    float root2 = (float) Math.sqrt(1 - Math.pow(beta2, step));
    float rate = (float) (learningRate / correction1);
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    for (int i = 0; i < n; i++) {
      float g = gradient[i];
      float m = beta1 * moments[i] + rest1 * g;
      float v = beta2 * moments[n + i] + rest2 * g * g;
      moments[i] = m;
      moments[n + i] = v;
      parameters[i] -= rate * m / ((float) Math.sqrt(v) / root2 + epsilon);
    }
  }
}
