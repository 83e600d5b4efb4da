package dev.recurrent.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.recurrent.format.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is sent back. */
record Reply(int status, String type, byte[] body, Map<String, String> headers) {
  /** Bytes of a refused body that are read, so that the client gets to the reply. */
  private static final int DISCARDED = 1 << 20;

  private static final int LONGEST_ERROR = 500;

  static Reply json(int status, Object value) {
    byte[] body = (Json.line(value) + "\n").getBytes(StandardCharsets.UTF_8);
    return new Reply(status, "application/json", body, Map.of());
  }

  static Reply text(String type, String text) {
    return new Reply(200, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** One line that says what is wrong. */
  static Reply error(int status, String message) {
    String line = message.replaceAll("\\s+", " ").strip();
    boolean fits = line.length() <= LONGEST_ERROR;
    return json(status, Map.of("error", fits ? line : line.substring(0, LONGEST_ERROR) + "..."));
  }

  Reply with(String header, String value) {
    return new Reply(status, type, body, Map.of(header, value));
  }

  void send(HttpExchange exchange) throws IOException {
    Headers out = exchange.getResponseHeaders();
    out.set("Content-Type", type);
    headers.forEach(out::set);
    exchange.sendResponseHeaders(status, body.length);
    OutputStream stream = exchange.getResponseBody();
    stream.write(body);
    stream.flush();
    discard(exchange.getRequestBody());
  }

  /** A connection that is closed over unread bytes is reset, and the client may lose the reply. */
  private static void discard(InputStream unread) throws IOException {
    // Not skip(), which the JDK's stream passes on without counting.
    byte[] some = new byte[1 << 13];
    int left = DISCARDED;
    for (int n = 0; n >= 0 && left > 0 && unread.available() > 0; left -= n) {
      n = unread.read(some);
    }
  }
}
