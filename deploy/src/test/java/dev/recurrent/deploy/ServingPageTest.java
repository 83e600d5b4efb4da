package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.serve.ModelServer;
import dev.recurrent.serve.ServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/serving.md, each run against a server. */
class ServingPageTest {
  private static final String ADDRESS = "http://127.0.0.1:8080";
  private static final Path PAGE = CommandCheck.DEPLOY.resolve("../docs/serving.md");

  /** A command, and what the page says that it prints. */
  private record Example(String command, String answer) {
    private String verb() {
      return command.contains("/v1/")
          ? command.replaceFirst("(?s).*/v1/(\\w+).*", "$1")
          : "complete";
    }
  }

  private static List<Example> examples() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("curl ")) {
        StringBuilder command = new StringBuilder(lines.get(i));
        while (command.chars().filter(c -> c == '\'').count() % 2 == 1) {
          command.append('\n').append(lines.get(++i));
        }
        examples.add(new Example(command.toString(), lines.get(i + 1)));
      }
    }
    return examples;
  }

  private static String run(String command) throws Exception {
    Process process = new ProcessBuilder("bash", "-c", command).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), command + ": " + out);
    return out;
  }

  private static Set<String> fields(String json) throws IOException {
    Set<String> fields = new TreeSet<>();
    collect(new ObjectMapper().readTree(json), "", fields);
    return fields;
  }

  private static void collect(JsonNode node, String path, Set<String> fields) {
    if (node.isArray() && !node.isEmpty()) {
      collect(node.get(0), path + "[]", fields);
    }
    node.fields().forEachRemaining(f -> collect(f.getValue(), path + "." + f.getKey(), fields));
    fields.add(path);
  }

  @Test
  @Timeout(120)
  void everyExampleAnswersAsThePageSays(@TempDir Path folder) throws Exception {
    Set<String> verbs = new TreeSet<>();
    for (Example example : examples()) {
      Path model = folder.resolve(example.verb());
      if (verbs.add(example.verb())) {
        TinyServed.write(model, example.verb());
      }
      try (ModelServer server = ModelServer.start(model, ServerConfig.local(0), failure -> {})) {
        String address = "http://127.0.0.1:" + server.address().getPort();
        assertTrue(example.command().contains(ADDRESS), example.command());
        String out = run(example.command().replace(ADDRESS, address));
        if (example.answer().startsWith("{")) {
          assertEquals(fields(example.answer()), fields(out), example.command());
        } else {
          assertTrue(out.contains(example.answer()), example.command() + ": " + out);
        }
      }
    }
    assertEquals("[classify, complete, forecast, predict, translate]", verbs.toString());
  }
}
