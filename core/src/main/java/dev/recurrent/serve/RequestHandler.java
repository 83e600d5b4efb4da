package dev.recurrent.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** From an HTTP request to its reply. */
final class RequestHandler implements HttpHandler {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;
  private static final String STREAM = "stream";
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final Supplier<LoadedModel> model;
  private final ServerConfig config;
  private final RequestQueue queue;
  private final ServerMetrics metrics;
  private final Consumer<Throwable> failures;
  private int open;
  private volatile boolean stopping;

  RequestHandler(
      Supplier<LoadedModel> model,
      ServerConfig config,
      RequestQueue queue,
      ServerMetrics metrics,
      Consumer<Throwable> failures) {
    this.model = model;
    this.config = config;
    this.queue = queue;
    this.metrics = metrics;
    this.failures = failures;
  }

  /**
   * Refuses what comes from now on, and waits for the replies to what was accepted.
   *
   * @return whether all were sent in that time
   */
  synchronized boolean stop(Duration most) throws InterruptedException {
    stopping = true;
    queue.stop();
    long end = System.nanoTime() + most.toNanos();
    for (long left = 1; open > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, Duration.ofMillis(50).toNanos()));
    }
    return open == 0;
  }

  private synchronized void count(int change) {
    open += change;
    notifyAll();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long begin = System.nanoTime();
    String path = exchange.getRequestURI().getPath();
    boolean asked = model.get().path().equals(path);
    try (exchange) {
      if (asked && exchange.getRequestMethod().equals("POST")) {
        answer(exchange, begin);
      } else {
        Reply reply = other(exchange.getRequestMethod(), path == null ? "" : path);
        if (asked) {
          metrics.request(reply.status(), seconds(begin));
        }
        reply.send(exchange);
      }
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private void answer(HttpExchange exchange, long begin) throws IOException {
    boolean accepted = false;
    AnswerStream stream = new AnswerStream(exchange, begin + config.timeout().toNanos());
    Reply reply;
    try {
      try {
        PendingRequest request = read(exchange, model.get());
        count(1);
        accepted = true;
        queue.submit(request);
        stream.writeParts(request);
        reply = Reply.json(OK, await(request, stream.left()));
      } catch (BadRequestException e) {
        reply = Reply.error(BAD_REQUEST, String.valueOf(e.getMessage()));
      } catch (RefusedException e) {
        reply = Reply.error(e.status(), String.valueOf(e.getMessage()));
      } catch (RuntimeException | Error e) {
        failures.accept(e);
        reply = Reply.error(FAILED, "the server failed on this request; its log says why");
      }
      metrics.request(reply.status(), seconds(begin));
      if (stream.hasBegun()) {
        stream.writeLast(reply);
        return;
      }
      boolean last = stopping || reply.status() == TOO_LARGE;
      (last ? reply.with("Connection", "close") : reply).send(exchange);
    } finally {
      if (accepted) {
        count(-1);
      }
    }
  }

  private PendingRequest read(HttpExchange exchange, LoadedModel now)
      throws IOException, RefusedException {
    if (stopping) {
      throw new RefusedException(UNAVAILABLE, "the server is stopping");
    }
    int most = config.maxRequestBytes();
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    // More digits than a long has are too many bytes as well.
    boolean large =
        length != null && (!length.matches("\\d{1,18}") || Long.parseLong(length) > most);
    byte[] body = large ? new byte[0] : exchange.getRequestBody().readNBytes(most + 1);
    if (large || body.length > most) {
      throw new RefusedException(TOO_LARGE, "the request has more than " + most + " bytes");
    }
    RequestFields fields = RequestFields.read(body);
    boolean streamed = fields.flag(STREAM);
    if (streamed && !now.streams()) {
      throw new BadRequestException(
          "field \"stream\" is true, expected false: answers of a " + now.kind() + " come whole");
    }
    return new PendingRequest(now, now.parse(fields.without(STREAM)), streamed);
  }

  private Object await(PendingRequest request, long nanos) throws RefusedException {
    try {
      return request.answer().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      request.answer().cancel(false);
      throw new RefusedException(
          UNAVAILABLE,
          "no answer within " + config.timeout().toSeconds() + " s; ask for less, or later");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException(UNAVAILABLE, "the server is stopping");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BadRequestException bad) {
        throw bad;
      }
      throw new IllegalStateException("no answer from " + request.model().where(), e.getCause());
    }
  }

  /** What is not a request to the model. */
  private Reply other(String method, String path) {
    String allowed = path.equals(model.get().path()) ? "POST" : "GET";
    boolean known = allowed.equals("POST") || path.matches("/|/health|/metrics");
    if (!known) {
      return Reply.error(
          NOT_FOUND,
          "no path \""
              + (path.length() > 60 ? path.substring(0, 60) + "..." : path)
              + "\", there are: POST "
              + model.get().path()
              + ", GET /, GET /health, GET /metrics");
    }
    if (!method.equals(allowed)) {
      return Reply.error(NOT_ALLOWED, path + " takes " + allowed + ", not " + method)
          .with("Allow", allowed);
    }
    return switch (path) {
      case "/health" -> health();
      case "/metrics" ->
          Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.text(queue.length()));
      default -> Reply.text(PLAIN, page());
    };
  }

  private Reply health() {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", stopping ? "stopping" : "ready");
    health.put("kind", model.get().kind());
    health.put("model", model.get().where());
    return Reply.json(stopping ? UNAVAILABLE : OK, health);
  }

  private String page() {
    LoadedModel now = model.get();
    return "Recurrent serves the "
        + now.kind()
        + " of "
        + now.where()
        + ".\n\nPOST "
        + now.path()
        + " takes a JSON object and answers with one.\n"
        + now.usage().strip()
        + "\n\nGET /health says whether the server is ready.\n"
        + "GET /metrics has its counters for Prometheus.\n"
        + "An error is {\"error\": \"...\"} with status 400 to 599.\n";
  }
}
