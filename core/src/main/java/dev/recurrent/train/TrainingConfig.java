package dev.recurrent.train;

import java.io.Serializable;

/**
 * How a trainer steps.
 *
 * @param learningRate the base rate, above 0
 * @param seed of all randomness
 * @param layerRates what the rate is multiplied with in each layer
 */
public record TrainingConfig(
    Optimizer optimizer,
    float learningRate,
    LearningRateSchedule schedule,
    GradientClip clip,
    long seed,
    LayerRates layerRates)
    implements Serializable {
  /**
   * @throws IllegalArgumentException unless the learning rate is above 0 and finite
   */
  public TrainingConfig {
    if (!(learningRate > 0 && learningRate < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learning rate is " + learningRate + ", expected above 0 and finite");
    }
  }

  /** With one rate for all layers. */
  public TrainingConfig(
      Optimizer optimizer,
      float learningRate,
      LearningRateSchedule schedule,
      GradientClip clip,
      long seed) {
    this(optimizer, learningRate, schedule, clip, seed, LayerRates.equal());
  }

  /** Adam at 0.002, constant, clipped to norm 1, seed 1. */
  public static TrainingConfig defaults() {
    return new TrainingConfig(
        Adam.defaults(), 0.002f, LearningRateSchedule.constant(), GradientClip.byNorm(1), 1);
  }

  public TrainingConfig withOptimizer(Optimizer other, float rate) {
    return new TrainingConfig(other, rate, schedule, clip, seed, layerRates);
  }

  public TrainingConfig withSchedule(LearningRateSchedule other) {
    return new TrainingConfig(optimizer, learningRate, other, clip, seed, layerRates);
  }

  /** The same with a schedule that ends after so many steps. */
  public TrainingConfig endingAt(long steps) {
    return withSchedule(
        new LearningRateSchedule(schedule.kind(), schedule.warmupSteps(), steps, schedule.floor()));
  }

  public TrainingConfig withClip(GradientClip other) {
    return new TrainingConfig(optimizer, learningRate, schedule, other, seed, layerRates);
  }

  public TrainingConfig withSeed(long other) {
    return new TrainingConfig(optimizer, learningRate, schedule, clip, other, layerRates);
  }

  public TrainingConfig withLayerRates(LayerRates other) {
    return new TrainingConfig(optimizer, learningRate, schedule, clip, seed, other);
  }
}
