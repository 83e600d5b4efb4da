package dev.recurrent.train;

/**
 * Adam with decoupled weight decay: every parameter also shrinks by rate times decay. Loshchilov
 * and Hutter (2017), arXiv:1711.05101, algorithm 2.
 */
public record AdamW(Adam adam, float weightDecay) implements Optimizer {
  /** PyTorch's decay: 0.01. */
  public static AdamW defaults() {
    return new AdamW(Adam.defaults(), 0.01f);
  }

  @Override
  public int momentsPerParameter() {
    return adam.momentsPerParameter();
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, float[] moments, long step, float learningRate) {
    float keep = 1 - learningRate * weightDecay;
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= keep;
    }
    adam.step(parameters, gradient, moments, step, learningRate);
  }
}
