package dev.recurrent.spark.job;

import dev.recurrent.spark.run.RunStoppedException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.util.SignalUtils;

/**
 * Ctrl-C, SIGTERM and SIGHUP. The JVM ends on them; this makes it wait until the job has stopped
 * and, if it trains, has written a checkpoint. Spark and Hadoop close what they opened in hooks of
 * the same manager, by priority: this one comes before them.
 */
final class Interruption {
  /** Spark's own hook has 40, Hadoop's file systems 10. */
  private static final int BEFORE_SPARK = 100;

  private static final int AFTER_ALL = 1;
  private static final int SIGNALLED = 128;
  private static final Map<String, Integer> SIGNALS = Map.of("INT", 2, "TERM", 15, "HUP", 1);

  /** Seconds that a job has to end without anything to save, and with. */
  static final int SHORT = 2;

  static final int LONG = 60;

  private static final long STEP_MILLIS = 200;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int signal;
  private volatile boolean requested;
  private volatile int seconds = SHORT;
  private volatile int status = ExitCode.FAILED.status();
  private volatile boolean cutShort;
  private volatile Runnable lastWords = () -> {};
  private volatile Thread job = Thread.currentThread();

  /** What the job does when the JVM is ended under it. */
  interface Stopping {
    /** Makes what the job waits for fail; called again and again until the job has ended. */
    void cancel();

    /** Says how the job ended where it cannot do so itself. */
    void sayEnd();
  }

  /** Watches for signals until {@link #ended}; called on the thread that the job runs on. */
  void watch(Stopping stopping) {
    job = Thread.currentThread();
    SIGNALS.forEach(
        (name, number) ->
            SignalUtils.register(
                name,
                () -> {
                  signal = number;
                  return false; // the JVM goes on with its own handler, which ends it
                }));
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(() -> stop(stopping), BEFORE_SPARK, LONG + 10L, TimeUnit.SECONDS);
    hooks.addShutdownHook(this::exit, AFTER_ALL);
  }

  private void stop(Stopping stopping) {
    if (ended.getCount() == 0) {
      return;
    }
    cutShort = true;
    requested = signal != 0;
    try {
      // Where Spark ends the JVM, the job is about to hear why.
      boolean over = !requested && ended.await(SHORT, TimeUnit.SECONDS);
      long begin = System.nanoTime();
      while (!over
          && !waitsForTheEnd(job)
          && System.nanoTime() - begin < seconds * 1_000_000_000L) {
        stopping.cancel();
        over = ended.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (!over) {
        lastWords.run();
        stopping.sayEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a thread called {@link System#exit} itself: it waits for this hook, and never ends. */
  private static boolean waitsForTheEnd(Thread thread) {
    for (StackTraceElement call : thread.getStackTrace()) {
      if (call.getClassName().equals(Runtime.class.getName())
          && call.getMethodName().equals("exit")) {
        return true;
      }
    }
    return false;
  }

  /**
   * A signal has its own exit status, unless all was done when it came. Spark's statuses say
   * nothing to a scheduler of ours.
   */
  private void exit() {
    boolean done = ended.getCount() == 0 && status == ExitCode.DONE.status();
    if (signal == 0 ? cutShort : done) {
      Runtime.getRuntime().halt(status);
    }
  }

  /** How a job that was stopped ended, in one line. */
  static String message(Throwable failure) {
    return failure instanceof RunStoppedException
        ? failure.getMessage() + "; continue with --resume"
        : "interrupted";
  }

  /** Whether the job is to stop. */
  boolean requested() {
    return requested;
  }

  /** 130 after Ctrl-C, 143 after SIGTERM. */
  int exitStatus() {
    return signal == 0 ? ExitCode.FAILED.status() : SIGNALLED + signal;
  }

  /**
   * How long the JVM waits for the job from here on.
   *
   * @param words where the job does not end in that time
   */
  void allow(int newSeconds, Runnable words) {
    seconds = newSeconds;
    lastWords = words;
  }

  /** The job has ended and said so. */
  void ended(int exitStatus) {
    status = exitStatus;
    ended.countDown();
  }
}
