package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.job.JobRun;
import dev.recurrent.spark.run.JobStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the whole jobs make of the states in which kills leave their directories: the same model,
 * the same forecasts. Tries a few of the states, or as many as {@code -Drecurrent.states=1000}
 * says.
 */
class KilledJobsTest {
  private static final int TRIED = Integer.getInteger("recurrent.states", 3);
  private static final List<String> STARTS = List.of("--resume", "--overwrite", "");

  @TempDir Path folder;
  private SalesTable sales;
  private int turn;
  private String theta = "";
  private List<String> published = List.of();

  @BeforeEach
  void writeTable() throws IOException {
    sales = SalesTable.in(folder);
  }

  private JobRun train(String output, String... more) {
    List<String> options = new ArrayList<>(List.of("--rounds", "2", "--local-steps", "3"));
    options.addAll(List.of("--architecture", "segment", "--window-weights", "scale"));
    options.addAll(List.of(more));
    return sales.train(output, options.toArray(new String[0]));
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** The states of a run, which has to come to the one model that all come to. */
  private List<Path> states(String output, String... more) throws IOException {
    Path copies = folder.resolve("states-of-" + output + String.join("", more));
    List<Path> states =
        JobStates.of(
            folder.resolve(output), copies, () -> requireModel(train(output, more), output));
    assertTrue(states.size() > 20, states.size() + " states");
    return states;
  }

  private void requireModel(JobRun run, String output) throws IOException {
    String found = run.done().json().path("theta").asText();
    if (theta.isEmpty()) {
      theta = found;
      published = names(folder.resolve(output));
    }
    assertEquals(theta, found, output);
    assertEquals(published, names(folder.resolve(output)), output);
  }

  private void requireEachLeadsOn(List<Path> states) throws IOException {
    for (Path state : some(states)) {
      String start = STARTS.get(turn++ % STARTS.size());
      String again = state.getParent().getFileName() + "-" + state.getFileName() + start;
      JobStates.copy(state, folder.resolve(again));
      JobRun run = start.isEmpty() ? train(again) : train(again, start);
      if (start.isEmpty() && run.status() == 2) {
        assertTrue(run.err().contains("--overwrite"), run.err());
        run = train(again, "--resume");
      }
      requireModel(run, again);
    }
  }

  /** A few, from the first to the last. */
  private static List<Path> some(List<Path> states) {
    int count = Math.min(TRIED, states.size());
    List<Path> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(states.get((i + 1) * (states.size() - 1) / count));
    }
    return some;
  }

  @Test
  void aTrainingThatIsKilledComesToTheSameModel() throws IOException {
    List<Path> plain = states("plain");
    requireEachLeadsOn(plain);
    // One that has done a round, and is killed again while it goes on.
    JobStates.copy(plain.get(plain.size() / 2), folder.resolve("resumed"));
    requireEachLeadsOn(states("resumed", "--resume"));
    requireEachLeadsOn(states("plain", "--overwrite"));
  }

  @Test
  void aForecastThatIsKilledIsMadeByTheNextRun() throws IOException {
    train("model").done();
    Path copies = folder.resolve("states");
    List<Path> states =
        JobStates.of(folder.resolve("forecasts"), copies, () -> forecast("forecasts"));
    List<String> names = names(folder.resolve("forecasts"));
    assertTrue(states.size() > 10, states.size() + " states");
    for (Path state : some(states)) {
      String again = "again-" + state.getFileName();
      JobStates.copy(state, folder.resolve(again));
      forecast(again);
      assertEquals(names, names(folder.resolve(again)));
    }
  }

  private void forecast(String output) {
    String model = folder.resolve("model").toString();
    List<String> options =
        List.of(
            "--model",
            model,
            "--input",
            sales.file().toString(),
            "--date",
            "2026-05-01",
            "--output",
            folder.resolve(output).toString());
    JobRun run = JobRun.of(new ForecastingForecast(), options).done();
    assertEquals(6, run.json().path("rows").asInt(), run.out());
  }
}
