package dev.recurrent.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are wrong, large, slow or false: each is refused, and others are served on. */
@Timeout(60)
class HostileRequestsTest {
  private static final int MOST = 10_000;
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    server = new TestServer(EchoKind.write(folder.resolve("echo"), "a"), TestServer.CONFIG);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void othersAreServedOn() throws Exception {
    long begin = System.nanoTime();
    assertEquals(200, server.echo("other").get().statusCode());
    assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos());
    assertEquals(List.of(), server.failures);
  }

  private static String error(HttpResponse<String> response) {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    assertEquals(1, response.body().lines().count(), response.body());
    return JsonObject.read(body, "reply").text("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                     | the request has no body, expected a JSON object",
        "null                                   | request is null, expected an object",
        "[]                                     | request is a list of 0, expected an object",
        "{                                      | request is not JSON",
        "{} {}                                  | request is not JSON",
        "{\"text\":\"a\",\"text\":\"b\"}        | request is not JSON: it has the field \"text\""
            + " twice at",
        "{}                                     | field \"text\" is missing",
        "{\"text\":null}                        | field \"text\" is missing",
        "{\"text\":7}                           | field \"text\" is 7, expected a string",
        "{\"text\":\"a\",\"texd\":1}            | unknown field \"texd\", expected among [count,"
            + " text, until]",
        "{\"text\":\"a\",\"count\":1.5}        | field \"count\" is 1.5, expected a whole number",
        "{\"text\":\"a\",\"count\":\"1\"}      | field \"count\" is \"1\", expected a whole"
            + " number",
        "{\"text\":\"a\",\"count\":-1}         | field \"count\" is -1, expected a whole number"
            + " from 0",
        "{\"text\":\"a\",\"count\":1e999}      | field \"count\" is Infinity, expected a whole"
            + " number",
        "{\"text\":\"a\",\"count\":9999999999999999999999} | field \"count\" is 99999",
        "{\"text\":\"a\",\"count\":NaN}        | request is not JSON",
        "{\"text\":\"a\",\"count\":[[1],[2]]}  | field \"count\" is a list of 2, expected",
      })
  void aRequestThatIsWrongIsRefusedByItsField(String body, String expected) throws Exception {
    HttpResponse<String> response = server.post("/v1/echo", body).get();
    assertEquals(400, response.statusCode());
    assertTrue(error(response).startsWith(expected), response.body());
  }

  @Test
  void depthDigitsAndBytesHaveLimits() throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    bodies.add(("{\"text\":" + "[".repeat(4000)).getBytes(StandardCharsets.UTF_8));
    bodies.add(("{\"text\":" + "{\"a\":".repeat(1500)).getBytes(StandardCharsets.UTF_8));
    bodies.add(("{\"count\":" + "9".repeat(5000) + "}").getBytes(StandardCharsets.UTF_8));
    bodies.add(new byte[] {'{', '"', 't', '"', ':', '"', (byte) 0xC3, '"', '}'});
    bodies.add(new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'});
    bodies.add(new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, '}', 0});
    bodies.add(new byte[1000]);
    for (byte[] body : bodies) {
      var request = server.request("/v1/echo").POST(BodyPublishers.ofByteArray(body)).build();
      HttpResponse<String> response = server.send(request);
      assertEquals(400, response.statusCode(), response.body());
      assertTrue(error(response).length() <= 503, response.body());
    }
  }

  @Test
  void aBodyAboveTheCapIsRefusedWithAndWithoutItsLength() throws Exception {
    byte[] large = "x".repeat(3 * MOST).getBytes(StandardCharsets.UTF_8);
    var sized = server.request("/v1/echo").POST(BodyPublishers.ofByteArray(large)).build();
    assertEquals(413, server.send(sized).statusCode());
    var chunked =
        server
            .request("/v1/echo")
            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
            .build();
    HttpResponse<String> response = server.send(chunked);
    assertEquals(413, response.statusCode());
    assertEquals("the request has more than 10000 bytes", error(response));
    for (String length : List.of("99999999999", "9223372036854775807")) {
      String claimed = server.raw(head("Content-Length: " + length));
      assertTrue(claimed.startsWith("HTTP/1.1 413 "), claimed);
    }
  }

  @Test
  void aChunkedBodyIsRead() throws Exception {
    byte[] body = "{\"text\": \"chunks\"}".getBytes(StandardCharsets.UTF_8);
    var chunked =
        server
            .request("/v1/echo")
            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
            .build();
    assertTrue(server.send(chunked).body().contains("chunks"));
    String broken = server.raw(head("Transfer-Encoding: chunked", "zz", "{}", "0", ""));
    assertTrue(broken.isEmpty() || broken.startsWith("HTTP/1.1 4"), broken);
  }

  private static byte[] head(String... lines) {
    StringBuilder text = new StringBuilder("POST /v1/echo HTTP/1.1\r\nHost: localhost\r\n");
    text.append(lines[0]).append("\r\n\r\n");
    for (int i = 1; i < lines.length; i++) {
      text.append(lines[i]).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void falseLengthsAreNoTrouble() throws Exception {
    assertTrue(server.raw(head("Content-Length: -5", "{}")).startsWith("HTTP/1.1 4"));
    assertTrue(server.raw(head("Content-Length: many", "{}")).startsWith("HTTP/1.1 4"));
    // Longer than what comes: the connection ends before the body does.
    String cut = server.raw(head("Content-Length: 500", "{\"text\": \"a\"}"));
    assertTrue(cut.isEmpty() || cut.startsWith("HTTP/1.1 4"), cut);
    // Shorter than what comes: the rest is no request.
    String rest = server.raw(head("Content-Length: 2", "{}{\"text\": \"a\"}", "", ""));
    assertTrue(rest.startsWith("HTTP/1.1 400 "), rest);
    assertTrue(
        server.raw("\r\n\r\n\r\nGARBAGE\r\n\r\n".getBytes(StandardCharsets.UTF_8)).length() < 500);
  }

  @Test
  void slowAndSilentClientsKeepNobodyWaitingAndAreCutOff() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        Socket socket = server.connect();
        slow.add(socket);
        OutputStream out = socket.getOutputStream();
        if (i % 3 == 1) {
          out.write("POST /v1/ec".getBytes(StandardCharsets.UTF_8));
        } else if (i % 3 == 2) {
          out.write(head("Content-Length: 100", "{\"te"));
        }
        out.flush();
      }
      long begin = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        assertEquals(200, server.echo("quick").get().statusCode());
      }
      assertTrue(System.nanoTime() - begin < Duration.ofSeconds(3).toNanos());
      for (int i : new int[] {1, 2, 58, 59}) {
        InputStream in = slow.get(i).getInputStream();
        assertEquals(-1, in.read(), "connection " + i + " is still open");
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }
}
