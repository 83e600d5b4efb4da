package dev.recurrent.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.benchmark.RoundSimulator.Load;
import dev.recurrent.benchmark.RoundSimulator.Outcome;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rounds are timed part by part, and the simulator adds the parts up as a cluster would. */
class RoundsTest {
  private static final RoundCosts.Transport FREE_TRANSPORT =
      new RoundCosts.Transport(Cost.NOTHING, Cost.NOTHING, Cost.NOTHING, Cost.NOTHING);
  private static final RoundCosts FREE =
      new RoundCosts(Cost.NOTHING, FREE_TRANSPORT, FREE_TRANSPORT);

  private static Load load(int shards, long parameters) {
    return new Load(shards, parameters, 10, 0.5, false, parameters);
  }

  private static Outcome simulate(RoundCosts costs, Cluster cluster, Load load) {
    return new RoundSimulator(costs, cluster, 1).run(load, 40);
  }

  private static RoundTimes times(int hidden, int shards, Cost cost) {
    RoundTask task = new RoundTask(hidden, shards, 1, 1, 1);
    double seconds = cost.seconds(shards, task.parameters());
    return new RoundTimes(task, 2, 1, seconds, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void aRoundsPartsAddUpToIt() throws InterruptedException {
    RoundBench bench = new RoundBench(TestSpark.context(), AveragingConfig.Moments.RESET);
    RoundTimes times = bench.run(new RoundTask(16, 3, 4, 8, 16), 2);
    bench.close();
    assertEquals(2, times.slots());
    assertTrue(times.compute() > 0 && times.compute() < times.total(), times.line());
    assertTrue(times.share() > 0 && times.share() < 1, times.line());
    assertEquals(
        times.total(), times.broadcast() + times.compute() + times.reduce(), 1e-9, times.line());
    assertEquals(false, times.sliced());
    assertTrue(times.line().contains("3 shards"), times.line());
  }

  @Test
  void sizesAreWhatTheySay() {
    for (double millions : new double[] {1, 10}) {
      int parameters = new RoundTask(RoundTask.hiddenFor(millions), 1, 1, 1, 1).parameters();
      assertEquals(1, parameters / (millions * 1e6), 0.1);
    }
  }

  @Test
  void aFitFindsTheTermsThatMadeTheTimes() {
    Cost made = new Cost(0.03, 0.002, 0, 5e-8);
    List<RoundTimes> all = new ArrayList<>();
    for (int hidden : new int[] {64, 256, 512}) {
      for (int shards : new int[] {2, 8, 32}) {
        all.add(times(hidden, shards, made));
      }
    }
    Cost found =
        Cost.fit(
            all,
            RoundTimes::broadcast,
            Cost.Term.FIXED,
            Cost.Term.SHARD,
            Cost.Term.PARAMETER,
            Cost.Term.UPDATE);
    for (int shards : new int[] {4, 64}) {
      double expected = made.seconds(shards, 3_000_000);
      assertEquals(1, found.seconds(shards, 3_000_000) / expected, 0.02, found.toString());
    }
  }

  @Test
  void onOneMachineShardsTakeTurns() {
    Outcome two = simulate(FREE, Cluster.oneMachine(2), load(2, 1000));
    Outcome five = simulate(FREE, Cluster.oneMachine(2), load(5, 1000));
    assertEquals(5, two.seconds(), 1e-9);
    assertEquals(1, two.efficiency(), 1e-9);
    assertEquals(15, five.seconds(), 1e-9);
    assertEquals(2.5 / 3, five.efficiency(), 1e-9);
  }

  @Test
  void theDriversCardTakesUpdatesOneAfterAnother() {
    Cluster cluster = new Cluster(64, 10, 0, Cluster.Luck.EVEN);
    long parameters = 1_000_000;
    double broadcast =
        Arrays.stream(new TorrentTimes(cluster, new SplittableRandom(1)).arrivals(4 * parameters))
            .max()
            .orElseThrow();
    double updates = 64 * cluster.seconds(parameters);
    double seconds = simulate(FREE, cluster, load(64, parameters)).seconds();
    assertTrue(seconds > 5 + updates && seconds < 5 + updates + 2 * broadcast, "" + seconds);
  }

  @Test
  void aBroadcastIsHandedOn() {
    long bytes = 200L << 20;
    Cluster cluster = new Cluster(64, 10, 0.0005, Cluster.Luck.EVEN);
    double[] arrivals = new TorrentTimes(cluster, new SplittableRandom(1)).arrivals(bytes);
    double last = Arrays.stream(arrivals).max().orElseThrow();
    double once = cluster.seconds(bytes);
    assertTrue(last > once && last < 10 * once, last + " s, once through a card " + once);
  }

  @Test
  void executorsSumWhatIsTooMuchForTheDriversCard() {
    Cluster cluster = new Cluster(64, 1, 0.0005, Cluster.Luck.EVEN);
    Load collected = load(64, 50_000_000);
    Load sliced = new Load(64, 50_000_000, 10, 0.5, true, 50_000_000);
    assertTrue(
        simulate(FREE, cluster, sliced).seconds() < simulate(FREE, cluster, collected).seconds());
  }

  @Test
  void stragglersCostAndCopiesHelp() {
    Load load = load(128, 1000);
    Cluster.Luck luck = Cluster.Luck.STRAGGLERS;
    double even = simulate(FREE, new Cluster(128, 10, 0, Cluster.Luck.EVEN), load).seconds();
    double slow = simulate(FREE, new Cluster(128, 10, 0, luck), load).seconds();
    double helped = simulate(FREE, new Cluster(128, 10, 0, luck.withSpeculation()), load).seconds();
    assertTrue(even < helped && helped < slow, even + ", " + helped + ", " + slow);
  }

  @Test
  void theSameSeedGivesTheSameSeconds() {
    Cluster cluster = new Cluster(16, 10, 0.0005, Cluster.Luck.STRAGGLERS.withSpeculation());
    assertEquals(
        simulate(FREE, cluster, load(16, 5_000_000)), simulate(FREE, cluster, load(16, 5_000_000)));
  }
}
