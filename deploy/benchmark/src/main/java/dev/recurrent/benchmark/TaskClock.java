package dev.recurrent.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** What Spark says of the last job: how long it took, and its tasks. */
final class TaskClock extends SparkListener {
  private static final long PATIENCE_MILLIS = 10_000;

  private final List<Task> tasks = new ArrayList<>();
  private long begin;
  private long millis = -1;

  /**
   * A task's time on its executor; the driver then takes as long as it does to fetch the result.
   */
  private record Task(int stage, long millis) {}

  /**
   * One job.
   *
   * @param millis from its start to its end
   * @param first milliseconds of each task of its first stage
   * @param second of each task of its second stage, if it has one
   */
  record JobTimes(long millis, List<Long> first, List<Long> second) {
    static double mean(List<Long> times) {
      return times.stream().mapToLong(Long::longValue).average().orElse(0);
    }
  }

  synchronized void expectJob() {
    tasks.clear();
    millis = -1;
  }

  /** Spark reports its jobs a little after they end. */
  synchronized JobTimes await() throws InterruptedException {
    long until = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (millis < 0) {
      long left = until - System.currentTimeMillis();
      if (left <= 0) {
        throw new IllegalStateException("Spark has not reported a round's job");
      }
      wait(left);
    }
    int first = tasks.stream().mapToInt(Task::stage).min().orElse(0);
    return new JobTimes(
        millis,
        tasks.stream().filter(t -> t.stage == first).map(Task::millis).toList(),
        tasks.stream().filter(t -> t.stage != first).map(Task::millis).toList());
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    begin = start.time();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics m = end.taskMetrics();
    if (m != null) {
      long busy = m.executorDeserializeTime() + m.executorRunTime() + m.resultSerializationTime();
      tasks.add(new Task(end.stageId(), busy));
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    millis = end.time() - begin;
    notifyAll();
  }
}
