package dev.recurrent.benchmark;

import dev.recurrent.benchmark.RoundSimulator.Load;
import dev.recurrent.benchmark.RoundSimulator.Outcome;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingConfig.Moments;
import dev.recurrent.spark.LocalStepsHeuristic;
import dev.recurrent.spark.run.MemoryPlan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a round costs beside training: by parameters and shards on this machine, without moments;
 * with all options at their defaults; and, simulated from the parts, without moments, on clusters
 * of up to 256 nodes.
 */
final class RoundSuite {
  private static final double[] MILLIONS = {1, 10, 50};
  private static final int[] SHARDS = {2, 8, 32};
  private static final int[] NODES = {4, 8, 16, 32, 64, 128, 256};
  private static final double[] GIGABITS = {1, 10, 25};

  /** Million parameters; a larger network would take many minutes a round. */
  private static final double WHOLE_ROUNDS_UP_TO = 10;

  private static final int ROUNDS = 2;
  private static final int SIMULATED = 200;

  /** Of the jobs' own defaults. */
  private static final int BATCH = 32;

  private static final int STEPS = 64;
  private static final int MANY_BATCHES = 100_000;

  private final PrintStream log;

  RoundSuite(PrintStream log) {
    this.log = log;
  }

  /**
   * Measures in the given context; then, where that is this machine, in contexts of one and of two
   * slots beside what the simulator says.
   */
  Map<String, Object> run(JavaSparkContext spark) throws InterruptedException {
    SparkConf conf = spark.getConf();
    List<RoundTimes> grid = new ArrayList<>();
    RoundBench bench = new RoundBench(spark, Moments.RESET);
    for (double millions : MILLIONS) {
      for (int shards : SHARDS) {
        RoundTask task = new RoundTask(RoundTask.hiddenFor(millions), shards, 1, 1, 1);
        grid.add(said(bench.run(task, ROUNDS)));
      }
    }
    RoundCosts costs = RoundCosts.fit(grid);
    bench.close();
    bench = new RoundBench(spark, Moments.AVERAGE);
    List<RoundTimes> whole = defaults(bench);
    bench.close();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", grid.stream().map(RoundTimes::row).toList());
    result.put("constants", costs.row());
    result.put("default_local_steps", whole.stream().map(RoundTimes::row).toList());
    if (spark.isLocal()) {
      spark.stop();
      result.put("check", check(costs, conf));
    }
    result.put("simulated", simulate(costs, whole));
    return result;
  }

  private RoundTimes said(RoundTimes times) {
    log.println(times.line());
    return times;
  }

  /** Whole rounds with all options at their defaults; of the largest network, one batch. */
  private List<RoundTimes> defaults(RoundBench bench) throws InterruptedException {
    log.println("at the default local steps, batch size and sequence length:");
    List<RoundTimes> whole = new ArrayList<>();
    for (double millions : MILLIONS) {
      RoundTask one = new RoundTask(RoundTask.hiddenFor(millions), bench.slots(), 1, BATCH, STEPS);
      int steps = millions > WHOLE_ROUNDS_UP_TO ? 1 : defaultSteps(one);
      whole.add(said(bench.run(one.withBatches(steps, BATCH, STEPS), 1)));
    }
    return whole;
  }

  private static int defaultSteps(RoundTask task) {
    return LocalStepsHeuristic.auto(task.parameters(), task.targetsPerBatch(), MANY_BATCHES);
  }

  /** Rounds that no constant came from, predicted and measured. */
  private List<Map<String, Object>> check(RoundCosts costs, SparkConf conf)
      throws InterruptedException {
    log.println("predicted and measured:");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int slots : new int[] {1, 2}) {
      SparkConf own = conf.clone().setMaster("local[" + slots + "]").remove("spark.driver.port");
      try (JavaSparkContext spark = new JavaSparkContext(own)) {
        RoundBench bench = new RoundBench(spark, Moments.RESET);
        for (int shards : new int[] {2, 8}) {
          for (double millions : new double[] {3, 15}) {
            RoundTask task = new RoundTask(RoundTask.hiddenFor(millions), shards, 4, 8, 16);
            rows.add(check(costs, bench.run(task, ROUNDS)));
          }
        }
      }
    }
    return rows;
  }

  private Map<String, Object> check(RoundCosts costs, RoundTimes measured) {
    Outcome predicted =
        new RoundSimulator(costs, Cluster.oneMachine(measured.slots()), 1)
            .run(load(measured, measured.work().shards(), measured.work().localSteps()), 1);
    Map<String, Object> row = new LinkedHashMap<>(measured.row());
    row.put("predicted_milliseconds", 1e3 * predicted.seconds());
    row.put("error", predicted.seconds() / measured.total() - 1);
    log.printf(
        Locale.ROOT,
        "local[%d], %d shards, %.1f M: predicted %.0f ms, measured %.0f (training %.0f): %+.0f"
            + " %%%n",
        measured.slots(),
        measured.work().shards(),
        measured.work().parameters() / 1e6,
        1e3 * predicted.seconds(),
        1e3 * measured.total(),
        1e3 * measured.compute(),
        100 * (predicted.seconds() / measured.total() - 1));
    return row;
  }

  /** The transport of a run with so many shards, without moments. */
  static Load load(RoundTimes times, int shards, int localSteps) {
    long parameters = times.work().parameters();
    AveragingConfig averaging = times.work().withShards(shards).averaging(Moments.RESET);
    long up = new MemoryPlan(averaging, parameters, 0, 0).up();
    boolean sliced = averaging.sumsInSlices(up);
    return new Load(shards, parameters, localSteps, times.batchSeconds(), sliced, up);
  }

  private List<Map<String, Object>> simulate(RoundCosts costs, List<RoundTimes> whole) {
    log.println("simulated: seconds of a round (efficiency), even nodes | stragglers | copies");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (RoundTimes times : whole) {
      for (double gigabits : GIGABITS) {
        for (int nodes : NODES) {
          rows.add(simulate(costs, times, gigabits, nodes));
        }
      }
    }
    return rows;
  }

  private Map<String, Object> simulate(
      RoundCosts costs, RoundTimes times, double gigabits, int nodes) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("parameters", times.work().parameters());
    int localSteps = defaultSteps(times.work());
    row.put("local_steps", localSteps);
    row.put("gigabits", gigabits);
    row.put("nodes", nodes);
    Load load = load(times, nodes, localSteps);
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%5.1f M, %2.0f Gb/s, %3d nodes:",
                times.work().parameters() / 1e6,
                gigabits,
                nodes));
    Map<String, Cluster.Luck> lucks = new LinkedHashMap<>();
    lucks.put("even", Cluster.Luck.EVEN);
    lucks.put("stragglers", Cluster.Luck.STRAGGLERS);
    lucks.put("copies", Cluster.Luck.STRAGGLERS.withSpeculation());
    lucks.forEach(
        (name, luck) -> {
          Cluster cluster = new Cluster(nodes, gigabits, 0.0005, luck);
          Outcome outcome = new RoundSimulator(costs, cluster, 1).run(load, SIMULATED);
          row.put(name, outcome);
          line.append(
              String.format(
                  Locale.ROOT, "  %7.2f (%.0f %%)", outcome.seconds(), 100 * outcome.efficiency()));
        });
    log.println(line);
    return row;
  }
}
