package dev.recurrent.nlp.translation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.spark.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sentence pairs that cannot be used, and options that cannot be: one clear line, no model. */
class TranslationInputTest {
  @TempDir Path folder;
  private SpokenNumbers numbers;

  @BeforeEach
  void writeText() throws IOException {
    numbers = SpokenNumbers.writeTo(folder);
  }

  @Test
  void filesOfDifferentLengthsAreRefusedByLine() throws IOException {
    Files.write(numbers.target, numbers.targets.subList(0, SpokenNumbers.LINES - 3));
    Jobs.Outcome refused = SpokenNumbers.train(numbers.files("model"));
    assertEquals(4, refused.status());
    assertTrue(refused.err().contains("lines 398 to 400 of " + numbers.source), refused.err());
    assertFalse(Files.exists(folder.resolve("model/manifest.json")));
  }

  @Test
  void anotherEncodingOnOneSideIsRefused() throws IOException {
    Files.write(numbers.target, "un été\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(numbers.source, "a summer\n");
    Jobs.Outcome refused = SpokenNumbers.train(numbers.files("model"));
    assertEquals(4, refused.status());
    assertTrue(
        refused.err().contains("text.fr is not UTF-8: byte 0xE9 at offset 3"), refused.err());
  }

  @Test
  void emptyLongAndDoubledPairsAreCountedAndLeftOut() throws IOException {
    numbers.sources.addAll(List.of("", "one two", "one.", "one.", "one ".repeat(60)));
    numbers.targets.addAll(List.of("un", "  ", "un.", "un.", "un ".repeat(60)));
    Files.write(numbers.source, numbers.sources);
    Files.write(numbers.target, numbers.targets);
    Files.write(folder.resolve("v.en"), List.of("one two."));
    Files.write(folder.resolve("v.fr"), List.of("un deux."));
    Jobs.Outcome run =
        SpokenNumbers.train(
                numbers.files(
                    "model",
                    "--max-length",
                    "40",
                    "--vocabulary-size",
                    "5000",
                    "--validation-source",
                    folder.resolve("v.en").toString(),
                    "--validation-target",
                    folder.resolve("v.fr").toString()))
            .done();
    String said = run.err();
    assertTrue(said.contains(" of 405 (2 empty, 1 longer than 40 tokens, "), said);
    Set<String> distinct = new HashSet<>();
    for (int i = 0; i < 404; i++) {
      if (!numbers.sources.get(i).isBlank() && !numbers.targets.get(i).isBlank()) {
        distinct.add(numbers.sources.get(i) + "\t" + numbers.targets.get(i));
      }
    }
    assertTrue(said.contains(402 - distinct.size() + " repeated)"), said);
    assertTrue(said.contains("pairs to validate on: 1 of 1 (0 empty"), said);
    assertTrue(said.contains("of the 5,000 tokens asked for"), said);
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    for (String[] options :
        new String[][] {
          {"--attention", "cosine"},
          {"--vocabulary", "both"},
          {"--average", "0"},
          {"--scheduled-sampling", "2"},
          {"--label-smoothing", "1"},
          {"--dropout", "1"},
          {"--hidden-size", "33"},
          {"--validation-source", "x"},
          {"--input", "x"},
          {"--tokens", "syllable"}
        }) {
      assertEquals(
          2,
          SpokenNumbers.train(numbers.files("model", options)).status(),
          String.join(" ", options));
    }
    assertEquals(2, SpokenNumbers.train(numbers.small("model")).status());
    assertEquals(2, Jobs.run(new TranslationEvaluate(), List.of("--model", "x")).status());
  }

  /** The pairs as a table of CSV with a header in another order, quotes and an id. */
  private Path table() throws IOException {
    StringBuilder rows = new StringBuilder("id,French,English\r\n");
    for (int i = 0; i < SpokenNumbers.LINES; i++) {
      rows.append(i).append(",\"").append(numbers.targets.get(i)).append("\",");
      rows.append(numbers.sources.get(i)).append("\r\n");
    }
    return Files.writeString(folder.resolve("pairs.csv"), rows);
  }

  @Test
  void everyFormOfPairsGivesTheSameModel() throws IOException {
    String expected = SpokenNumbers.train(numbers.files("files", "--rounds", "2")).done().theta();
    StringBuilder tabs = new StringBuilder();
    for (int i = SpokenNumbers.LINES - 1; i >= 0; i--) {
      tabs.append(numbers.sources.get(i)).append('\t').append(numbers.targets.get(i)).append('\n');
    }
    Path tsv = Files.writeString(folder.resolve("pairs.txt"), tabs);
    assertEquals(expected, theta("tabs", "--input", tsv.toString()));
    String csv = table().toString();
    String[] names = {"--source-column", "English", "--target-column", "French"};
    assertEquals(expected, theta("csv", names[0], names[1], names[2], names[3], "--input", csv));
    Path parquet = folder.resolve("seven.parquet");
    TestSpark.session()
        .read()
        .option("header", true)
        .csv(csv)
        .repartition(7)
        .write()
        .parquet(parquet.toString());
    assertEquals(
        expected,
        theta("parquet", names[0], names[1], names[2], names[3], "--input", parquet.toString()));
    requireTranslatedTable(csv);
  }

  private String theta(String name, String... options) {
    List<String> all = numbers.small(name, "--rounds", "2");
    all.addAll(List.of(options));
    return SpokenNumbers.train(all).done().theta();
  }

  /** Columns of the input stand beside each translation. */
  private void requireTranslatedTable(String csv) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--model", folder.resolve("files").toString(), "--input", csv));
    options.addAll(List.of("--source-column", "English", "--keep", "id,French", "--beam", "1"));
    options.addAll(List.of("--format", "csv", "--output", folder.resolve("out").toString()));
    Jobs.Outcome done = Jobs.run(new TranslationTranslate(), options).done();
    assertEquals(SpokenNumbers.LINES, done.json().path("sentences").asInt());
    Dataset<Row> rows =
        TestSpark.session().read().option("header", true).csv(folder.resolve("out").toString());
    assertEquals(List.of("row", "id", "French", "source", "translation"), List.of(rows.columns()));
    Row one = rows.filter("id = '7'").first();
    assertEquals(numbers.targets.get(7), one.getString(2));
    assertEquals(numbers.sources.get(7), one.getString(3));
    requireTheSameInATable(csv, rows);
  }

