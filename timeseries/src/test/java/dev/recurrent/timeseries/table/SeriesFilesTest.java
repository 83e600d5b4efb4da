package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of series in the forms that people have them in. */
class SeriesFilesTest {
  @TempDir Path folder;

  private SeriesSettings options(String input) {
    SeriesSettings options = new SeriesSettings();
    options.input = folder.resolve(input).toString();
    options.timeColumn = "day";
    options.targetColumn = "y";
    options.seriesColumn = "s";
    options.frequency = "D";
    return options;
  }

  private List<TimeSeries> read(SeriesSettings options) {
    return SeriesTable.read(TestSpark.session(), options, null).series().collect();
  }

  private String refused(SeriesSettings options) {
    return String.valueOf(
        assertThrows(UnusableInputException.class, () -> read(options)).getMessage());
  }

  private static String days(String rest, int days) {
    StringBuilder rows = new StringBuilder("day,s,y\n");
    for (int i = 0; i < days; i++) {
      rows.append(LocalDate.of(2024, 1, 1).plusDays(i)).append(rest).append('\n');
    }
    return rows.toString();
  }

  @Test
  void ofTwoRowsAtOneStepTheFileWhoseNameSortsLastCounts() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    // The correction is the shorter file, and is written first.
    Files.writeString(in.resolve("2024-01-02.csv"), "s,y,day\na,500,2024-01-03\n");
    Files.writeString(in.resolve("2024-01-01.csv"), days(",a,100", 20));
    float[] values = read(options("in")).get(0).values();
    assertEquals(20, values.length);
    assertEquals(500, values[2]);
    assertEquals(100, values[3]);
  }

  private List<String> said(SeriesSettings options) {
    List<String> said = new ArrayList<>();
    SeriesTable.read(TestSpark.session(), options, null).announce(options, said::add);
    return said;
  }

  @Test
  void booleansAreTheSameNumbersInEveryFormat() throws IOException {
    StringBuilder json = new StringBuilder();
    StringBuilder csv = new StringBuilder("day,s,y\n");
    for (int i = 0; i < 12; i++) {
      LocalDate day = LocalDate.of(2024, 1, 1).plusDays(i);
      json.append("{\"day\":\"").append(day).append("\",\"s\":\"a\",\"y\":");
      json.append(i < 10).append("}\n");
      csv.append(day).append(",a,").append(i < 10 ? "True" : "False").append('\n');
    }
    Files.writeString(folder.resolve("t.csv"), csv);
    Path lines = Files.writeString(folder.resolve("t.json"), json);
    String parquet = folder.resolve("t.parquet").toString();
    TestSpark.session().read().json(lines.toString()).coalesce(1).write().parquet(parquet);
    for (String name : List.of("t.csv", "t.json", "t.parquet")) {
      float[] values = read(options(name)).get(0).values();
      assertEquals("[1.0, 0.0]", Arrays.toString(new float[] {values[9], values[10]}), name);
    }
  }

  @Test
  void aFileOfCorrectionsMayReplaceManyRowsAndTheirNumberIsSaid() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("2024-01-01.csv"), days(",a,100", 40));
    Files.writeString(in.resolve("2024-01-02.csv"), days(",a,200", 30));
    SeriesSettings options = options("in");
    assertEquals(200, read(options).get(0).values()[29]);
    assertEquals(100, read(options).get(0).values()[30]);
    assertEquals(
        List.of(
            "30 of 70 rows are at a step that a file whose name sorts before has too: they replace"
                + " its rows; pass --series-column if the files hold different series"),
        said(options));
  }

  @Test
  void rowsTwiceInOneFileAreDuplicatesBesideAnyCorrections() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    String twice = days(",a,100", 40) + days(",a,100", 6).replace("day,s,y\n", "");
    Files.writeString(in.resolve("2024-01-01.csv"), twice);
    Files.writeString(in.resolve("2024-01-02.csv"), days(",a,200", 30));
    UnusableInputException e =
        assertThrows(UnusableInputException.class, () -> read(options("in")));
    assertEquals(
        options("in").source().given()
            + ": 6 of 76 rows fall on a step that has a row already (days), expected at most 1 %;"
            + " series \"a\" has 2 rows at 2024-01-01. Remove rows that are there twice, give a"
            + " shorter --frequency, or name with --series-column what tells the series apart",
        e.getMessage());
  }

  @Test
  void rowsThatAHolidayShiftedAreNamedWithTheirSteps() throws IOException {
    StringBuilder rows = new StringBuilder("day,s,y\n");
    for (int week = 0; week < 120; week++) {
      LocalDate sunday = LocalDate.of(2021, 1, 3).plusWeeks(week);
      rows.append(week == 50 ? sunday.minusDays(1) : sunday)
          .append(",a,")
          .append(week)
          .append('\n');
    }
    Files.writeString(folder.resolve("w.csv"), rows);
    SeriesSettings options = options("w.csv");
    options.frequency = null;
    float[] values = read(options).get(0).values();
    assertEquals(120, values.length);
    assertEquals(49, values[49]);
    assertEquals(50, values[50]);
    assertEquals(
        "rows between two steps: series \"a\": 2021-12-18 counts for 2021-12-19",
        said(options).get(1));
    // The week has a row of its own as well.
    Files.writeString(folder.resolve("w.csv"), rows + "2021-12-19,a,7\n");
    assertEquals(7, read(options).get(0).values()[50]);
    assertEquals(
        "rows between two steps: series \"a\": 2021-12-18 is left out, 2021-12-19 has a row of its"
            + " own",
        said(options).get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inf", "-Infinity", "1e39"})
  void anInfiniteCellIsNamedWithFileRowColumnAndValue(String value) throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), days(",a,1", 40));
    Files.writeString(file, Files.readString(file).replace("01-04,a,1", "01-04,a," + value));
    String message = refused(options("x.csv"));
    assertTrue(
        message.contains(
            file
                + ", row 4: series \"a\" at 2024-01-04: column \"y\" holds "
                + value
                + ", which is infinite or more than a 32-bit float can hold"),
        message);
  }

  @Test
  void quotesInTheNameOfASeriesAreLetters() throws IOException {
    Files.writeString(folder.resolve("q.csv"), days(",\"Monitor 24\"\", black\",1.5", 5));
    assertEquals("Monitor 24\", black", read(options("q.csv")).get(0).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void byteOrderMarksCarriageReturnsAndBlanksInTheHeaderDoNoHarm(String charset)
      throws IOException {
    String rows = days(",é,1.5", 5).replace("\n", "\r\n").replace("day,s,y", " day , s,y ");
    Files.write(folder.resolve("b.csv"), ("\uFEFF" + rows).getBytes(Charset.forName(charset)));
    List<TimeSeries> read = read(options("b.csv"));
    assertEquals("é", read.get(0).name());
    assertEquals(5, read.get(0).length());
  }

  @Test
  void commasBeforeDecimalsAreReadBetweenSemicolons() throws IOException {
    String rows = days(",a,1.5", 5).replace(",", ";").replace("1.5", "1,5");
    Files.writeString(folder.resolve("c.csv"), rows);
    assertEquals(1.5f, read(options("c.csv")).get(0).values()[0]);
    Files.writeString(folder.resolve("d.csv"), rows.replace("1,5", "1.234,5"));
    SeriesSettings grouped = options("d.csv");
    grouped.decimal = ",";
    assertEquals(1234.5f, read(grouped).get(0).values()[0]);
    String message = refused(options("d.csv"));
    assertTrue(message.contains("row 1: column \"y\" holds \"1.234,5\""), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NA", "NaN", "null", "", "\"\""})
  void paddingAtTheEndOfTheWideFormIsNoValue(String padding) throws IOException {
    Files.writeString(
        folder.resolve("w.csv"),
        "id,v1,v2,v3,v4\nB,1,2," + padding + "," + padding + "\nA,1,2,3,4\nC,5,6\n");
    SeriesSettings options = new SeriesSettings();
    options.input = folder.resolve("w.csv").toString();
    options.wide = true;
    List<TimeSeries> read = read(options);
    assertEquals(List.of("A", "B", "C"), read.stream().map(TimeSeries::name).toList());
    assertArrayEquals(new float[] {1, 2}, read.get(1).values());
    assertArrayEquals(new float[] {5, 6}, read.get(2).values());
  }

  @Test
  void ofTwoWideRowsOfASeriesThatOfTheLaterFileCountsAndTwoInOneFileAreRefused()
      throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("a.csv"), "id,v1,v2\nA,1,2\nB,3,4\n");
    Files.writeString(in.resolve("b.csv"), "id,v1,v2\nA,5,6\n");
    SeriesSettings options = new SeriesSettings();
    options.input = in.toString();
    options.wide = true;
    assertArrayEquals(new float[] {5, 6}, read(options).get(0).values());
    assertEquals(2, read(options).size());
    assertEquals(
        List.of(
            "1 series has a row in several files: that of the file whose name sorts last counts"),
        said(options));
    Files.writeString(in.resolve("b.csv"), "id,v1,v2\nA,5,6\nC,1,1\nA,7,8\n");
    UnusableInputException e = assertThrows(UnusableInputException.class, () -> read(options));
    assertEquals(
        "series \"A\" has two rows: "
            + in.resolve("b.csv")
            + ", row 1, and "
            + in.resolve("b.csv")
            + ", row 3; a wide table has one row a series: rename or remove one",
        e.getMessage());
  }

  @Test
  void badCellsAreNamedWithFileRowColumnAndValue() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), days(",a,1", 40));
    Files.writeString(file, Files.readString(file).replace("01-04,a,1", "01-04,a,abc"));
    assertEquals(
        "--input "
            + file
            + ": 1 of 40 rows cannot be used: "
            + file
            + ", row 4: column \"y\" holds \"abc\", expected a number; more than"
            + " --max-bad-fraction 0.0 allows",
        refused(options("x.csv")));
  }

  @ParameterizedTest
  @CsvSource({
    "'',is empty",
    "'day,s,y\n',has no rows",
    "'day,s,y\n2024-01-01,a,x\n',has no usable row: ",
    "'day,s,y\n\"2024-01-01,a,1\n',a quote is opened there and not closed",
    "'{\"day\":\n',is neither JSON lines"
  })
  void unusableFilesAreNamed(String content, String message) throws IOException {
    String name = content.startsWith("{") ? "e.json" : "e.csv";
    Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    String said = refused(options(name));
    assertTrue(said.contains(name) && said.contains(message), said);
  }

  @Test
  void jsonLinesAndAnArrayAreTables() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i < 6; i++) {
      lines.append("{\"day\": \"2024-01-0").append(i).append("\", \"s\": \"a\", \"y\": 2.5}\n");
    }
    Files.writeString(folder.resolve("l.json"), lines);
    String array = "[\n" + lines.toString().strip().replace("\n", ",\n") + "\n]\n";
    Files.writeString(folder.resolve("a.json"), array);
    for (String name : List.of("l.json", "a.json")) {
      assertEquals(5, read(options(name)).get(0).length());
    }
  }
}
