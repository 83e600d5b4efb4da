package dev.recurrent.spark.job;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Says so where a round waits: because no executor has room for its tasks, or because tasks that
 * run finish none for much longer than a round takes, as on an executor that was stopped.
 */
final class RoundWatch implements AutoCloseable {
  private static final long TICK_MILLIS = 1_000;
  private static final double FIRST_SECONDS = 10;
  private static final double AGAIN_SECONDS = 30;

  /** So many times what a round takes may pass without a task that ends. */
  private static final double PATIENCE = 3;

  private final Console console;
  private final Waiting waiting = new Waiting();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "round-watch");
            thread.setDaemon(true);
            return thread;
          });

  private RoundWatch(Console console) {
    this.console = console;
  }

  static RoundWatch begin(Console console, JavaSparkContext spark, long roundsDone) {
    RoundWatch watch = new RoundWatch(console);
    watch.waiting.round = roundsDone;
    // A look that fails ends the watch, not the run.
    ScheduledFuture<?> unused =
        watch.clock.scheduleWithFixedDelay(
            () -> watch.look(spark), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** A round is done. */
  void roundIsDone(long round) {
    waiting.roundIsDone(round, System.nanoTime() / 1e9);
  }

  private void look(JavaSparkContext spark) {
    int done = 0;
    int running = 0;
    int all = 0;
    for (int stage : spark.statusTracker().getActiveStageIds()) {
      SparkStageInfo info = spark.statusTracker().getStageInfo(stage);
      if (info != null) {
        done += info.numCompletedTasks();
        running += info.numActiveTasks();
        all += info.numTasks();
      }
    }
    String line = waiting.line(done, running, all, System.nanoTime() / 1e9);
    if (line != null) {
      console.sayShared("%s", Console.fit(line, Console.COLUMNS));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** What is known of the round, by a clock in seconds that the caller reads. */
  static final class Waiting {
    private long round;
    private double roundBegan = Double.NaN;
    private double roundSeconds;
    private int done = -1;
    private int running = -1;
    private int all = -1;
    private double changed;
    private double said = Double.NaN;

    synchronized void roundIsDone(long number, double now) {
      round = number;
      if (!Double.isNaN(roundBegan)) {
        roundSeconds = Math.max(roundSeconds / 2, now - roundBegan);
      }
      roundBegan = now;
      changed = now;
      said = Double.NaN;
    }

    /** What to say of so many tasks, or null. */
    synchronized @Nullable String line(int nowDone, int nowRunning, int nowAll, double now) {
      if (nowDone != done || nowAll != all || nowRunning > running || nowAll == 0) {
        changed = now;
        said = Double.NaN;
      }
      done = nowDone;
      running = nowRunning;
      all = nowAll;
      double silent = now - changed;
      double enough =
          running == 0 ? FIRST_SECONDS : Math.max(FIRST_SECONDS, PATIENCE * roundSeconds);
      boolean due = Double.isNaN(said) ? silent >= enough : now - said >= AGAIN_SECONDS;
      if (all == 0 || !due) {
        return null;
      }
      said = now;
      String tasks = String.format(Locale.ROOT, "%,d of %,d tasks done", done, all);
      return running == 0
          ? String.format(
              Locale.ROOT,
              "round %,d has waited %s for an executor with room: %s, none running",
              round + 1,
              Progress.duration((long) silent),
              tasks)
          : String.format(
              Locale.ROOT,
              "round %,d or validation: no task ended for %s: %s, %,d running; is an"
                  + " executor slow?",
              round + 1,
              Progress.duration((long) silent),
              tasks,
              running);
    }
  }
}
