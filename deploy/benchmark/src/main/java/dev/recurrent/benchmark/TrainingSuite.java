package dev.recurrent.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.nlp.generation.job.GenerationTrain;
import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * {@code generation train} on a text, then peers with the same network, optimizer and schedule, one
 * after another: how fast they train, and how soon they are good.
 */
final class TrainingSuite {
  private final SparkSession session;
  private final PrintStream log;

  TrainingSuite(SparkSession session, PrintStream log) {
    this.session = session;
    this.log = log;
  }

  /**
   * @param peers command lines that answer {@link TrainingTask#message}
   */
  Map<String, Object> run(TrainingTask task, List<String> peers) throws IOException {
    TrainingCurve own = own(task);
    log.println(own.line(task.target(), own));
    List<TrainingCurve> curves = new ArrayList<>(List.of(own));
    long between = (long) (own.points().get(1).targets() - own.points().get(0).targets());
    for (String command : peers) {
      try (Peer peer = new Peer(command)) {
        TrainingCurve curve = TrainingCurve.of(peer.ask(task.message(between)));
        log.println(curve.line(task.target(), own));
        curves.add(curve);
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("task", task);
    result.put("rows", curves.stream().map(c -> c.row(task.target(), own)).toList());
    return result;
  }

  private TrainingCurve own(TrainingTask task) throws IOException {
    Path directory = Files.createTempDirectory("recurrent-benchmark");
    try (ReturnedBytes returned = new ReturnedBytes(session.sparkContext())) {
      String output = directory.resolve("run").toString();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int status =
          new JobRunner(
                  new GenerationTrain(), new PrintStream(out, true, StandardCharsets.UTF_8), log)
              .withSession(session)
              .run(task.arguments(output).toArray(new String[0]));
      if (status != 0) {
        throw new JobException(
            ExitCode.FAILED, "training failed: " + out.toString(StandardCharsets.UTF_8).strip());
      }
      return curve(Files.readAllLines(Path.of(output, "metrics.jsonl")), returned.bytes());
    } finally {
      delete(directory);
    }
  }

  /** The validations among a run's rounds. */
  static TrainingCurve curve(List<String> metrics, long bytesUp) throws IOException {
    List<TrainingCurve.Point> points = new ArrayList<>();
    double seconds = 0;
    double targets = 0;
    for (String line : metrics) {
      JsonNode round = new ObjectMapper().readTree(line);
      double here = 0;
      for (String part : List.of("broadcastMillis", "computeMillis", "reduceMillis")) {
        here += round.path(part).asDouble() / 1e3;
      }
      seconds += here;
      targets += here * round.path("targetsPerSecond").asDouble();
      if (round.has("validation")) {
        points.add(new TrainingCurve.Point(seconds, targets, round.path("validation").asDouble()));
      }
    }
    return new TrainingCurve("Recurrent, " + TrainingTask.WORKERS + " shards", points, bytesUp);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
