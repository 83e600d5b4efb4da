package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.nlp.generation.job.GenerationEvaluate;
import dev.recurrent.nlp.generation.job.GenerationTrain;
import dev.recurrent.nlp.sentiment.job.SentimentClassify;
import dev.recurrent.nlp.sentiment.job.SentimentTrain;
import dev.recurrent.nlp.translation.job.TranslationTrain;
import dev.recurrent.nlp.translation.job.TranslationTranslate;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.spark.table.InputSnapshots;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.ReadingRules;
import dev.recurrent.spark.table.TableSource;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.job.ForecastingBacktest;
import dev.recurrent.timeseries.job.ForecastingForecast;
import dev.recurrent.timeseries.job.ForecastingTrain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tables of Iceberg and Delta, in one session with the catalogs of both, and OpenLineage listening.
 */
class FormatTablesTest {
  private static final String[] WORDS = {"good", "bad", "film", "plot", "not", "was"};
  private static final int ROWS = 200;

  @TempDir static Path folder;
  private static LakeSession sessions;
  private static SparkSession session;
  private static LineageEvents lineage;

  @BeforeAll
  static void open() throws ReflectiveOperationException, IOException {
    sessions = new LakeSession(folder);
    session = sessions.lake();
    session.sql("CREATE DATABASE shop LOCATION '" + folder.resolve("shop") + "'");
    writeRows();
    lineage = new LineageEvents(session, folder.resolve("lineage"));
  }

  @AfterAll
  static void close() {
    lineage.close();
    session.sql("DROP DATABASE shop CASCADE");
    sessions.close();
  }

  private static String words(int i) {
    return WORDS[i % 6] + " " + WORDS[i * i % 5] + " " + WORDS[i % 4];
  }

  private static void writeRows() throws IOException {
    StringBuilder lines = new StringBuilder();
    StringBuilder texts = new StringBuilder("n,text,label\n");
    StringBuilder pairs = new StringBuilder("en,fr\n");
    StringBuilder sales = new StringBuilder("day,shop,sales\n");
    for (int i = 0; i < ROWS; i++) {
      lines.append(words(i)).append(" était là.\n");
      texts.append(i).append(',').append(words(i)).append(i % 13).append(',').append(i % 2);
      pairs.append(words(i)).append(i % 50).append(",le ").append(words(i));
      sales.append(LocalDate.of(2026, 1, 1).plusDays(i / 2)).append(",s").append(i % 2);
      sales.append(',').append(10 + i % 14 + i % 3 / 4f).append('\n');
      texts.append('\n');
      pairs.append('\n');
    }
    Files.writeString(folder.resolve("lines.txt"), lines);
    write("reviews", texts, "shop.reviews USING delta");
    write("pairs", pairs, "shop.pairs USING orc");
    write("sales", sales, "lake.shop.sales USING iceberg PARTITIONED BY (shop)");
    session.sql(
        "CREATE TABLE lake.shop.lines USING iceberg AS SELECT CAST(n AS INT) AS line,"
            + " regexp_replace(text, '[0-9]+$', '') || ' était là.' AS sentence FROM reviews");
  }

