package dev.recurrent.spark;

import dev.recurrent.train.Model;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.PlateauTracker;
import dev.recurrent.train.TrainingState;
import java.util.ArrayList;
import java.util.List;

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
