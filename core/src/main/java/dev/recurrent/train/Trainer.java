package dev.recurrent.train;

import java.util.Arrays;

/**
 * One process, one step after another: loss and gradient of a batch, clip, optimizer. What runs
 * inside a shard on an executor is this and nothing else.
 *
 * @param <B> the model's batches
 */
public final class Trainer<B extends Batch> {
  private final TrainingConfig config;
  private final TrainingState state;
  private final float[] gradient;
  private final BoundModel<B> bound;
  private final OptimizerStep optimizer;
  private double lastNorm;
  private boolean stepped;

  /** Trains {@code state} in place. */
  public Trainer(Model<B> model, TrainingConfig config, TrainingState state) {
    this.config = config;
    this.state = state;
    this.optimizer = new OptimizerStep(config);
    this.gradient = new float[state.parameters.length];
    this.bound = model.bind(state.parameters, gradient);
    bound.parametersChanged();
  }

  /**
   * One step.
   *
   * @param seed of this step's randomness
   * @param rateFactor what the scheduled rate is multiplied with
   * @return the batch's mean loss before the step, in nats where it is a likelihood; where loss or
   *     gradient is not finite the parameters stay as they were
   */
  public double step(B batch, long seed, float rateFactor) {
    double loss = gradient(batch, seed);
    lastNorm = config.clip().apply(gradient);
    stepped = Double.isFinite(loss) && Double.isFinite(lastNorm);
    if (stepped) {
      optimizer.apply(state, gradient, rateFactor);
      bound.parametersChanged();
    }
    state.step++;
    return loss;
  }

  /** Whether the last step changed the parameters. */
  public boolean stepped() {
    return stepped;
  }

  /** The norm of the last step's gradient before clipping. */
  public double gradientNorm() {
    return lastNorm;
  }

  /** The mean loss of a batch; its gradient is in {@link #gradient()} until the next call. */
  public double gradient(B batch, long seed) {
    Arrays.fill(gradient, 0f);
    return bound.lossAndGradient(batch, seed);
  }

  /** Of the last batch, not clipped yet after {@link #gradient(Batch, long)}. */
  public float[] gradient() {
    return gradient;
  }

  /** The model at work over the state's parameters. */
  public BoundModel<B> boundModel() {
    return bound;
  }

  /** What is trained, in place. */
  public TrainingState state() {
    return state;
  }
}
