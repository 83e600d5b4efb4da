package dev.recurrent.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait, and the threads that answer them. A thread takes the first and those that
 * come within two milliseconds, and answers them in one pass.
 */
final class RequestQueue {
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long IDLE_MILLIS = 50;

  private final BlockingQueue<PendingRequest> waiting;
  private final int batch;
  private final ServerMetrics metrics;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  RequestQueue(ServerConfig config, ServerMetrics metrics) {
    this.waiting = new ArrayBlockingQueue<>(config.queue());
    this.batch = config.batch();
    this.metrics = metrics;
    for (int i = 0; i < config.threads(); i++) {
      Thread thread = new Thread(this::work, "recurrent-answers-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Requests that no thread has taken yet. */
  int length() {
    return waiting.size();
  }

  /**
   * @throws RefusedException if the queue is full or ends
   */
  synchronized void submit(PendingRequest request) throws RefusedException {
    if (stopping) {
      throw new RefusedException(503, "the server is stopping");
    }
    if (!waiting.offer(request)) {
      throw new RefusedException(
          429, "the queue is full with " + waiting.size() + " requests; try again later");
    }
  }

  /** Takes no more requests. The threads end when all that wait are answered. */
  void stop() {
    synchronized (this) {
      stopping = true;
    }
  }

  private void work() {
    try {
      for (List<PendingRequest> some = take(); !some.isEmpty(); some = take()) {
        answer(some);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next requests that go together; none at the end. */
  private List<PendingRequest> take() throws InterruptedException {
    List<PendingRequest> some = new ArrayList<>();
    PendingRequest first = null;
    while (first == null) {
      // What is submitted before the stop is seen by the poll after it.
      boolean last = stopping;
      first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      if (first == null && last) {
        return some;
      }
    }
    some.add(first);
    long end = System.nanoTime() + WAIT_NANOS;
    while (some.size() < batch) {
      PendingRequest next = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      some.add(next);
    }
    return some;
  }

  /** Requests before and after a reload have different models. */
  private void answer(List<PendingRequest> some) {
    Map<LoadedModel, List<PendingRequest>> byModel = new LinkedHashMap<>();
    for (PendingRequest request : some) {
      if (!request.answer().isDone()) {
        byModel.computeIfAbsent(request.model(), m -> new ArrayList<>()).add(request);
      }
    }
    byModel.forEach(this::answer);
  }

  private void answer(LoadedModel model, List<PendingRequest> some) {
    metrics.batch(some.size());
    Throwable failure = attempt(model, some);
    if (failure == null) {
      return;
    }
    if (some.size() == 1) {
      some.get(0).answer().completeExceptionally(failure);
      return;
    }
    // One request must not spoil the others'.
    for (PendingRequest one : some) {
      Throwable own = one.hasBegun() ? failure : attempt(model, List.of(one));
      if (own != null) {
        one.answer().completeExceptionally(own);
      }
    }
  }

  private static AnswerParts parts(List<PendingRequest> some) {
    return new AnswerParts() {
      @Override
      public boolean wanted(int request) {
        return some.get(request).isStreamed();
      }

      @Override
      public void send(int request, Object part) {
        some.get(request).send(part);
      }

      @Override
      public boolean abandoned(int request) {
        return some.get(request).answer().isDone();
      }
    };
  }

  private static @Nullable Throwable attempt(LoadedModel model, List<PendingRequest> some) {
    try {
      List<?> answers =
          model.answer(some.stream().map(PendingRequest::request).toList(), parts(some));
      if (answers.size() != some.size()) {
        throw new IllegalStateException(
            answers.size() + " answers, expected " + some.size() + " from " + model.kind());
      }
      for (int i = 0; i < some.size(); i++) {
        some.get(i).answer().complete(answers.get(i));
      }
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }
}
