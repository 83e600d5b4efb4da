package dev.recurrent.spark;

import dev.recurrent.format.OptionalField;
import dev.recurrent.spark.run.ValidationMetric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round, as {@code metrics.jsonl} has it. Stays on the driver.
 *
 * @param round 1 for the first
 * @param epoch epochs done, with fraction
 * @param loss mean over the round's targets, nats where it is a likelihood
 * @param validation the loss on validation data if it was computed after this round
 * @param score of a {@link ValidationMetric} at the same time, where there is one
 * @param broadcastMillis handing the parameters to Spark
 * @param computeMillis training: the slowest shard's, or that of all over the slots where they
 *     outnumber these
 * @param reduceMillis the rest of the round: starting tasks, collecting, summing and applying
 * @param idleMillis the mean slot's wait for the slowest shard
 * @param diverged shards left out because their parameters were not finite
 * @param theta first 8 bytes of the SHA-256 of the parameters, in hexadecimal
 * @param kernels what the executors computed with, each once: see {@code Kernels.fingerprint}; null
 *     in a checkpoint of an earlier build
 */
public record RoundReport(
    long round,
    double epoch,
    double loss,
    @OptionalField @Nullable Double validation,
    @OptionalField @Nullable Double score,
    double targetsPerSecond,
    double learningRate,
    long broadcastMillis,
    long computeMillis,
    long reduceMillis,
    long idleMillis,
    int trained,
    int empty,
    int retried,
    int skippedSteps,
    List<Integer> diverged,
    String theta,
    @OptionalField @Nullable List<String> kernels) {
  public RoundReport withValidation(double value, @Nullable Double judged) {
    return new RoundReport(
        round,
        epoch,
        loss,
        value,
        judged,
        targetsPerSecond,
        learningRate,
        broadcastMillis,
        computeMillis,
        reduceMillis,
        idleMillis,
        trained,
        empty,
        retried,
        skippedSteps,
        diverged,
        theta,
        kernels);
  }
}
