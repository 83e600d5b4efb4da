package dev.recurrent.spark.tracking;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.UnusableModelException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to an MLflow server by its REST API, version 2.0. A request ends after some seconds,
 * however slowly the server answers. Redirects are followed on the same host alone: the request
 * says who we are.
 */
final class MlflowClient {
  private static final String API = "/api/2.0/";
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);
  private static final int MOST_REDIRECTS = 3;
  private static final int DONE = 200;
  private static final int NOT_DONE = 300;
  private static final int MOST_CHARACTERS = 300;
  private static final int MOST_RETRY_SECONDS = 60;

  private final MlflowSettings settings;
  private final Duration timeout;
  private final HttpClient http;

  MlflowClient(MlflowSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Reads. The path is behind {@code /api/2.0/}, encoded. */
  JsonObject get(String path) throws IOException, InterruptedException {
    return object(path, send("GET", path, null, ""));
  }

  /** Sends an object, reads one. */
  JsonObject post(String path, Object body) throws IOException, InterruptedException {
    byte[] json = Json.line(body).getBytes(StandardCharsets.UTF_8);
    return object(path, send("POST", path, json, "application/json"));
  }

  /** Sends a file. */
  void put(String path, byte[] bytes) throws IOException, InterruptedException {
    send("PUT", path, bytes, "application/octet-stream");
  }

  private static JsonObject object(String path, byte[] bytes) throws MlflowException {
    try {
      return JsonObject.read(bytes.length == 0 ? new byte[] {'{', '}'} : bytes, path);
    } catch (UnusableModelException e) {
      throw new MlflowException(
          DONE, "", "it answered " + path + " with no JSON; is this an MLflow server?", 0);
    }
  }

  private byte[] send(String method, String path, byte @Nullable [] body, String type)
      throws IOException, InterruptedException {
    URI address = URI.create(settings.server() + API + path);
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpResponse<byte[]> answer = exchange(request(address, method, body, type));
      int status = answer.statusCode();
      if (status >= DONE && status < NOT_DONE) {
        return answer.body();
      }
      Optional<String> location = answer.headers().firstValue("location");
      if (!REDIRECTS.contains(status) || location.isEmpty()) {
        throw refused(path, answer);
      }
      address = redirected(address, location.get());
    }
    throw new MlflowException(NOT_DONE, "", "it redirects " + path + " again and again", 0);
  }

  /** The new address: on the same host, and never from https to http. */
  private static URI redirected(URI from, String location) throws MlflowException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new MlflowException(NOT_DONE, "", "it redirects to what is no address", 0);
    }
    boolean safer = "https".equals(to.getScheme());
    boolean same = to.getScheme() != null && to.getScheme().equals(from.getScheme());
    if (to.getHost() == null || !to.getHost().equals(from.getHost()) || !(same || safer)) {
      throw new MlflowException(
          NOT_DONE, "", "it redirects to " + to.getHost() + "; give the address of that server", 0);
    }
    return to;
  }

  private HttpRequest request(URI address, String method, byte @Nullable [] body, String type) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(timeout);
    if (settings.authorization() != null) {
      request.header("Authorization", settings.authorization());
    }
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", type)
        .method(method, BodyPublishers.ofByteArray(body))
        .build();
  }

  /** The timeout of a request ends with the answer's headers; this one counts its body too. */
  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new MlflowException(
          MlflowException.NO_ANSWER, "", "no answer in " + timeout.toMillis() + " ms", 0);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String why =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      throw new MlflowException(MlflowException.NO_ANSWER, "", why, 0);
    } finally {
      answer.cancel(true);
    }
  }

  private static MlflowException refused(String path, HttpResponse<byte[]> answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    String code = "";
    try {
      JsonObject error = JsonObject.read(answer.body(), path);
      code = error.has("error_code") ? error.text("error_code") : "";
      text = error.has("message") ? error.text("message") : text;
    } catch (UnusableModelException noJson) {
      // A proxy's own page.
    }
    String line = text.replaceAll("\\s+", " ").strip();
    return new MlflowException(
        answer.statusCode(),
        code,
        "status "
            + answer.statusCode()
            + " for "
            + path.replaceFirst("\\?.*", "")
            + (line.isEmpty() ? "" : ": ")
            + line.substring(0, Math.min(MOST_CHARACTERS, line.length())),
        retrySeconds(answer));
  }

  private static int retrySeconds(HttpResponse<byte[]> answer) {
    String said = answer.headers().firstValue("retry-after").orElse("");
    return said.matches("\\d{1,6}") ? Math.min(MOST_RETRY_SECONDS, Integer.parseInt(said)) : 0;
  }
}