  /** A file of CSV, and a table of its rows that are read in another order. */
  private static void write(String name, StringBuilder rows, String table) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".csv"), rows);
    session
        .read()
        .option("header", true)
        .option("inferSchema", name.equals("sales"))
        .csv(file.toString())
        .repartition(3)
        .createOrReplaceTempView(name);
    session.sql("CREATE TABLE " + table + " AS SELECT * FROM " + name);
  }

  private static JobRun run(Job job, String output, String input, String... more) {
    List<String> options = new ArrayList<>(List.of(input.split(" ")));
    options.addAll(List.of("--output", folder.resolve(output).toString()));
    String small =
        "--shards 2 --rounds 3 --local-steps 2 --batch-size 4 --hidden-size 8 --cell gru";
    options.addAll(List.of(small.split(" ")));
    options.addAll(List.of(more));
    return JobRun.of(job, options);
  }

  private static String theta(JobRun run) {
    return run.done().json().path("theta").asText();
  }

  private static void requireSame(Supplier<Job> job, String file, String table, String... more) {
    String path = "--input " + folder.resolve(file);
    String expected = theta(run(job.get(), file + "-file", path, more));
    assertEquals(expected, theta(run(job.get(), file + "-table", table, more)), file);
  }

  @Test
  void theSameRowsInFilesAndInTablesGiveTheSameTheta() throws IOException, TimeoutException {
    requireSame(
        SentimentTrain::new,
        "reviews.csv",
        "--input-table shop.reviews",
        "--baseline=false",
        "--embedding-size=8");
    requireSame(
        ForecastingTrain::new,
        "sales.csv",
        "--input-table lake.shop.sales",
        ("--time-column=day --target-column=sales --series-column=shop --horizon=3"
                + " --metrics-table=lake.out.rounds")
            .split(" "));
    String[] columns = "--source-column=en --target-column=fr --embedding-size=8".split(" ");
    String expected =
        theta(
            run(
                new TranslationTrain(),
                "pairs-file",
                "--input " + folder.resolve("pairs.csv"),
                columns));
    List<String> query = new ArrayList<>(List.of(columns));
    query.add("--input-query=SELECT fr, en FROM shop.pairs");
    query.addAll(List.of("--shards=2", "--rounds=3", "--local-steps=2", "--batch-size=4"));
    query.addAll(List.of("--hidden-size=8", "--cell=gru"));
    query.add("--output=" + folder.resolve("pairs-table"));
    assertEquals(expected, theta(JobRun.of(new TranslationTrain(), query)));
    LineageEvents.DataSets trained = lineage.next();
    assertTrue(trained.inputs().containsAll(List.of("reviews", "pairs", "sales")), "" + trained);
    assertTrue(trained.outputs().contains("rounds"), trained.toString());
    whatIsWrittenIsSeenBesideWhatIsRead();
  }

  private void whatIsWrittenIsSeenBesideWhatIsRead() throws IOException, TimeoutException {
    requireSeen(
        new SentimentClassify(), "reviews.csv-table", "shop.reviews", "lake.out.labelled", "");
    requireSeen(
        new TranslationTranslate(),
        "pairs-table",
        "shop.pairs",
        "lake.out.translated",
        " --source-column en --beam 1");
    String series = " --time-column day --target-column sales --series-column shop";
    requireSeen(
        new ForecastingForecast(),
        "sales.csv-table",
        "lake.shop.sales",
        "lake.out.forecast",
        series + " --max-staleness 1000");
    requireSeen(
        new ForecastingBacktest(), "sales.csv-table", "lake.shop.sales", "lake.out.scored", series);
  }

  private static void requireSeen(Job job, String model, String input, String output, String more)
      throws IOException, TimeoutException {
    String options =
        "--model %s --input-table %s --output-table %s --date 2026-04-11%s"
            .formatted(folder.resolve(model), input, output, more);
    JobRun.of(job, List.of(options.split(" "))).done();
    LineageEvents.DataSets seen = lineage.next();
    String name = job.task() + " " + job.action() + ": " + seen;
    assertTrue(seen.inputs().contains(input.replaceFirst(".*[.]", "")), name);
    assertTrue(seen.outputs().contains(output.replaceFirst(".*[.]", "")), name);
  }

  @Test
  void aRunThatGoesOnReadsTheSnapshotThatItBeganWith() throws IOException {
    String table = "--input-table lake.shop.lines --text-column sentence --order-column line";
    String[] more = {"--sequence-length=8", "--evaluate-every=1"};
    String whole = theta(run(new GenerationTrain(), "whole", table, more));
    String file = "--input " + folder.resolve("lines.txt");
    assertEquals(theta(run(new GenerationTrain(), "lines", file, more)), whole);
    Path blocked = Files.createDirectories(folder.resolve("again/report.html/blocked"));
    String[] cut = {"--sequence-length=8", "--evaluate-every=1", "--max-minutes=3e-5"};
    assertEquals(1, run(new GenerationTrain(), "again", table, cut).status());
    Files.delete(blocked);
    Files.delete(blocked.getParent());
    session.sql("INSERT INTO lake.shop.lines VALUES (1000, 'another line')");
    String[] resumed = {"--sequence-length=8", "--evaluate-every=1", "--resume"};
    JobRun again = run(new GenerationTrain(), "again", table, resumed);
    assertEquals(whole, theta(again));
    assertTrue(again.err().contains("lake.shop.lines has moved on"), again.err());
    JsonNode model = new ObjectMapper().readTree(folder.resolve("again/model.json").toFile());
    JsonNode origin = model.path("provenance").path("inputs").path("input-table");
    String snapshot = origin.path("snapshot").asText();
    assertEquals("iceberg", origin.path("format").asText());
    assertEquals(origin, again.json().path("inputs").path("input-table"));
    assertEquals(0, targets(table) - 13 - targets(table + " --input-snapshot " + snapshot));
  }

  private static long targets(String input) {
    List<String> options = new ArrayList<>(List.of(input.split(" ")));
    options.addAll(List.of("--model", folder.resolve("whole").toString()));
    return JobRun.of(new GenerationEvaluate(), options).done().json().path("targets").asLong();
  }

  private static TableSource source(TableSource.Form form, String value) {
    InputSnapshots inputs = new InputSnapshots();
    return new TableSource("--input", form, value, null, ReadingRules.defaults(), inputs);
  }

  private static long rows(InputTable table) {
    return table.select(List.of("n"), 0).count();
  }

  private static String version(TableSource source, String key) {
    Map<?, ?> origin = (Map<?, ?>) source.inputs().origins().get("input");
    Map<?, ?> table =
        origin.get("tables") instanceof List<?> tables ? (Map<?, ?>) tables.get(0) : origin;
    return String.valueOf(table.get(key));
  }

  @ParameterizedTest
  @CsvSource({"lake.shop.pinned,iceberg,snapshot", "shop.pinned,delta,version"})
  void whatAnotherWriterCommitsIsNotSeen(String name, String format, String key)
      throws IOException {
    session.sql("CREATE TABLE " + name + " USING " + format + " AS SELECT id AS n FROM range(5)");
    TableSource source = source(TableSource.Form.TABLE, name);
    TableSource query = source(TableSource.Form.QUERY, "SELECT t.n FROM " + name + " t");
    InputTable table = InputTable.read(session, source);
    InputTable queried = InputTable.read(session, query);
    session.sql("INSERT INTO " + name + " SELECT id FROM range(5, 9)");
    assertEquals(5, rows(table));
    assertEquals(5, rows(queried));
    assertEquals(9, rows(InputTable.read(session, source(TableSource.Form.TABLE, name))));
    String version = version(source, key);
    assertEquals(version, version(query, key));
    assertEquals(
        5, rows(InputTable.read(session, source(TableSource.Form.TABLE, name).at(version))));
    UnusableInputException none =
        assertThrows(
            UnusableInputException.class,
            () -> InputTable.read(session, source(TableSource.Form.TABLE, name).at("77")));
    assertTrue(none.isUsage());
    assertTrue(String.valueOf(none.getMessage()).contains("has no " + key + " 77"));
    UnusableInputException form =
        assertThrows(
            UnusableInputException.class,
            () -> InputTable.read(session, source(TableSource.Form.QUERY, "TABLE " + name)));
    assertTrue(form.isUsage());
    assertTrue(String.valueOf(form.getMessage()).contains("write SELECT ... FROM"));
    if (format.equals("iceberg")) {
      session.sql("ALTER TABLE " + name + " CREATE TAG `20260131` AS OF VERSION " + version);
      assertEquals(
          5, rows(InputTable.read(session, source(TableSource.Form.TABLE, name).at("20260131"))));
    }
    if (format.equals("delta")) {
      String path = "delta.`" + folder.resolve("shop/pinned") + "`";
      assertEquals(9, rows(InputTable.read(session, source(TableSource.Form.TABLE, path))));
    }
  }
}
