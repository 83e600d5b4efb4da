package dev.recurrent.spark.job;

import dev.recurrent.spark.run.ConcurrentRuns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a job has read, or counted in its data, until it ends. The trainings of a search share it:
 * each thing is made once, by the first that asks; the others wait. A failure is kept too: what
 * cannot be read by one training cannot be read by the next.
 */
final class KeptData implements AutoCloseable {
  private final Map<String, FutureTask<?>> made = new LinkedHashMap<>();

  /**
   * @param what tells it from other things of the job
   * @param make runs on the thread of the caller
   */
  @SuppressWarnings("unchecked")
  <T> T of(String what, Callable<T> make) throws InterruptedException {
    FutureTask<T> task;
    synchronized (made) {
      task = (FutureTask<T>) made.computeIfAbsent(what, name -> new FutureTask<>(make));
    }
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw ConcurrentRuns.<RuntimeException>unchanged(e.getCause() == null ? e : e.getCause());
    }
  }

  /** Lets go of what can be closed, the last first. */
  @Override
  public void close() {
    List<FutureTask<?>> all;
    synchronized (made) {
      all = new ArrayList<>(made.values());
      made.clear();
    }
    Collections.reverse(all);
    for (FutureTask<?> one : all) {
      close(one);
    }
  }

  private static void close(FutureTask<?> task) {
    if (!task.isDone()) {
      // Its training was stopped with the job; Spark lets go of the data with the session.
      return;
    }
    try {
      if (task.get() instanceof AutoCloseable open) {
        open.close();
      }
    } catch (ExecutionException neverMade) {
      // Nothing to close: whoever asked knows of the failure.
    } catch (Exception e) {
      throw ConcurrentRuns.<RuntimeException>unchanged(e);
    }
  }
}
