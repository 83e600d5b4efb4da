package dev.recurrent.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another engine in a process of its own: one JSON object a line in, one a line out. A task is
 * answered by {@code {"name": ...}}, or {@code {"unsupported": reason}}; {@code {"run": n}} by
 * {@code {"nanos": [...]}}.
 */
final class Peer implements Contender {
  private final String command;
  private String name;
  private @Nullable Running running;

  /** Its process and the two ends of the talk with it. */
  private record Running(Process process, Writer in, BufferedReader out) {
    static Running start(String command) throws IOException {
      Process process =
          new ProcessBuilder(List.of("sh", "-c", "exec " + command))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new Running(
          process,
          new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8),
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    void end() {
      try (Writer last = in) {
        last.write(Json.line(Map.of("end", true)) + "\n");
      } catch (IOException e) {
        // It has ended already.
      }
      process.destroy();
    }
  }

  /** Of a command line, which the shell runs when there is something to ask. */
  Peer(String command) {
    this.command = command;
    this.name = command;
  }

  /** One message, one answer, however long it takes. */
  JsonNode ask(Map<String, Object> message) throws IOException {
    if (running == null) {
      running = Running.start(command);
    }
    running.in.write(Json.line(message) + "\n");
    running.in.flush();
    BufferedReader out = running.out;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      // Libraries print what they like; answers are objects.
      if (line.startsWith("{")) {
        return new ObjectMapper().readTree(line);
      }
    }
    throw new IOException("peer \"" + command + "\" ended without an answer");
  }

  /**
   * In a new process, as a user's network has its own: what the networks before have left in an
   * allocator changes what a step takes, by as much as a half.
   */
  @Override
  public boolean prepare(CellTask task) throws IOException {
    close();
    JsonNode answer = ask(task.message());
    if (answer.has("unsupported")) {
      return false;
    }
    name = answer.path("name").asText(name);
    return true;
  }

  @Override
  public long[] run(int count) throws IOException {
    JsonNode nanos = ask(Map.of("run", count)).path("nanos");
    long[] values = new long[nanos.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = nanos.get(i).asLong();
    }
    if (values.length != count) {
      throw new IOException(
          "peer \"" + command + "\" gave " + values.length + " times, expected " + count);
    }
    return values;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    if (running != null) {
      running.end();
      running = null;
    }
  }
}
