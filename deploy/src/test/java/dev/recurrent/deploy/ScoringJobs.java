package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.nlp.generation.job.GenerationEvaluate;
import dev.recurrent.nlp.sentiment.job.SentimentClassify;
import dev.recurrent.nlp.translation.job.TranslationTranslate;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.timeseries.job.ForecastingBacktest;
import dev.recurrent.timeseries.job.ForecastingForecast;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The jobs that use a model: what they measure and write in a session, to compare sessions. */
final class ScoringJobs {
  private final SparkSession session;
  private final Path folder;

  /**
   * @param folder where each job makes its directory
   */
  ScoringJobs(SparkSession session, Path folder) {
    this.session = session;
    this.folder = folder;
  }

  /** The JSON object of a job that ended well. */
  static JsonNode run(SparkSession session, Job job, List<String> options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int status =
        new JobRunner(job, print, print).withSession(session).run(options.toArray(new String[0]));
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, status, said);
    try {
      return new ObjectMapper().readTree(said.lines().reduce("", (before, line) -> line));
    } catch (JsonProcessingException e) {
      throw new AssertionError(said, e);
    }
  }

  /** What a model of a pipeline gives for a table. */
  List<String> of(String task, String model, String table) throws IOException {
    List<String> options = List.of("--model", model, "--input", table);
    return switch (task) {
      case "generation" ->
          List.of(measured(run(session, new GenerationEvaluate(), options)).toString());
      case "sentiment" -> rows(new SentimentClassify(), options);
      case "translation" -> translations(model);
      default -> {
        JsonNode measured = run(session, new ForecastingBacktest(), options);
        List<String> dated = new ArrayList<>(options);
        dated.addAll(List.of("--date", "2026-04-10"));
        List<String> all = new ArrayList<>(rows(new ForecastingForecast(), dated));
        all.add(measured.path("model").toString());
        yield all;
      }
    };
  }

  /** Without what a clock gives. */
  private static JsonNode measured(JsonNode json) {
    ((com.fasterxml.jackson.databind.node.ObjectNode) json).remove("seconds");
    return json;
  }

  private List<String> rows(Job job, List<String> options) throws IOException {
    List<String> all = new ArrayList<>(options);
    String output = Files.createTempDirectory(folder, job.action()).resolve("rows").toString();
    all.addAll(List.of("--output", output));
    String written = run(session, job, all).path("output").asText(output);
    return sorted(session.read().parquet(written));
  }

  private List<String> translations(String model) throws IOException {
    Path output = Files.createTempDirectory(folder, "translations");
    Path lines = Files.writeString(output.resolve("lines.txt"), "good bad\n\nfilm was plot\n");
    String written = output.resolve("rows").toString();
    List<String> options =
        List.of("--model", model, "--input", lines.toString(), "--output", written);
    run(session, new TranslationTranslate(), options);
    return sorted(session.read().text(written));
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }
}
