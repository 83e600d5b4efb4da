package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.math.Kernels;
import dev.recurrent.nlp.generation.job.GenerationTrain;
import dev.recurrent.nlp.sentiment.job.SentimentTrain;
import dev.recurrent.nlp.translation.job.TranslationTrain;
import dev.recurrent.spark.job.Job;
import dev.recurrent.timeseries.job.ForecastingTrain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same data in other files, of another format, on other numbers of cores and of cores for a
 * task, under another serializer, with and without adaptive execution and ANSI mode: the same
 * theta, and the same rows of the jobs that use the model.
 */
class SameModelTest {
  private static final List<String> SMALL =
      List.of(
          "--shards 2 --rounds 2 --local-steps 2 --batch-size 8 --hidden-size 8 --cell gru"
              .split(" "));

  private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("generation.char", "--tokens char");
    SETTINGS.put(
        "generation.bpe",
        "--tokens bpe --vocabulary-size 300 --cell lstm --layers 2 --dropout 0.2 --strategy sync"
            + " --sequence-length 16");
    SETTINGS.put("sentiment.gru", "--baseline false --embedding-size 8");
    SETTINGS.put(
        "sentiment.lstm",
        "--baseline false --embedding-size 8 --cell lstm --bidirectional false --pooling attention"
            + " --strategy average --optimizer-state reset");
    String columns = "--source-column en --target-column fr --embedding-size 8 ";
    SETTINGS.put("translation.word", columns + "--tokens word");
    SETTINGS.put(
        "translation.bpe",
        columns + "--tokens bpe --vocabulary-size 300 --vocabulary separate --cell lstm");
    columns = "--time-column day --target-column sales --series-column shop --context-length 10 ";
    SETTINGS.put("forecasting.quantile", columns + "--horizon 3");
    SETTINGS.put(
        "forecasting.drawn",
        columns + "--horizon 2 --architecture autoregressive --distribution student-t --cell lstm");
  }

  private static final Set<String> TASKS =
      Set.of("generation", "sentiment", "translation", "forecasting");

  @TempDir static Path folder;

  /** Of each of seven files the rows, uneven. */
  private static final int[] ROWS = {3, 90, 1, 40, 7, 55, 4};

  @BeforeAll
  static void writeText() throws IOException {
    StringBuilder text = new StringBuilder("text,label,note\n");
    StringBuilder pairs = new StringBuilder("en,fr,id\n");
    StringBuilder series = new StringBuilder("day,shop,sales\n");
    String[] words = {"good", "bad", "film", "plot", "not", "was"};
    for (int i = 0; i < 200; i++) {
      String one = words[i % 6] + " " + words[i * i % 5] + " " + words[i % 4];
      text.append('"').append(one).append(" \"\"so\"\" he said,\n").append(i % 13);
      text.append("\",").append(i % 2).append(",n").append(i).append('\n');
      pairs.append(one).append(i % 50).append(",le ").append(one).append(",").append(i);
      pairs.append('\n');
      series.append(LocalDate.of(2026, 1, 1).plusDays(i / 2)).append(",s").append(i % 2);
      series.append(',').append(10 + i % 14 + i % 3 / 4f).append('\n');
    }
    for (Map.Entry<String, StringBuilder> table :
        Map.of("sentiment", text, "translation", pairs, "forecasting", series).entrySet()) {
      writeTable(table.getKey(), table.getValue().toString());
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      lines.append(words[i % 6]).append(' ').append(words[i * i % 5]).append(" était là.\n");
    }
    writePieces("generation", lines.toString().split("(?<=\n)"), "");
    Path zipped = Files.createDirectories(folder.resolve("generation/other"));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped.resolve("a.gz")))) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void writeTable(String task, String rows) throws IOException {
    String header = rows.substring(0, rows.indexOf('\n') + 1);
    // Records of texts are two lines each.
    String[] records =
        rows.substring(header.length())
            .split(task.equals("sentiment") ? "(?<=n\\d{1,3}\n)" : "(?<=\n)");
    writePieces(task, records, header);
  }

  private static void writePieces(String task, String[] records, String header) throws IOException {
    Path seven = Files.createDirectories(folder.resolve(task + "/seven"));
    Path one = Files.createDirectories(folder.resolve(task + "/one"));
    Files.writeString(one.resolve("a.csv"), header + String.join("", records));
    int at = 0;
    for (int i = 0; i < ROWS.length; i++) {
      List<String> own = List.of(records).subList(at, at + ROWS[i]);
      Files.writeString(seven.resolve("part-" + i + ".csv"), header + String.join("", own));
      at += ROWS[i];
    }
    assertEquals(records.length, at);
  }

  private static String theta(SparkSession session, Job job, String form, String... options) {
    List<String> all = new ArrayList<>(SMALL);
    String input = folder.resolve(job.task()).resolve(form).toString();
    all.addAll(List.of("--input", input));
    all.addAll(List.of("--output", model(), "--overwrite"));
    all.addAll(List.of(options));
    return ScoringJobs.run(session, job, all).path("theta").asText();
  }

  private static String model() {
    return folder.resolve("model").toString();
  }

  private static Map<String, String> thetas(SparkSession session, String form) throws IOException {
    return results(session, form, Set.of()).thetas;
  }

  /**
   * Two settings of each pipeline, and what the first one's model gives for rows.
   *
   * @param scored the pipelines whose models are used
   */
  private static Results results(SparkSession session, String form, Set<String> scored)
      throws IOException {
    Results results = new Results(new LinkedHashMap<>(), new LinkedHashMap<>());
    ScoringJobs scoring = new ScoringJobs(session, folder);
    for (Map.Entry<String, String> settings : SETTINGS.entrySet()) {
      String task = settings.getKey().substring(0, settings.getKey().indexOf('.'));
      Job job =
          switch (task) {
            case "generation" -> new GenerationTrain();
            case "sentiment" -> new SentimentTrain();
            case "translation" -> new TranslationTrain();
            default -> new ForecastingTrain();
          };
      String[] options = settings.getValue().split(" ");
      results.thetas.put(settings.getKey(), theta(session, job, form, options));
      if (scored.contains(task) && !results.scores.containsKey(task)) {
        String table = folder.resolve(task + "/one").toString();
        results.scores.put(task, scoring.of(task, model(), table));
      }
    }
    return results;
  }

  private record Results(Map<String, String> thetas, Map<String, List<String>> scores) {}

  private static SparkSession.Builder session(int cores, Class<?> serializer) {
    return SparkSession.builder()
        .master("local[" + cores + "]")
        .config("spark.serializer", serializer.getName())
        .config("spark.ui.enabled", false)
        .config("spark.log.level", "ERROR");
  }

  private static void writeParquet(SparkSession session) {
    for (String task : List.of("sentiment", "translation", "forecasting")) {
      session
          .read()
          .option("header", true)
          .option("multiLine", true)
          .option("escape", "\"")
          .csv(folder.resolve(task + "/one").toString())
          .repartition(3)
          .write()
          .parquet(folder.resolve(task + "/other").toString());
    }
  }

  @Test
  void neitherFilesNorFormatNorCoresNorSerializerNorSqlSettingsChangeResults() throws IOException {
    SparkSession one =
        session(1, JavaSerializer.class)
            .config("spark.sql.ansi.enabled", false)
            .config("spark.sql.adaptive.enabled", true)
            .getOrCreate();
    Results expected = results(one, "one", TASKS);
    writeParquet(one);
    one.stop();
    requirePinned(expected.thetas);
    SparkSession two = session(2, KryoSerializer.class).getOrCreate();
    assertEquals(expected.thetas, thetas(two, "seven"));
    two.stop();
    // Two tasks at a time.
    SparkSession four =
        session(4, JavaSerializer.class)
            .config("spark.task.cpus", 2)
            .config("spark.sql.ansi.enabled", true)
            .config("spark.sql.adaptive.enabled", false)
            .getOrCreate();
    assertEquals(expected, results(four, "other", TASKS));
    four.stop();
  }

  /**
   * Compares with the values of theta.properties, which are those of vectors of 16 floats. Sums
   * have another order where vectors have another width, and OpenBLAS, which is used there, chooses
   * its own by the processor: on such machines the runs are compared with each other alone.
   */
  private static void requirePinned(Map<String, String> thetas) throws IOException {
    if (!Kernels.description().matches("kernels: products Vector API \\(16 lanes\\),.*")) {
      return;
    }
    Properties pinned = new Properties();
    try (InputStream file = SameModelTest.class.getResourceAsStream("/theta.properties")) {
      pinned.load(file);
    }
    assertEquals(
        new TreeMap<>(pinned),
        new TreeMap<>(thetas),
        "theta has changed; if that is meant, write the new values to theta.properties");
  }
}
