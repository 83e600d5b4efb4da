package dev.recurrent.spark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Several runs at the same time on one Spark session. Each has a thread of the driver, which starts
 * Spark's jobs one after another. Spark gives its cores to jobs in the order in which they were
 * started: a run's next round waits for the rounds of the other runs that were started before it,
 * so that all go on at about the same pace, and the cores that one round leaves idle at its end
 * belong to the next.
 */
public final class ConcurrentRuns {
  private ConcurrentRuns() {}

  /**
   * How a run ended: with a value or a failure.
   *
   * @param value null where it failed
   * @param failure null where it did not
   */
  public record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {}

  /**
   * Runs all to their ends.
   *
   * @param most at the same time, 1 or more; the next one begins when one has ended
   * @param runs each on a thread of its own
   * @return how each ended, in their order, whichever ended first
   */
  public static <T> List<Outcome<T>> of(int most, List<? extends Callable<T>> runs)
      throws InterruptedException {
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(most, runs.size())),
            work -> {
              Thread thread = new Thread(work, "run-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<T>> begun = new ArrayList<>();
      runs.forEach(run -> begun.add(threads.submit(run)));
      List<Outcome<T>> ended = new ArrayList<>();
      for (Future<T> one : begun) {
        ended.add(outcome(one));
      }
      return ended;
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Throws a failure of a run as it was: Spark throws checked exceptions that nobody declares.
   *
   * <pre>{@code throw ConcurrentRuns.<RuntimeException>unchanged(failure);}</pre>
   *
   * @return never; for the compiler
   */
  @SuppressWarnings("unchecked")
  public static <E extends Throwable> E unchanged(Throwable failure) throws E {
    // Thrown here: the caller would cast what it gets to the type that it named.
    throw (E) failure;
  }

  private static <T> Outcome<T> outcome(Future<T> run) throws InterruptedException {
    try {
      return new Outcome<>(run.get(), null);
    } catch (ExecutionException e) {
      return new Outcome<>(null, e.getCause());
    }
  }
}
