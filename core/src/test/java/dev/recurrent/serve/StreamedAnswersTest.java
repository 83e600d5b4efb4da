package dev.recurrent.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers in parts: a line for each part, then the answer. */
class StreamedAnswersTest {
  @TempDir private Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer(EchoKind.write(directory.resolve("model"), "m"), TestServer.CONFIG);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> stream(String text) throws Exception {
    return server.post("/v1/echo", "{\"text\":\"" + text + "\",\"stream\":true}").get();
  }

  @Test
  void partsComeBeforeTheAnswerAndTheLastLineIsTheAnswer() throws Exception {
    HttpResponse<String> response = stream("a");
    assertEquals(200, response.statusCode());
    assertEquals("application/x-ndjson", response.headers().firstValue("Content-Type").get());
    List<String> lines = response.body().lines().toList();
    assertEquals("{\"part\":\"a\"}", lines.get(0));
    assertEquals(2, lines.size());
    assertEquals(server.echo("a").get().body().strip(), lines.get(1));
    String whole = server.post("/v1/echo", "{\"text\":\"a\",\"stream\":false}").get().body();
    assertEquals(lines.get(1), whole.strip());
  }

  @Test
  void whatFailsBehindAPartIsALastLineWithAnError() throws Exception {
    List<String> lines = stream("bad").body().lines().toList();
    assertEquals(List.of("{\"part\":\"bad\"}", "{\"error\":\"field \\\"text\\\" is bad\"}"), lines);
    assertTrue(stream("broken").body().contains("{\"error\":\"the server failed on this request"));
    String wrong = server.post("/v1/echo", "{\"text\":\"a\",\"stream\":1}").get().body();
    assertEquals("{\"error\":\"field \\\"stream\\\" is 1, expected true or false\"}\n", wrong);
    server.awaitMetric("recurrent_requests_total{code=\"400\"} 2");
  }

  private Socket begun(Path until) throws IOException {
    Socket client = server.connect();
    String body = "{\"text\":\"x\",\"stream\":true,\"until\":\"" + until + "\"}";
    String head = "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length();
    client.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    for (String line = in.readLine(); !line.contains("part"); line = in.readLine()) {
      assertTrue(!line.contains("error"), line);
    }
    return client;
  }

  @Test
  void aClientThatLeavesFreesTheOnlyThreadForTheNextOne() throws Exception {
    begun(directory.resolve("never")).close();
    assertEquals(200, server.echo("next").get().statusCode());
    assertEquals(List.of(), server.failures);
  }

  @Test
  void aClientThatReadsNothingKeepsNobodyWaiting() throws Exception {
    Path until = directory.resolve("until");
    try (Socket silent = begun(until)) {
      server.awaitMetric("recurrent_queue_length 0");
      Files.createFile(until);
      assertEquals(200, server.echo("next").get().statusCode());
      assertTrue(silent.isConnected());
    }
  }

  @Test
  void anAnswerThatIsLateEndsWithAnError() throws Exception {
    server.close();
    ServerConfig hurried = TestServer.CONFIG.withTimeout(Duration.ofSeconds(1));
    server = new TestServer(directory.resolve("model"), hurried);
    String body =
        "{\"text\":\"x\",\"stream\":true,\"until\":\"" + directory.resolve("never") + "\"}";
    List<String> lines = server.post("/v1/echo", body).get().body().lines().toList();
    assertEquals("{\"part\":\"x\"}", lines.get(0));
    assertTrue(lines.get(lines.size() - 1).startsWith("{\"error\":\"no answer within 1 s"));
    assertEquals(200, server.echo("next").get().statusCode());
  }
}
