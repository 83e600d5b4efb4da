package dev.recurrent.spark.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Does something at intervals on a thread of its own, until it is stopped or there is nothing more
 * to do. Never interrupts: Hadoop's local file system loses an interrupt in the middle of a write.
 */
final class Heartbeat {
  private static final long LONGEST_STOP_MILLIS = 30_000;

  private final long millis;
  private final BooleanSupplier beat;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = new Thread(this::run, "run-lock");
  private boolean stopped;

  /**
   * @param beat returns false to end
   */
  Heartbeat(long millis, BooleanSupplier beat) {
    this.millis = millis;
    this.beat = beat;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    boolean more = true;
    while (more && waited()) {
      more = beat.getAsBoolean();
    }
  }

  /** Returns false when it was stopped. */
  private boolean waited() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!stopped && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !stopped;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it; a beat under way comes to its end first. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(LONGEST_STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
