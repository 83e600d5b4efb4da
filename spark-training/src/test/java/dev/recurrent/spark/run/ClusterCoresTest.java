package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** When the executors of a cluster are counted; time passes only where the test lets it. */
class ClusterCoresTest {
  private final AtomicLong now = new AtomicLong();

  /** Executors that register one each so many milliseconds, up to some number. */
  private int counted(int expected, int each, int all) {
    return new ClusterCores(() -> (int) Math.min(all, now.get() / each), now::get, now::addAndGet)
        .await(expected);
  }

  @Test
  void asManyAsTheSettingsAskForAreWaitedFor() {
    assertEquals(4, counted(4, 1500, 10));
    assertTrue(now.get() < 7000, "not longer than it takes");
  }

  @Test
  void theWaitIsBoundedWhereSomeNeverCome() {
    assertEquals(3, counted(4, 1000, 3));
    assertTrue(now.get() >= 30_000 && now.get() < 31_000, now.toString());
  }

  @Test
  void whereNoNumberIsKnownTheLastOneDecides() {
    assertEquals(5, counted(0, 1000, 5));
    assertTrue(now.get() >= 8_000 && now.get() < 9_000, now.toString());
  }

  @Test
  void settingsSayHowManyExecutorsThereWillBe() {
    assertEquals(0, ClusterCores.expected(new SparkConf(false)));
    assertEquals(
        3, ClusterCores.expected(new SparkConf(false).set("spark.executor.instances", "3")));
    assertEquals(
        4,
        ClusterCores.expected(
            new SparkConf(false).set("spark.cores.max", "8").set("spark.executor.cores", "2")));
    assertEquals(
        2,
        ClusterCores.expected(
            new SparkConf(false)
                .set("spark.dynamicAllocation.enabled", "true")
                .set("spark.dynamicAllocation.minExecutors", "2")));
  }
}
