package dev.recurrent.serve;

import com.sun.net.httpserver.HttpExchange;
import dev.recurrent.format.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A reply of JSON lines: the parts of an answer as they come, then the answer. Its status is sent
 * with the first line, so what fails later is a last line with an error.
 */
final class AnswerStream {
  private static final String JSON_LINES = "application/x-ndjson";

  private final HttpExchange exchange;
  private final long end;
  private boolean begun;

  /**
   * @param end when the whole answer has to be there, of System.nanoTime()
   */
  AnswerStream(HttpExchange exchange, long end) {
    this.exchange = exchange;
    this.end = end;
  }

  /** Nanoseconds until the answer has to be there. */
  long left() {
    return Math.max(0, end - System.nanoTime());
  }

  /** Whether a status and a part are sent. */
  boolean hasBegun() {
    return begun;
  }

  /**
   * Writes the parts that come before the answer is complete, has failed or is late.
   *
   * @throws IOException if the client is gone; nothing is computed for it any more
   */
  void writeParts(PendingRequest request) throws IOException {
    try {
      for (Object part = request.next(left()); part != null; part = request.next(left())) {
        if (!begun) {
          exchange.getResponseHeaders().set("Content-Type", JSON_LINES);
          exchange.sendResponseHeaders(200, 0);
          begun = true;
        }
        write((Json.line(part) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      request.answer().cancel(false);
      throw e;
    } catch (InterruptedException e) {
      // Whoever waits for the answer next sees it too.
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the last line and ends the reply. */
  void writeLast(Reply last) throws IOException {
    write(last.body());
    exchange.getResponseBody().close();
  }

  private void write(byte[] line) throws IOException {
    OutputStream out = exchange.getResponseBody();
    out.write(line);
    out.flush();
  }
}