  private void requireTheSameInATable(String csv, Dataset<Row> rows) {
    SparkSession session = TestSpark.session();
    session.sql("CREATE DATABASE phrases LOCATION '" + folder.resolve("phrases").toUri() + "'");
    try {
      List<String> options = new ArrayList<>();
      options.addAll(List.of("--model", folder.resolve("files").toString(), "--input", csv));
      options.addAll(List.of("--source-column", "English", "--keep", "id,French", "--beam", "1"));
      options.addAll(List.of("--output-table", "phrases.french", "--date", "2026-01-31"));
      Jobs.run(new TranslationTranslate(), options).done();
      Dataset<Row> there = session.table("phrases.french");
      String[] columns = {"row", "id", "French", "source", "translation"};
      assertEquals(
          // CSV has no empty text beside none.
          rows.na()
              .fill("")
              .selectExpr("cast(row as bigint)", "id", "French", "source", "translation")
              .orderBy("row")
              .collectAsList(),
          there.selectExpr(columns).orderBy("row").collectAsList());
      assertEquals("[[2026-01-31]]", there.select("date").distinct().collectAsList().toString());
    } finally {
      session.sql("DROP DATABASE phrases CASCADE");
    }
  }

  @ParameterizedTest
  @CsvSource({"'',is empty", "'en,fr\n',has no rows", "'en,fr\n\"\",un.\n',has no usable row: "})
  void tablesWithoutRowsAreRefusedInTheWordsOfEveryTask(String content, String words)
      throws IOException {
    Path none = Files.writeString(folder.resolve("none.csv"), content);
    List<String> options = numbers.small("bad", "--input", none.toString());
    options = new ArrayList<>(options);
    options.addAll(List.of("--source-column", "en", "--target-column", "fr"));
    Jobs.Outcome refused = SpokenNumbers.train(options);
    assertEquals(4, refused.status(), refused.err());
    assertTrue(refused.err().contains("--input " + none + " " + words), refused.err());
  }

  @Test
  void aRowWithoutAllCellsIsNamed() throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), "en,fr\none.,un.\ntwo.\n");
    Jobs.Outcome refused =
        SpokenNumbers.train(
            numbers.small(
                "bad",
                "--input",
                table.toString(),
                "--source-column",
                "en",
                "--target-column",
                "fr"));
    assertEquals(4, refused.status());
    String message =
        "t.csv, row 2: has 1 cell, the header has 2; more than --max-bad-fraction 0.01";
    assertTrue(refused.err().contains(message), refused.err());
  }
}
