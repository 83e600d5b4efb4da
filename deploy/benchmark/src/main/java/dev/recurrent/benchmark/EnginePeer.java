package dev.recurrent.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Our engine as a peer of itself: in a process of another Java, it answers what {@link Peer} asks.
 * {@code scripts/benchmark} starts one for each other JDK that it finds.
 */
public final class EnginePeer {
  private EnginePeer() {}

  /** Reads tasks from standard input until it ends. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    OwnEngine engine = new OwnEngine();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode message = new ObjectMapper().readTree(line);
      if (message.has("end")) {
        return;
      }
      out.println(Json.line(answer(engine, message)));
    }
  }

  private static Map<String, Object> answer(OwnEngine engine, JsonNode message) {
    if (message.has("run")) {
      return Map.of("nanos", engine.run(message.path("run").asInt()));
    }
    engine.prepare(CellTask.of(message));
    return Map.of("name", "JDK " + Runtime.version().feature());
  }
}
