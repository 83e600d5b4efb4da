package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WideTableTest {
  @TempDir Path folder;

  @Test
  void aSeriesThatIsLeftOutIsNamed() throws IOException {
    SeriesSettings settings = new SeriesSettings();
    settings.input =
        Files.writeString(folder.resolve("w.csv"), "id,v1,v2\nA,1,2\nE,NA,\nF,,NaN\n").toString();
    settings.wide = true;
    SeriesTable table = SeriesTable.read(TestSpark.session(), settings, null);
    assertEquals(1, table.count());
    List<String> said = new ArrayList<>();
    table.announce(settings, said::add);
    assertEquals(
        List.of(
            "2 of 3 series cannot be used and are left out:",
            "  \"E\" has no value",
            "  \"F\" has no value"),
        said);
  }

  @Test
  void staticCovariatesOfARowAreNoValues() throws IOException {
    SeriesSettings settings = new SeriesSettings();
    String text = "region,id,v1,v2,size\nwest,A,1,2,7\n,B,3,,8\neast,C,5,6,7\n";
    settings.input = Files.writeString(folder.resolve("w.csv"), text).toString();
    settings.wide = true;
    settings.staticCovariates = List.of("size", "region");
    SeriesTable table = SeriesTable.read(TestSpark.session(), settings, null);
    assertEquals(
        List.of(
            Covariate.number("size", Covariate.Kind.STATIC),
            Covariate.category("region", Covariate.Kind.STATIC, List.of("east", "west"))),
        table.covariates());
    List<String> read =
        table.series().collect().stream()
            .map(s -> s.name() + Arrays.toString(s.values()) + Arrays.deepToString(s.covariates()))
            .toList();
    assertEquals(
        List.of("A[1.0, 2.0][[7.0], [2.0]]", "B[3.0][[8.0], [NaN]]", "C[5.0, 6.0][[7.0], [1.0]]"),
        read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet", "orc", "json"})
  void keysInNamesOfDirectoriesAreNoValues(String format) throws IOException {
    for (int shop = 7; shop < 9; shop++) {
      Path in = folder.resolve("in/shop=" + shop);
      TestSpark.session()
          .sql("select 's" + shop + "' id, 1.5 v1, 2.5 v2, 3.5 v3")
          .coalesce(1)
          .write()
          .format(format)
          .option("header", "true")
          .save(in.toString());
      Files.deleteIfExists(in.resolve("_SUCCESS"));
    }
    SeriesSettings settings = new SeriesSettings();
    settings.input = folder.resolve("in").toString();
    settings.wide = true;
    SeriesTable table = SeriesTable.read(TestSpark.session(), settings, null);
    List<TimeSeries> series = table.series().collect();
    assertEquals(List.of("s7", "s8"), series.stream().map(TimeSeries::name).toList());
    assertArrayEquals(new float[] {1.5f, 2.5f, 3.5f}, series.get(1).values());
    List<String> said = new ArrayList<>();
    table.announce(settings, said::add);
    assertEquals(List.of("not read as values, as they stand in names of directories: shop"), said);
  }
}
