package dev.recurrent.benchmark;

import static dev.recurrent.benchmark.Cost.Term.FIXED;
import static dev.recurrent.benchmark.Cost.Term.PARAMETER;
import static dev.recurrent.benchmark.Cost.Term.SHARD;
import static dev.recurrent.benchmark.Cost.Term.UPDATE;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The constants of a round, without a network: what {@link RoundSimulator} is fed with. */
record RoundCosts(Cost broadcast, Transport collected, Transport sliced) {
  /**
   * One way of bringing updates together.
   *
   * @param task of one task beside training
   * @param slices of all tasks that sum on executors
   * @param job the driver's part while the job runs
   * @param apply the driver's part after it
   */
  record Transport(Cost task, Cost slices, Cost job, Cost apply) {
    private Map<String, Object> row() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("task", task);
      row.put("slices", slices);
      row.put("job", job);
      row.put("apply", apply);
      return row;
    }
  }

  Transport transport(boolean slices) {
    return slices ? sliced : collected;
  }

  /**
   * The constants that fit measured rounds best.
   *
   * @param times of rounds that sum on the driver; some that sum on executors too, or none
   */
  static RoundCosts fit(List<RoundTimes> times) {
    List<RoundTimes> onDriver = times.stream().filter(t -> !t.sliced()).toList();
    List<RoundTimes> onExecutors = times.stream().filter(RoundTimes::sliced).toList();
    Transport collected =
        new Transport(
            Cost.fit(onDriver, RoundTimes::task, FIXED, PARAMETER),
            Cost.NOTHING,
            Cost.fit(onDriver, RoundTimes::job, FIXED, SHARD, UPDATE),
            Cost.fit(onDriver, RoundTimes::apply, FIXED, PARAMETER, UPDATE));
    Transport sliced =
        onExecutors.isEmpty()
            ? collected
            : new Transport(
                Cost.fit(onExecutors, RoundTimes::task, PARAMETER),
                Cost.fit(onExecutors, RoundTimes::slices, SHARD, UPDATE),
                Cost.fit(onExecutors, RoundTimes::job, SHARD, PARAMETER),
                Cost.fit(onExecutors, RoundTimes::apply, PARAMETER));
    return new RoundCosts(
        Cost.fit(times, RoundTimes::broadcast, FIXED, PARAMETER), collected, sliced);
  }

  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("broadcast", broadcast);
    row.put("summed_on_driver", collected.row());
    row.put("summed_on_executors", sliced.row());
    return row;
  }
}
