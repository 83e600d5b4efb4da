package dev.recurrent.spark.run;

import dev.recurrent.format.Quantity;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How many cores a cluster gives a run. Executors register one after another, so the count is taken
 * when all that were asked for are there, or when a bounded time is up.
 */
public final class ClusterCores {
  private static final long MOST_MILLIS = 30_000;
  private static final long QUIET_MILLIS = 3_000;
  private static final long STEP_MILLIS = 200;

  private final IntSupplier registered;
  private final LongSupplier clock;
  private final Pause pause;

  /** Lets time pass. */
  interface Pause {
    void millis(long millis);
  }

  ClusterCores(IntSupplier registered, LongSupplier clock, Pause pause) {
    this.registered = registered;
    this.clock = clock;
    this.pause = pause;
  }

  /** The default number of shards, said where Spark's executors are other processes. */
  public static int count(JavaSparkContext spark, Consumer<String> say) {
    if (!spark.isLocal()) {
      ClusterCores cores =
          new ClusterCores(
              // Spark lists the driver among the executors.
              () -> spark.sc().statusTracker().getExecutorInfos().length - 1,
              () -> System.nanoTime() / 1_000_000,
              ClusterCores::sleep);
      int expected = expected(spark.getConf());
      int executors = cores.await(expected);
      int shards = Math.max(1, spark.defaultParallelism());
      say.accept(
          String.format(
              Locale.ROOT,
              "--shards is not given: %s, the cores of %s%s",
              Quantity.of(shards, "shard"),
              Quantity.of(executors, "executor"),
              executors < expected
                  ? " (of "
                      + expected
                      + "; the others have not registered in "
                      + MOST_MILLIS / 1000
                      + " s)"
                  : ""));
      return shards;
    }
    return Math.max(1, spark.defaultParallelism());
  }

  /** Executors that the settings ask for, or 0 where they leave it to the cluster. */
  static int expected(SparkConf conf) {
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      int least = conf.getInt("spark.dynamicAllocation.minExecutors", 0);
      return Math.max(
          conf.getInt("spark.dynamicAllocation.initialExecutors", least),
          conf.getInt("spark.executor.instances", 0));
    }
    int most = conf.getInt("spark.cores.max", 0);
    int each = conf.getInt("spark.executor.cores", 0);
    int byCores = most > 0 && each > 0 ? most / each : 0;
    return conf.getInt("spark.executor.instances", byCores);
  }

  /**
   * Waits for executors: for as many as expected, or, where no number is known, until there is one
   * and no other has come for a while.
   *
   * @param expected executors, 0 for unknown
   * @return how many there are
   */
  int await(int expected) {
    long begin = clock.getAsLong();
    long changed = begin;
    int last = registered.getAsInt();
    while (clock.getAsLong() - begin < MOST_MILLIS) {
      boolean all =
          expected > 0 ? last >= expected : last > 0 && clock.getAsLong() - changed >= QUIET_MILLIS;
      if (all) {
        return last;
      }
      pause.millis(STEP_MILLIS);
      int now = registered.getAsInt();
      if (now != last) {
        last = now;
        changed = clock.getAsLong();
      }
    }
    return last;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
