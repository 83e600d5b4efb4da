package dev.recurrent.serve;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that waits for its answer, from the model that has parsed it. */
final class PendingRequest {
  /** Behind the last part. */
  private static final Object END = new Object();

  private final LoadedModel model;
  private final Object request;
  private final CompletableFuture<Object> answer = new CompletableFuture<>();

  /** Null where the answer comes whole. As long as an answer: what it holds is bounded by that. */
  private final @Nullable BlockingQueue<Object> parts;

  private volatile boolean begun;

  PendingRequest(LoadedModel model, Object request, boolean streamed) {
    this.model = model;
    this.request = request;
    if (streamed) {
      BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
      CompletableFuture<Object> unused = answer.whenComplete((value, failure) -> queue.add(END));
      parts = queue;
    } else {
      parts = null;
    }
  }

  LoadedModel model() {
    return model;
  }

  Object request() {
    return request;
  }

  /** Completed by the queue; cancelled by who waited too long, or is gone. */
  CompletableFuture<Object> answer() {
    return answer;
  }

  /** Whether the answer comes in parts. */
  boolean isStreamed() {
    return parts != null;
  }

  /** Whether a part was sent: the request cannot be asked once more. */
  boolean hasBegun() {
    return begun;
  }

  void send(Object part) {
    if (parts != null && !answer.isDone()) {
      begun = true;
      parts.add(part);
    }
  }

  /**
   * The next part; null where the answer is complete, has failed, or nothing comes in that time.
   */
  @Nullable Object next(long nanos) throws InterruptedException {
    if (parts == null) {
      return null;
    }
    Object next = parts.poll(nanos, TimeUnit.NANOSECONDS);
    return next == END ? null : next;
  }
}
