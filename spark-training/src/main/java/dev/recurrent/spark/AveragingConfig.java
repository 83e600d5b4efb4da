package dev.recurrent.spark;

import java.io.Serializable;
import java.util.Locale;

/**
 * How rounds are run.
 *
 * @param shards W, logical and fixed for the run; not the number of executors
 * @param localSteps H, batches a shard trains on in a round
 * @param moments what becomes of the optimizer's moments between rounds
 * @param quantize from how many bytes of parameters deltas go up as 8-bit integers
 * @param collectLimit bytes of deltas up to which they are summed on the driver, not on executors
 */
public record AveragingConfig(
    int shards,
    int localSteps,
    AveragingStrategy strategy,
    Moments moments,
    long quantize,
    long collectLimit)
    implements Serializable {
  /** The optimizer's moments between rounds. */
  public enum Moments {
    /** Zero at the start of each round: no traffic. */
    RESET,
    /** Averaged as the parameters are, the default: two more arrays of traffic with Adam. */
    AVERAGE;

    /**
     * @throws IllegalArgumentException listing the names there are
     */
    public static Moments of(String name) {
      for (Moments moments : values()) {
        if (moments.name().equals(name.toUpperCase(Locale.ROOT))) {
          return moments;
        }
      }
      throw new IllegalArgumentException(
          "optimizer state is \"" + name + "\", expected reset or average");
    }
  }

  /** Parameters of 8 MB and more are worth quantising. */
  public static final long QUANTIZE_FROM = 8L << 20;

  /** Up to 256 MB of deltas the driver sums faster than a shuffle would. */
  public static final long COLLECT_UP_TO = 256L << 20;

  /**
   * @throws IllegalArgumentException for a count that cannot be
   */
  public AveragingConfig {
    if (shards < 1 || localSteps < 1) {
      throw new IllegalArgumentException(
          "shards is " + shards + ", local steps " + localSteps + ", expected both at least 1");
    }
    if (strategy.isSync() && localSteps != 1) {
      throw new IllegalArgumentException(
          "local steps is " + localSteps + ", expected 1 with strategy sync");
    }
  }

  public static AveragingConfig of(int shards, int localSteps, AveragingStrategy strategy) {
    return new AveragingConfig(
        shards, localSteps, strategy, Moments.AVERAGE, QUANTIZE_FROM, COLLECT_UP_TO);
  }

  public AveragingConfig withMoments(Moments other) {
    return new AveragingConfig(shards, localSteps, strategy, other, quantize, collectLimit);
  }

  public AveragingConfig withQuantize(long fromBytes) {
    return new AveragingConfig(shards, localSteps, strategy, moments, fromBytes, collectLimit);
  }

  public AveragingConfig withCollectLimit(long bytes) {
    return new AveragingConfig(shards, localSteps, strategy, moments, quantize, bytes);
  }

  /**
   * Bytes from one shard to the driver in a round.
   *
   * @param parameters of the model
   * @param moments of the optimizer, of all parameters
   */
  public long bytesUp(long parameters, long moments) {
    long payload = quantizes((int) parameters) ? parameters : 4 * parameters;
    return payload + (averagesMoments() ? 4 * moments : 0);
  }

  /** Whether the optimizer's moments, if it has any, travel with the parameters. */
  public boolean averagesMoments() {
    return moments == Moments.AVERAGE && !strategy.isSync();
  }

  /** Whether {@code bytes} from each of W shards are summed on the executors, slice by slice. */
  public boolean sumsInSlices(long bytes) {
    return shards > 1 && !strategy.isSync() && shards * bytes > collectLimit;
  }

  /** Whether {@code parameters} floats of each of W shards go up quantised. */
  public boolean quantizes(int parameters) {
    return shards > 1 && !strategy.isSync() && 4L * parameters >= quantize;
  }
}
