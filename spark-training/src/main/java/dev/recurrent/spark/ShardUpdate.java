package dev.recurrent.spark;

import dev.recurrent.math.Kernels;
import java.io.Serializable;

/** What a shard sends up at the end of a round. A plain class: Spark's Kryo reads no records. */
final class ShardUpdate implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = {};
  private static final float[] NO_CARRY = {};

  /** How the shard fared. */
  enum Status {
    TRAINED,
    EMPTY,
    DIVERGED
  }

  final int shard;
  final Status status;

  /** Unmasked targets trained on: the weight in the mean. */
  final long targets;

  /** Sum over those targets of the loss. */
  final double lossSum;

  final int steps;
  final int skippedSteps;
  final long computeNanos;

  /** Attempts of this task before the one that answered. */
  final int retries;

  /** What computed it: {@link Kernels#fingerprint} of its executor. */
  final String kernels = Kernels.fingerprint();

  /** Hidden state to go on from. */
  final float[] carry;

  /** Parameters, or the gradient with strategy sync; encoded. */
  byte[] parameters = NOTHING;

  /** The optimizer's moments where they are averaged, little-endian floats. */
  byte[] moments = NOTHING;

  ShardUpdate(int shard, Status status, Progress progress, int retries, float[] carry) {
    this.shard = shard;
    this.status = status;
    this.targets = progress.targets;
    this.lossSum = progress.lossSum;
    this.steps = progress.steps;
    this.skippedSteps = progress.skipped;
    this.computeNanos = progress.nanos;
    this.retries = retries;
    this.carry = carry;
  }

  /** This update with the bytes {@code from} to {@code end} of a payload for its parameters. */
  ShardUpdate part(byte[] payload, int from, int end) {
    Progress progress = new Progress();
    progress.targets = targets;
    progress.lossSum = lossSum;
    progress.steps = steps;
    progress.skipped = skippedSteps;
    progress.nanos = computeNanos;
    ShardUpdate part =
        new ShardUpdate(shard, status, progress, retries, from < end ? NO_CARRY : carry);
    part.parameters = java.util.Arrays.copyOfRange(payload, from, end);
    return part;
  }

  /** Counts while a shard trains. */
  static final class Progress {
    long targets;
    double lossSum;
    int steps;
    int skipped;
    long nanos;
  }
}
