package dev.recurrent.serve;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A model without parameters: it waits, fails, or gives back what it was asked. */
public final class EchoKind implements ServedKind {
  /** What {@code model.json} has of it. */
  record Config(String name) {}

  /** A request. */
  record Echo(String text, String until) {}

  /** Writes such a model. */
  static Path write(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    byte[] model = Json.document(ModelDescription.of("echo", new Config(name)));
    Files.write(directory.resolve(ModelDirectory.MODEL), model);
    byte[] manifest = Manifest.of(Map.of(ModelDirectory.MODEL, model)).toBytes();
    Files.write(directory.resolve(Manifest.NAME), manifest);
    return directory;
  }

  @Override
  public String kind() {
    return "echo";
  }

  @Override
  public String verb() {
    return "echo";
  }

  @Override
  public ServedModel<?> open(ModelDirectory directory) {
    return new Served(directory.config("echo", Config.class).name());
  }

  private record Served(String name) implements ServedModel<Echo> {
    @Override
    public String usage() {
      return "Request: text; until, a file to wait for; count.";
    }

    @Override
    public Echo parse(RequestFields request) {
      request.only(Set.of("text", "until", "count"));
      request.integer("count", 0, 0, 10_000);
      return new Echo(request.text("text"), request.has("until") ? request.text("until") : "");
    }

    private static void await(String file) {
      long end = System.nanoTime() + 30_000_000_000L;
      try {
        while (!file.isEmpty() && !Files.exists(Path.of(file)) && System.nanoTime() < end) {
          Thread.sleep(5);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean streams() {
      return true;
    }

    /** Says who is asked for, then says so all the time until its file is there. */
    private static void stream(Echo request, int place, AnswerParts parts) {
      parts.send(place, Map.of("part", request.text()));
      long end = System.nanoTime() + 30_000_000_000L;
      Path file = Path.of(request.until());
      while (!request.until().isEmpty()
          && !Files.exists(file)
          && !parts.abandoned(place)
          && System.nanoTime() < end) {
        parts.send(place, Map.of("part", "waits"));
        LockSupport.parkNanos(5_000_000);
      }
    }

    @Override
    public List<?> answer(List<Echo> requests, AnswerParts parts) {
      for (int i = 0; i < requests.size(); i++) {
        if (parts.wanted(i)) {
          stream(requests.get(i), i, parts);
        }
      }
      List<Echo> rest = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        Echo asked = requests.get(i);
        rest.add(parts.wanted(i) ? new Echo(asked.text(), "") : asked);
      }
      return answer(rest);
    }

    @Override
    public List<?> answer(List<Echo> requests) {
      for (Echo request : requests) {
        await(request.until());
        if (request.text().equals("bad")) {
          throw new BadRequestException("field \"text\" is bad");
        }
        if (request.text().equals("broken")) {
          throw new IllegalStateException("a secret of the model");
        }
      }
      return requests.stream()
          .map(r -> Map.of("text", r.text(), "together", requests.size(), "model", name))
          .toList();
    }
  }
}
