package dev.recurrent.benchmark;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Bytes that tasks sent up: results to the driver, and shuffles to one another. */
final class ReturnedBytes extends SparkListener implements AutoCloseable {
  private final SparkContext context;
  private final AtomicLong bytes = new AtomicLong();

  /** Counts until it is closed. */
  ReturnedBytes(SparkContext context) {
    this.context = context;
    context.addSparkListener(this);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      bytes.addAndGet(metrics.resultSize() + metrics.shuffleWriteMetrics().bytesWritten());
    }
  }

  /** So far; waits for tasks that Spark has not reported yet. */
  long bytes() throws IOException {
    try {
      context.listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IOException("Spark has not reported all tasks", e);
    }
    return bytes.get();
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
