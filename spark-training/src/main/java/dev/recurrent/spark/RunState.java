package dev.recurrent.spark;

import dev.recurrent.train.Model;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.PlateauTracker;
import dev.recurrent.train.TrainingState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The driver's side of a run between two rounds: everything a checkpoint holds and a resumed run
 * needs to go on with the same bits.
 */
public final class RunState {
  /** Parameters, averaged moments, steps. */
  public final TrainingState training;

  /** v, the outer momentum. */
  public final float[] velocity;

  /** Hidden state of each shard; empty arrays at the start of an epoch. */
  public final List<float[]> carries;

  /** Rounds completed. */
  public long round;

  /** Batches of the present epoch that have been trained on. */
  public int epochStep;

  /** Epochs completed. */
  public int epoch;

  /** Unmasked targets trained on since the start. */
  public long targets;

  /** Halved by each rollback. */
  public float rateFactor = 1f;

  /** Rollbacks so far. */
  public int rollbacks;

  /** Validation so far. */
  public PlateauTracker plateau = PlateauTracker.start();

  /**
   * Weight of a round's parameters in {@link #average}, above 0; with 1 no average is kept. Polyak
   * and Juditsky (1992), exponential.
   */
  public float averageWeight = 1f;

  /** The exponential average of the parameters over the rounds, or null where none is kept. */
  public float @Nullable [] average;

  /** Rounds that fit in the minutes of the run, once that is known; else 0. */
  public long plannedRounds;

  /** Steps of each shard in these rounds, where the schedule ends; else 0. */
  public long plannedSteps;

  RunState(TrainingState training, float[] velocity, int shards) {
    this.training = training;
    this.velocity = velocity;
    this.carries = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      carries.add(new float[0]);
    }
  }

  /** Freshly initialised parameters. */
  public static RunState start(Model<?> model, Optimizer optimizer, int shards, long seed) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, seed);
    return from(parameters, optimizer, shards);
  }

  /** Parameters of a finished model, everything else at the start. */
  public static RunState from(float[] parameters, Optimizer optimizer, int shards) {
    return new RunState(
        TrainingState.start(parameters, optimizer), new float[parameters.length], shards);
  }

  /** Takes the present parameters into the average, which begins with those of the first round. */
  void updateAverage() {
    if (averageWeight >= 1) {
      return;
    }
    float[] parameters = training.parameters;
    float[] mean = average;
    if (mean == null) {
      average = parameters.clone();
      return;
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] += averageWeight * (parameters[i] - mean[i]);
    }
  }

  /** The parameters to validate and to publish. */
  public float[] judged() {
    return average == null ? training.parameters : average;
  }

  /** What the learning rate is multiplied with now. */
  float rate() {
    return rateFactor * plateau.factor();
  }

  void startEpoch() {
    epochStep = 0;
    epoch++;
    carries.replaceAll(old -> new float[0]);
  }
}
