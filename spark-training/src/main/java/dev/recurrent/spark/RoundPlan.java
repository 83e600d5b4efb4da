package dev.recurrent.spark;

import dev.recurrent.train.Batch;
import dev.recurrent.train.Model;
import dev.recurrent.train.TrainingConfig;
import java.io.Serializable;

/**
 * What a shard has to know to train in a round, except its data and the parameters.
 *
 * @param round 0 for the first
 * @param epoch 0 for the first
 * @param firstBatch index inside the chunk
 * @param steps batches of this round
 * @param step of the schedule at the round's start
 * @param momentSteps of the optimizer at the round's start
 * @param rateFactor what the learning rate is multiplied with after plateaus and rollbacks
 */
record RoundPlan<B extends Batch>(
    Model<B> model,
    TrainingConfig training,
    AveragingConfig averaging,
    long round,
    int epoch,
    int firstBatch,
    int steps,
    long step,
    long momentSteps,
    float rateFactor)
    implements Serializable {
  boolean sendsMoments() {
    return averaging.averagesMoments() && training.optimizer().momentsPerParameter() > 0;
  }

  DeltaCodec codec(int parameters) {
    return DeltaCodec.of(averaging.quantizes(parameters));
  }
}
