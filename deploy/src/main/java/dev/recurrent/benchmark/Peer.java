package dev.recurrent.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Another engine in a process of its own: one JSON object a line in, one a line out. A task is
 * answered by {@code {"name": ...}}, or {@code {"unsupported": reason}}; {@code {"run": n}} by
 * {@code {"nanos": [...]}}.
 */
final class Peer implements Contender {
  private final Process process;
  private final Writer in;
  private final BufferedReader out;
  private final String command;
  private String name;

  /** Starts a command line, run by the shell. */
  Peer(String command) throws IOException {
    this.command = command;
    this.name = command;
    process =
        new ProcessBuilder(List.of("sh", "-c", "exec " + command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** One message, one answer, however long it takes. */
  JsonNode ask(Map<String, Object> message) throws IOException {
    in.write(Json.line(message) + "\n");
    in.flush();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      // Libraries print what they like; answers are objects.
      if (line.startsWith("{")) {
        return Json.read(line.getBytes(StandardCharsets.UTF_8), "answer of " + command);
      }
    }
    throw new IOException("peer \"" + command + "\" ended without an answer");
  }

  @Override
  public boolean prepare(CellTask task) throws IOException {
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
    try {
      in.write(Json.line(Map.of("end", true)) + "\n");
      in.close();
    } catch (IOException e) {
      // It has ended already.
    }
    process.destroy();
  }
}
