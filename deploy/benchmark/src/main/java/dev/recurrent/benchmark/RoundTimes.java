package dev.recurrent.benchmark;

import dev.recurrent.spark.RoundReport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a round took, in seconds; {@link #total} is the sum of broadcast, compute, task overhead,
 * job and apply where tasks fill their slots.
 *
 * @param slots tasks that ran at the same time
 * @param broadcast handing the parameters to Spark
 * @param compute training, of all shards over the slots, or of the slowest
 * @param idle the mean slot's wait for the slowest shard
 * @param task of one task beside training: reading parameters, allocating, encoding the update
 * @param slices of all tasks that sum on the executors, where the driver does not
 * @param job beside its tasks: starting them and fetching their results
 * @param apply after the job: summing, moving the parameters, their hash
 */
record RoundTimes(
    RoundTask work,
    int slots,
    double total,
    double broadcast,
    double compute,
    double idle,
    double task,
    double slices,
    double job,
    double apply) {
  /** One round. */
  static RoundTimes of(
      RoundTask work, int slots, double total, RoundReport report, TaskClock.JobTimes job) {
    int busy = Math.min(slots, work.shards());
    double compute = report.computeMillis() / 1e3;
    double idle = report.idleMillis() / 1e3;
    double broadcast = report.broadcastMillis() / 1e3;
    double span = job.millis() / 1e3;
    double tasks = TaskClock.JobTimes.mean(job.first()) / 1e3 * work.shards();
    double slices = TaskClock.JobTimes.mean(job.second()) / 1e3 * job.second().size();
    return new RoundTimes(
        work,
        slots,
        total,
        broadcast,
        compute,
        idle,
        Math.max(0, (tasks - (compute - idle) * busy) / work.shards()),
        slices,
        Math.max(0, span - idle - (tasks + slices) / busy),
        Math.max(0, total - broadcast - span));
  }

  /** Part by part, the median of some rounds of one kind. */
  static RoundTimes median(List<RoundTimes> rounds) {
    return new RoundTimes(
        rounds.get(0).work,
        rounds.get(0).slots,
        median(rounds, RoundTimes::total),
        median(rounds, RoundTimes::broadcast),
        median(rounds, RoundTimes::compute),
        median(rounds, RoundTimes::idle),
        median(rounds, RoundTimes::task),
        median(rounds, RoundTimes::slices),
        median(rounds, RoundTimes::job),
        median(rounds, RoundTimes::apply));
  }

  private static double median(List<RoundTimes> rounds, ToDoubleFunction<RoundTimes> part) {
    double[] sorted = rounds.stream().mapToDouble(part).sorted().toArray();
    int n = sorted.length;
    return Arrays.stream(sorted, (n - 1) / 2, n / 2 + 1).average().orElse(Double.NaN);
  }

  /** Whether the executors summed the updates. */
  boolean sliced() {
    return slices > 0;
  }

  /** Seconds that a batch takes one slot. */
  double batchSeconds() {
    int busy = Math.min(slots, work.shards());
    return (compute - idle) * busy / work.shards() / work.localSteps();
  }

  double reduce() {
    return total - broadcast - compute;
  }

  /** What is not training, of the whole. */
  double share() {
    return 1 - (compute - idle) / total;
  }

  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("parameters", work.parameters());
    row.put("shards", work.shards());
    row.put("slots", slots);
    row.put("local_steps", work.localSteps());
    row.put("targets_per_batch", work.targetsPerBatch());
    row.put("milliseconds", 1e3 * total);
    row.put("broadcast", 1e3 * broadcast);
    row.put("compute", 1e3 * compute);
    row.put("reduce", 1e3 * reduce());
    row.put("idle", 1e3 * idle);
    row.put("of_reduce_each_task", 1e3 * task);
    row.put("of_reduce_slices", 1e3 * slices);
    row.put("of_reduce_job", 1e3 * job);
    row.put("of_reduce_apply", 1e3 * apply);
    row.put("share", share());
    return row;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%5.1f M, %2d shards, %3d x %4d targets: %8.0f ms = broadcast %4.0f + compute %7.0f +"
            + " reduce %6.0f (a task %4.0f, slices %5.0f, job %4.0f, apply %4.0f); idle %4.0f;"
            + " not compute %4.1f %%",
        work.parameters() / 1e6,
        work.shards(),
        work.localSteps(),
        work.targetsPerBatch(),
        1e3 * total,
        1e3 * broadcast,
        1e3 * compute,
        1e3 * reduce(),
        1e3 * task,
        1e3 * slices,
        1e3 * job,
        1e3 * apply,
        1e3 * idle,
        100 * share());
  }
}
