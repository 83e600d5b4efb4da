package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code recurrent serve} in a process whose class path has nothing of Spark. */
@Timeout(120)
class ServeJobTest {
  @TempDir Path folder;

  /** Our classes and what the jar has of others. */
  private static String classPathOfTheJar() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                !entry.endsWith(".jar")
                    || new File(entry)
                        .getName()
                        .matches("(recurrent|jackson|picocli|config-|commons-math3).*"))
        .filter(entry -> !entry.contains("test"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + loaded()));
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-cp", classPathOfTheJar()));
    command.addAll(List.of("dev.recurrent.deploy.Recurrent", "serve"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private Path loaded() {
    return folder.resolve("classes");
  }

  private String out() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private JsonNode lastLine() throws IOException {
    List<String> lines = out().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  private int status(Process process) throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), out() + err());
    return process.exitValue();
  }

  @Test
  void aForecasterIsServedWithoutAClassOfSparkAndEndsInOrder() throws Exception {
    Path model = TinyServed.write(folder.resolve("model"), "forecast");
    Path config = Files.writeString(folder.resolve("serve.conf"), "port = 0\nqueue = 9\n");
    Process process =
        start("--model", model.toString(), "--config", config.toString(), "--threads", "1");
    while (!out().contains("\n") && process.isAlive()) {
      Thread.sleep(20);
    }
    assertTrue(out().startsWith("listening on http://127.0.0.1:"), out() + err());
    String address = out().strip().replaceFirst(".*(?=http)", "");
    String body =
        "{\"times\":[\"2026-01-01\",\"2026-01-02\",\"2026-01-03\"],\"values\":[5],"
            + "\"covariates\":{\"price\":[1,2,3]}}";
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(address + "/v1/forecast"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().startsWith("{\"times\":[\"2026-01-02\",\"2026-01-03\"],"));
    process.destroy();
    assertEquals(0, status(process), err());
    assertEquals("done", lastLine().get("status").asText());
    assertTrue(lastLine().get("answered_all").asBoolean());
    assertTrue(err().contains("POST /v1/forecast; ends on Ctrl-C or SIGTERM"), err());
    List<String> foreign =
        Files.readAllLines(loaded()).stream()
            .filter(line -> line.matches(".* (org\\.apache\\.(spark|hadoop)|scala)\\..*"))
            .toList();
    assertEquals(List.of(), foreign);
  }

  @Test
  void whatIsWrongIsOneLineAndAStatusWithoutSparkToo() throws Exception {
    assertEquals(5, status(start("--model", folder.toString(), "--port", "0")));
    assertTrue(err().contains("recurrent: " + folder + " holds no finished model"), err());
    assertEquals(5, lastLine().get("exit").asInt());
    assertEquals(2, status(start("--model", "m", "--prot", "0")));
    assertTrue(err().contains("recurrent: unknown option --prot; there are --model,"), err());
    assertEquals(2, status(start("--model", "m", "--config", "/no/such.conf")));
    assertTrue(err().contains("--config /no/such.conf cannot be read"), err());
    assertEquals(0, status(start("--help")));
    assertTrue(out().contains("--max-request-bytes"), out());
  }

  private static String refused(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream unread = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
    assertEquals(2, Recurrent.run(arguments, unread, messages));
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aModelThatIsNotOnThisMachineIsRefusedByItsAddress() {
    for (String model : List.of("hdfs:///models/a", "s3a://bucket/a", "hdfs://host:9000/a")) {
      String message = refused("serve", "--model", model);
      assertTrue(message.contains("--model is " + model + ", and serve reads local"), message);
    }
    String message = refused("serve", "--model", "m", "--port", "65536");
    assertTrue(message.contains("--port is 65536, expected 0 to 65535"), message);
    message = refused("serve", "--model", "m", "--request-timeout", "0");
    assertTrue(message.contains("--request-timeout is 0, expected 1"), message);
    message = refused("serve");
    assertTrue(message.contains("--model"), message);
  }
}
