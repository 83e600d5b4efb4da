package dev.recurrent.spark.job;

import dev.recurrent.spark.run.ProgressListener;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;
import org.jspecify.annotations.Nullable;

/**
 * Work that takes a while and is no round, such as reading data: how many of Spark's tasks are
 * done, on a terminal all the time, elsewhere a line now and then if it takes long.
 */
public final class Activity implements ProgressListener.Work {
  private static final long TERMINAL_MILLIS = 500;
  private static final long FIRST_LINE_MILLIS = 2_000;
  private static final long LINE_MILLIS = 30_000;

  private final Console console;
  private final String what;
  private final @Nullable JavaSparkContext spark;
  private final long started = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "activity");
            thread.setDaemon(true);
            return thread;
          });

  private Activity(Console console, String what, @Nullable JavaSparkContext spark) {
    this.console = console;
    this.what = what;
    this.spark = spark;
  }

  static Activity begin(Console console, String what, @Nullable JavaSparkContext spark) {
    Activity activity = new Activity(console, what, spark);
    if (console.terminal()) {
      console.show(what + " ...");
      activity.every(TERMINAL_MILLIS, TERMINAL_MILLIS, () -> console.show(activity.line()));
    } else {
      activity.every(FIRST_LINE_MILLIS, LINE_MILLIS, () -> console.say("%s", activity.line()));
    }
    return activity;
  }

  private void every(long first, long then, Runnable show) {
    // A line that fails ends the lines, not the work.
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(show, first, then, TimeUnit.MILLISECONDS);
  }

  /** "reading the text: 12 of 48 tasks (25%), 0:07". */
  String line() {
    long seconds = (System.nanoTime() - started) / 1_000_000_000;
    int[] tasks = tasks();
    String done =
        tasks[1] == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ": %,d of %,d tasks (%d%%)",
                tasks[0],
                tasks[1],
                100L * tasks[0] / tasks[1]);
    String end = done + ", " + Progress.duration(seconds);
    return Console.fit(what, Console.COLUMNS - end.length()) + end;
  }

  /** Done and all, of the stages that run now. */
  private int[] tasks() {
    int[] tasks = new int[2];
    if (spark != null) {
      JavaSparkStatusTracker tracker = spark.statusTracker();
      for (int stage : tracker.getActiveStageIds()) {
        SparkStageInfo info = tracker.getStageInfo(stage);
        if (info != null) {
          tasks[0] += info.numCompletedTasks();
          tasks[1] += info.numTasks();
        }
      }
    }
    return tasks;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    console.clear();
  }
}
