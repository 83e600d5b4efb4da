package dev.recurrent.train;

/**
 * Everything of a run that changes with training: parameters, the optimizer's moments, and how many
 * steps they have seen. Mutable; owned by one trainer.
 */
public final class TrainingState {
  public final float[] parameters;

  /** As the optimizer lays them out; zeros after a reset. */
  public final float[] moments;

  /** Steps since the moments were zero: the bias correction's exponent. */
  public long momentSteps;

  /** Steps since training began: what schedules read. */
  public long step;

  public TrainingState(float[] parameters, float[] moments, long momentSteps, long step) {
    this.parameters = parameters;
    this.moments = moments;
    this.momentSteps = momentSteps;
    this.step = step;
  }

  /** A state at step 0 with zero moments over {@code parameters}, which are not copied. */
  public static TrainingState start(float[] parameters, Optimizer optimizer) {
    int size = Math.multiplyExact(optimizer.momentsPerParameter(), parameters.length);
    return new TrainingState(parameters, new float[size], 0, 0);
  }
}
