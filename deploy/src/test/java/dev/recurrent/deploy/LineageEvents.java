package dev.recurrent.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.sql.SparkSession;

/** OpenLineage's own listener beside the tests' jobs, and what its file says of them. */
final class LineageEvents implements AutoCloseable {
  private final SparkSession session;
  private final SparkListener listener;
  private final Path file;
  private int seen;

  LineageEvents(SparkSession session, Path file) throws ReflectiveOperationException {
    this.session = session;
    this.file = file;
    SparkConf conf =
        session
            .sparkContext()
            .getConf()
            .set("spark.openlineage.transport.type", "file")
            .set("spark.openlineage.transport.location", file.toString());
    listener =
        (SparkListener)
            Class.forName("io.openlineage.spark.agent.OpenLineageSparkListener")
                .getConstructor(SparkConf.class)
                .newInstance(conf);
    session.sparkContext().addSparkListener(listener);
  }

  /**
   * Data sets of the events since the last call, without what stands before a table's name.
   *
   * @param inputs those that were read
   * @param outputs those that were written
   */
  record DataSets(Set<String> inputs, Set<String> outputs) {}

  DataSets next() throws IOException, TimeoutException {
    session.sparkContext().listenerBus().waitUntilEmpty(60_000);
    DataSets found = new DataSets(new TreeSet<>(), new TreeSet<>());
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    for (String line : lines.subList(seen, lines.size())) {
      JsonNode event = new ObjectMapper().readTree(line);
      event.path("inputs").forEach(set -> found.inputs().add(name(set)));
      event.path("outputs").forEach(set -> found.outputs().add(name(set)));
    }
    seen = lines.size();
    return found;
  }

  private static String name(JsonNode set) {
    return set.path("name").asText().replaceFirst(".*[/.]", "");
  }

  @Override
  public void close() {
    session.sparkContext().removeSparkListener(listener);
  }
}
