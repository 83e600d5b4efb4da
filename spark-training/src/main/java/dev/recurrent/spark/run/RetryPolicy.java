package dev.recurrent.spark.run;

import dev.recurrent.format.Redaction;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what a file system refuses for a while only: a NameNode that restarts, is in safe
 * mode or on standby, a connection that is refused. Waits twice as long each time. What is tried
 * must be able to run twice. Once the time was up, the steps of a run's end do not wait again.
 */
final class RetryPolicy {
  /** Seconds of Hadoop's configuration until a file system counts as away; 0 tries once. */
  static final String KEY = "recurrent.retry-seconds";

  private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);
  private static final long DEFAULT_SECONDS = 300;
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 15_000;

  private static final Set<String> TRANSIENT =
      Set.of(
          "org.apache.hadoop.ipc.RetriableException",
          "org.apache.hadoop.ipc.StandbyException",
          "org.apache.hadoop.ipc.ObserverRetryOnActiveException",
          "org.apache.hadoop.hdfs.server.namenode.SafeModeException",
          "org.apache.hadoop.hdfs.protocol.SafeModeException");

  private final long budgetNanos;
  private final long firstMillis;

  /** Waited for in vain: what follows tries once, until something succeeds. */
  private volatile boolean away;

  private RetryPolicy(long budgetMillis, long firstMillis) {
    this.budgetNanos = TimeUnit.MILLISECONDS.toNanos(budgetMillis);
    this.firstMillis = firstMillis;
  }

  static RetryPolicy of(Configuration configuration) {
    long seconds = configuration.getLong(KEY, DEFAULT_SECONDS);
    return new RetryPolicy(TimeUnit.SECONDS.toMillis(seconds), FIRST_MILLIS);
  }

  /** Tries once: for what is done again soon anyway. */
  static RetryPolicy none() {
    return new RetryPolicy(0, FIRST_MILLIS);
  }

  /** What may be tried again. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  /** What may be done again. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** As {@link #call}, for what gives nothing back. */
  void run(String what, Action action) throws IOException {
    call(
        what,
        () -> {
          action.run();
          return true;
        });
  }

  /**
   * Runs it until it succeeds, fails for good, or the time is up.
   *
   * @param what for the log, such as "write hdfs://host/model.json"
   */
  <T> T call(String what, Operation<T> operation) throws IOException {
    long begin = System.nanoTime();
    long wait = firstMillis;
    while (true) {
      try {
        T result = operation.run();
        away = false;
        return result;
      } catch (IOException e) {
        long left = away ? 0 : budgetNanos - (System.nanoTime() - begin);
        if (!isTransient(e)) {
          throw e;
        }
        if (left <= 0) {
          away = true;
          throw new StorageAwayException(
              String.format(
                  Locale.ROOT,
                  "cannot %s: tried for %d s, at last: %s",
                  Redaction.of(what),
                  TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                  firstLine(e)),
              e);
        }
        LOG.warn("cannot {}, trying again in {} ms: {}", Redaction.of(what), wait, firstLine(e));
        sleep(Math.min(wait, TimeUnit.NANOSECONDS.toMillis(left) + 1));
        wait = Math.min(2 * wait, LONGEST_MILLIS);
      }
    }
  }

  private static void sleep(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the file system");
    }
  }

  private static String firstLine(Exception e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return Redaction.of(first) + " (" + name(e) + ")";
  }

  private static String name(Throwable e) {
    return e instanceof RemoteException remote
        ? remote.getClassName().replaceFirst(".*\\.", "")
        : e.getClass().getSimpleName();
  }

  /** Whether the same may succeed a little later. */
  static boolean isTransient(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      boolean remote = at instanceof RemoteException r && TRANSIENT.contains(r.getClassName());
      // Hadoop's name for a server that went away in the middle of a call.
      boolean cut =
          at instanceof EOFException
              && String.valueOf(at.getMessage()).startsWith("End of File Exception between");
      if (remote
          || cut
          || at instanceof SocketException
          || at instanceof SocketTimeoutException
          || TRANSIENT.contains(at.getClass().getName())) {
        return true;
      }
    }
    return false;
  }
}
