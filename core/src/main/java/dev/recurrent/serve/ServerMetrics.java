package dev.recurrent.serve;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a server counts, as text for Prometheus. */
final class ServerMetrics {
  private static final int FIRST_ERROR = 400;

  private final Map<Integer, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final LongAdder errors = new LongAdder();
  private final LongAdder reloads = new LongAdder();
  private final Histogram seconds =
      new Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);
  private final Histogram batches = new Histogram(1, 2, 4, 8, 16, 32, 64, 128);

  /** A request of the model's path is answered. */
  void request(int status, double took) {
    requests.computeIfAbsent(status, s -> new LongAdder()).increment();
    if (status >= FIRST_ERROR) {
      errors.increment();
    }
    seconds.add(took);
  }

  /** So many requests are computed together. */
  void batch(int size) {
    batches.add(size);
  }

  void reload() {
    reloads.increment();
  }

  /** The text of {@code GET /metrics}. */
  String text(int queueLength) {
    StringBuilder text = new StringBuilder();
    head(text, "recurrent_requests_total", "counter", "Requests to the model by HTTP status.");
    requests.forEach(
        (status, count) ->
            text.append("recurrent_requests_total{code=\"")
                .append(status)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
    head(
        text, "recurrent_errors_total", "counter", "Requests to the model with status 400 to 599.");
    text.append("recurrent_errors_total ").append(errors.sum()).append('\n');
    head(text, "recurrent_reloads_total", "counter", "Newer models that took over.");
    text.append("recurrent_reloads_total ").append(reloads.sum()).append('\n');
    head(text, "recurrent_queue_length", "gauge", "Requests that wait for a thread.");
    text.append("recurrent_queue_length ").append(queueLength).append('\n');
    head(text, "recurrent_batch_size", "histogram", "Requests that were computed together.");
    batches.appendTo(text, "recurrent_batch_size");
    head(text, "recurrent_request_seconds", "histogram", "Seconds from request to answer.");
    seconds.appendTo(text, "recurrent_request_seconds");
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}
