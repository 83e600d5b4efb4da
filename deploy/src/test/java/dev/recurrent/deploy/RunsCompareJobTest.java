package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.RunDirectory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCompareJobTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Rounds of half a second and 1,000 targets; the losses fall to the given one. */
  private static List<RoundReport> rounds(long last, double loss) {
    return LongStream.rangeClosed(1, last)
        .mapToObj(
            i ->
                new RoundReport(
                    i,
                    i / 2.0,
                    loss + last - i,
                    loss + last - i + 0.25,
                    null,
                    2000,
                    0.01,
                    50,
                    400,
                    50,
                    0,
                    1,
                    0,
                    0,
                    0,
                    List.of(),
                    "t",
                    null))
        .toList();
  }

  private Path run(String name, String kind, List<RoundReport> rounds, String... settings)
      throws Exception {
    Path directory = folder.resolve(name);
    Map<String, String> all = new LinkedHashMap<>(Map.of("cell", "lstm", "output", name));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    Map<String, Object> description = ModelDescription.of(kind, Map.of());
    description.put("settings", all);
    description.put("data", "ab12");
    description.put("provenance", Map.of("spark", "3.5.7", "localSteps", 4));
    try (RunDirectory taken = RunDirectory.take(directory.toString(), new Configuration(false))) {
      taken.publish(
          Map.of(
              "model.json",
              Json.document(description),
              Checkpoint.METRICS,
              Checkpoint.metrics(rounds)));
    }
    return directory;
  }

  /** The same as a run that has not finished. */
  private Path underWay(Path finished) throws Exception {
    Path checkpoint = Files.createDirectories(finished.resolve("checkpoints/round-0000000003"));
    for (String file : List.of("model.json", Checkpoint.METRICS, "manifest.json")) {
      Files.move(finished.resolve(file), checkpoint.resolve(file));
    }
    return finished;
  }

  private int compare(Object... arguments) {
    out.reset();
    err.reset();
    String[] all = new String[arguments.length + 2];
    all[0] = "runs";
    all[1] = "compare";
    for (int i = 0; i < arguments.length; i++) {
      all[i + 2] = arguments[i].toString();
    }
    PrintStream standard = System.out;
    PrintStream caught = new PrintStream(out, true, StandardCharsets.UTF_8);
    System.setOut(caught);
    try {
      return Recurrent.run(all, caught, new PrintStream(err, true, StandardCharsets.UTF_8));
    } finally {
      System.setOut(standard);
    }
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws Exception {
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @Test
  void settingsThatDifferComeFirstThenTheResults() throws Exception {
    Path a = run("a", "text", rounds(4, 1), "learning-rate", "0.01", "seed", "1");
    Path b = run("b", "text", rounds(6, 0.5), "learning-rate", "0.003", "seed", "1");
    assertEquals(0, compare(a, b), this::text);
    List<String> lines = text().lines().toList();
    assertEquals("                      a         b", lines.get(0));
    assertEquals("learning-rate         0.01      0.003", lines.get(1));
    assertEquals("", lines.get(2));
    assertTrue(lines.contains("state                 finished  finished"), this::text);
    assertTrue(lines.contains("best validation loss  1.2500    0.7500"), this::text);
    assertEquals(List.of("learning-rate"), List.of(json().path("differing").get(0).asText()));
    assertEquals(1, json().path("differing").size());
    assertEquals(0.75, json().path("runs").get(1).path("best_validation_loss").asDouble());
    assertEquals(6, json().path("runs").get(1).path("best_validation_round").asInt());
  }

  @Test
  void lossesOfOtherTokensAreNotComparedUnsaid() throws Exception {
    String caution = "A loss is in nats a token, and tokens differs: compare nats_per_char";
    Path a = run("a", LanguageModel.KIND, rounds(4, 1), "tokens", "char", "epochs", "3");
    Path b = run("b", LanguageModel.KIND, rounds(6, 0.5), "tokens", "word", "epochs", "4");
    Path report = folder.resolve("comparison");
    assertEquals(0, compare(a, b, "--report", report), this::text);
    assertTrue(text().contains(caution), this::text);
    assertTrue(Files.readString(report.resolve("report.html")).contains(caution));
    assertFalse(text().contains("its score"), "no run has one");
    assertEquals(1, text().lines().filter(line -> line.startsWith("epochs  ")).count());
    out.reset();
    Path c = run("c", LanguageModel.KIND, rounds(6, 0.5), "tokens", "word", "epochs", "5");
    assertEquals(0, compare(b, c), this::text);
    assertFalse(text().contains("nats a token"), this::text);
  }

  @Test
  void aRunUnderWayIsReadFromItsCheckpoint() throws Exception {
    Path a = run("a", "text", rounds(4, 1));
    Path b = underWay(run("b", "text", rounds(3, 2)));
    assertEquals(0, compare(a, b), this::text);
    assertTrue(text().contains("not finished"), this::text);
    assertTrue(text().contains("all settings are the same"), this::text);
    assertEquals(3, json().path("runs").get(1).path("rounds").asInt());
    assertFalse(json().path("runs").get(1).path("finished").asBoolean());
    Path fresh = underWay(run("c", "text", List.of()));
    assertEquals(0, compare(a, fresh), this::text);
    assertTrue(json().path("runs").get(1).path("best_validation_loss").isNull(), this::text);
  }

  @Test
  void theReportHasACurveOfEachRun() throws Exception {
    Path a = run("a", "text", rounds(4, 1), "seed", "1");
    Path b = run("b", "text", rounds(5, 1), "seed", "2");
    Path report = folder.resolve("comparison");
    assertEquals(0, compare(a, b, "--report", report), this::text);
    String page = Files.readString(report.resolve("report.html"));
    assertTrue(page.indexOf("Settings that differ") < page.indexOf("Results"));
    assertTrue(page.contains("<figcaption>Validation loss by targets</figcaption>"));
    assertTrue(page.contains("<i class=\"line blue\"></i>a</li>"));
    assertTrue(page.contains("<i class=\"line orange\"></i>b</li>"));
    assertTrue(json().path("report").asText().endsWith("/report.html"));
  }

  @Test
  void whatCannotBeComparedIsRefused() throws Exception {
    Path a = run("a", "text", rounds(2, 1));
    assertEquals(2, compare(), this::text);
    assertEquals(2, compare(a), this::text);
    assertTrue(text().contains("expected two or more"), this::text);
    assertEquals(2, compare(a, run("b", "series", rounds(2, 1))), this::text);
    assertTrue(text().contains("a is a text and b a series"), this::text);
    assertEquals(5, compare(a, folder.resolve("nothing")), this::text);
    assertTrue(text().contains("nothing does not exist"), this::text);
  }

  @Test
  void aColumnIsCalledByTheLastWordOfItsPathOrByAllOfIt() {
    assertEquals(List.of("a", "b"), RunsCompareJob.names(List.of("runs/a/", "s3a://x/b")));
    assertEquals(List.of("x/a", "y/a"), RunsCompareJob.names(List.of("x/a", "y/a")));
  }
}
