package dev.recurrent.spark;

import dev.recurrent.math.Seed;
import dev.recurrent.train.Batch;
import dev.recurrent.train.Model;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingState;
import java.util.Arrays;

/**
 * What runs on an executor in a round: core's {@link Trainer} for H batches of one shard. A pure
 * function of its arguments, so that a retried or speculated task gives the same bits.
 *
 * @param <B> the model's batches
 */
public final class ShardTrainer<B extends Batch> {
  private final RoundPlan<B> plan;
  private final int shard;
  private final int attempt;

  ShardTrainer(RoundPlan<B> plan, int shard, int attempt) {
    this.plan = plan;
    this.shard = shard;
    this.attempt = attempt;
  }

  /**
   * @param parameters of the round's start, little-endian floats
   * @param moments of the round's start, or empty for zeros
   * @param carry this shard's hidden state
   */
  ShardUpdate train(byte[] parameters, byte[] moments, Shard<B> data, float[] carry) {
    float[] start = DeltaCodec.floats(parameters);
    TrainingState state = state(start.clone(), moments);
    Trainer<B> trainer = new Trainer<>(plan.model(), plan.training(), state);
    trainer.boundModel().resume(carry);
    ShardUpdate.Progress progress = new ShardUpdate.Progress();
    long begin = System.nanoTime();
    int steps = Math.max(0, Math.min(plan.steps(), data.batches() - plan.firstBatch()));
    for (int i = 0; i < steps; i++) {
      step(trainer, data.batch(plan.firstBatch() + i, plan.epoch()), i, progress);
    }
    progress.nanos = System.nanoTime() - begin;
    return update(trainer, start, progress);
  }

  private TrainingState state(float[] parameters, byte[] moments) {
    Optimizer optimizer = plan.training().optimizer();
    TrainingState state = TrainingState.start(parameters, optimizer);
    if (moments.length > 0) {
      System.arraycopy(DeltaCodec.floats(moments), 0, state.moments, 0, state.moments.length);
      state.momentSteps = plan.momentSteps();
    }
    state.step = plan.step();
    return state;
  }

  private void step(Trainer<B> trainer, B batch, int i, ShardUpdate.Progress progress) {
    if (batch.targets() == 0) {
      // A step without targets would move the parameters by the moments of earlier ones alone.
      trainer.state().step++;
      return;
    }
    long seed = Seed.of(plan.training().seed(), plan.round(), shard, i);
    boolean sync = plan.averaging().strategy().isSync();
    double loss =
        sync ? trainer.gradient(batch, seed) : trainer.step(batch, seed, plan.rateFactor());
    boolean good = Double.isFinite(loss) && (sync || trainer.stepped());
    progress.steps++;
    if (good) {
      progress.targets += batch.targets();
      progress.lossSum += loss * batch.targets();
    } else {
      progress.skipped++;
    }
  }

  private ShardUpdate update(Trainer<B> trainer, float[] start, ShardUpdate.Progress progress) {
    boolean sync = plan.averaging().strategy().isSync();
    float[] result = sync ? trainer.gradient() : trainer.state().parameters;
    // Without a target there is nothing to weigh: empty, however many batches there were.
    ShardUpdate.Status status =
        progress.steps == 0
            ? ShardUpdate.Status.EMPTY
            : progress.skipped == progress.steps || !finite(result)
                ? ShardUpdate.Status.DIVERGED
                : ShardUpdate.Status.TRAINED;
    float[] carry = trainer.boundModel().carry();
    if (!finite(carry)) {
      Arrays.fill(carry, 0f);
    }
    ShardUpdate update = new ShardUpdate(shard, status, progress, attempt, carry);
    if (status == ShardUpdate.Status.TRAINED) {
      update.parameters = plan.codec(result.length).encode(start, result);
      if (plan.sendsMoments()) {
        update.moments = DeltaCodec.bytes(trainer.state().moments);
      }
    }
    return update;
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Mean loss over a shard's batches from a fresh start: {sum over targets, targets}. */
  public static <B extends Batch> double[] evaluate(
      Model<B> model, byte[] parameters, Shard<B> data) {
    float[] values = DeltaCodec.floats(parameters);
    var pass = model.bind(values, new float[values.length]);
    pass.parametersChanged();
    double sum = 0;
    double targets = 0;
    for (int i = 0; i < data.batches(); i++) {
      B batch = data.batch(i);
      if (batch.targets() > 0) {
        sum += pass.loss(batch) * batch.targets();
        targets += batch.targets();
      }
    }
    return new double[] {sum, targets};
  }
}
