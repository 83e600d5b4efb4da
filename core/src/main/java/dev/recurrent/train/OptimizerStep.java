package dev.recurrent.train;

/** Steps of an optimizer at the scheduled rate, and at the rates of the layers. For one thread. */
public final class OptimizerStep {
  private final TrainingConfig config;

  /** The parameters before a step, where layers have rates of their own. */
  private float[] before = new float[0];

  public OptimizerStep(TrainingConfig config) {
    this.config = config;
  }

  /**
   * Moves the parameters and the moments of {@code state}; the schedule reads {@code state.step}.
   *
   * @param gradient already clipped; may be overwritten
   * @param rateFactor what the scheduled rate is multiplied with
   */
  public void apply(TrainingState state, float[] gradient, float rateFactor) {
    state.momentSteps++;
    float rate = config.learningRate() * config.schedule().factor(state.step) * rateFactor;
    boolean differ = config.layerRates().differ(state.step);
    if (differ) {
      if (before.length == 0) {
        before = new float[state.parameters.length];
      }
      System.arraycopy(state.parameters, 0, before, 0, before.length);
    }
    config.optimizer().step(state.parameters, gradient, state.moments, state.momentSteps, rate);
    if (differ) {
      config.layerRates().scale(before, state.parameters, state.step);
    }
  }
}
