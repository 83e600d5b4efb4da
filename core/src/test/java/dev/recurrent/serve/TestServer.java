package dev.recurrent.serve;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a free port, and clients of it. */
final class TestServer implements AutoCloseable {
  static {
    // The JDK's server reads these once in a process.
    System.setProperty("sun.net.httpserver.maxReqTime", "2");
    System.setProperty("sun.net.httpserver.maxRspTime", "20");
  }

  static final ServerConfig CONFIG =
      ServerConfig.local(0).withSizes(1, 16, 8, 10_000).withTimeout(Duration.ofSeconds(10));

  private final HttpClient client = HttpClient.newHttpClient();
  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  final ModelServer server;

  TestServer(Path model, ServerConfig config) throws IOException {
    server = ModelServer.start(model, config, failures::add);
  }

  HttpRequest.Builder request(String path) {
    String at = "http://127.0.0.1:" + server.address().getPort() + path;
    return HttpRequest.newBuilder(URI.create(at)).timeout(Duration.ofSeconds(10));
  }

  CompletableFuture<HttpResponse<String>> post(String path, String body) {
    HttpRequest post = request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return client.sendAsync(post, BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> echo(String text) {
    return post("/v1/echo", "{\"text\": \"" + text + "\"}");
  }

  /** An echo that is computed until the file is there; returns when it is being computed. */
  CompletableFuture<HttpResponse<String>> held(Path file) throws Exception {
    String body = "{\"text\": \"held\", \"until\": \"" + file + "\"}";
    CompletableFuture<HttpResponse<String>> answer = post("/v1/echo", body);
    awaitMetric("recurrent_batch_size_count 1");
    return answer;
  }

  /** Waits for a line of the metrics. */
  void awaitMetric(String line) throws Exception {
    while (!get("/metrics").body().contains("\n" + line + "\n")) {
      Thread.sleep(5);
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  /** A connection of its own; what is written to it is no request unless the test makes it one. */
  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** Sends bytes as they are; returns what comes back until the server closes or is silent. */
  String raw(byte[] bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
