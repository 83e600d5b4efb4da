package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.nlp.generation.job.GenerationTrain;
import dev.recurrent.nlp.sentiment.job.SentimentTrain;
import dev.recurrent.nlp.translation.job.TranslationTrain;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.timeseries.job.ForecastingTrain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same data in other files, of another format, on other numbers of cores: the same theta. */
class SameModelTest {
  private static final List<String> SMALL =
      List.of(
          "--shards 2 --rounds 2 --local-steps 2 --batch-size 8 --hidden-size 8 --cell gru"
              .split(" "));

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
    all.addAll(List.of("--output", folder.resolve("models/" + job.task() + "-" + form).toString()));
    all.addAll(List.of(options));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int status =
        new JobRunner(job, print, print).withSession(session).run(all.toArray(new String[0]));
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, status, said);
    return said.replaceAll("(?s).*\"theta\":\"([0-9a-f]+)\".*", "$1");
  }

  private static Map<String, String> thetas(SparkSession session, String form) {
    Map<String, String> thetas = new LinkedHashMap<>();
    thetas.put("generation", theta(session, new GenerationTrain(), form, "--tokens", "char"));
    thetas.put(
        "sentiment",
        theta(session, new SentimentTrain(), form, "--baseline", "false", "--embedding-size", "8"));
    thetas.put(
        "translation",
        theta(
            session,
            new TranslationTrain(),
            form,
            "--source-column",
            "en",
            "--target-column",
            "fr",
            "--tokens",
            "word",
            "--embedding-size",
            "8"));
    thetas.put(
        "forecasting",
        theta(
            session,
            new ForecastingTrain(),
            form,
            "--time-column",
            "day",
            "--target-column",
            "sales",
            "--series-column",
            "shop",
            "--horizon",
            "3",
            "--context-length",
            "10"));
    return thetas;
  }

  private static SparkSession session(int cores) {
    return SparkSession.builder()
        .master("local[" + cores + "]")
        .config("spark.ui.enabled", false)
        .config("spark.log.level", "ERROR")
        .getOrCreate();
  }

  @Test
  void neitherFilesNorFormatNorCoresChangeTheta() {
    SparkSession one = session(1);
    Map<String, String> expected = thetas(one, "one");
    for (String task : List.of("sentiment", "translation", "forecasting")) {
      one.read()
          .option("header", true)
          .option("multiLine", true)
          .option("escape", "\"")
          .csv(folder.resolve(task + "/one").toString())
          .repartition(3)
          .write()
          .parquet(folder.resolve(task + "/other").toString());
    }
    one.stop();
    SparkSession two = session(2);
    assertEquals(expected, thetas(two, "seven"));
    two.stop();
    SparkSession four = session(4);
    assertEquals(expected, thetas(four, "other"));
    four.stop();
  }
}
