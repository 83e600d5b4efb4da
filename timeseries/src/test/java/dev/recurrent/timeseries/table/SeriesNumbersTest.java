package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells that hold numbers in other forms: truth values, commas and points. */
class SeriesNumbersTest {
  @TempDir Path folder;

  private SeriesSettings options(String name, String rows) throws IOException {
    SeriesSettings options = new SeriesSettings();
    options.input = Files.writeString(folder.resolve(name), rows).toString();
    options.timeColumn = "t";
    options.targetColumn = "y";
    return options;
  }

  private static float[] values(SeriesSettings options) {
    return SeriesTable.read(TestSpark.session(), options, null).series().first().values();
  }

  private static String refused(SeriesSettings options) {
    return String.valueOf(
        assertThrows(UnusableInputException.class, () -> values(options)).getMessage());
  }

  @Test
  void trueAndFalseAreOneAndZeroInEveryFormat() throws IOException {
    float[] expected = {1, 0, 0};
    assertArrayEquals(expected, values(options("b.csv", "t,y\n1,True\n2,False\n3,false\n")));
    String json = "{\"t\":1,\"y\":true}\n{\"t\":2,\"y\":false}\n{\"t\":3,\"y\":false}\n";
    assertArrayEquals(expected, values(options("b.json", json)));
    SeriesSettings typed = options("c.csv", "");
    typed.given = TestSpark.session().range(1, 4, 1, 1).selectExpr("id t", "id = 1 y", "id > 2 x");
    typed.covariates = List.of("x");
    assertArrayEquals(expected, values(typed));
    SeriesTable table = SeriesTable.read(TestSpark.session(), typed, null);
    assertArrayEquals(new float[] {0, 0, 1}, table.series().first().covariates()[0]);
    typed.covariates = List.of();
    typed.staticCovariates = List.of("z");
    typed.given = typed.given.withColumn("z", org.apache.spark.sql.functions.lit(true));
    SeriesTable constant = SeriesTable.read(TestSpark.session(), typed, null);
    assertEquals(1f, constant.series().first().covariates()[0][0]);
  }

  @Test
  void commasAndPointsInOneColumnAreRefusedUnlessSomeoneSaysWhatTheyAre() throws IOException {
    String rows = "t;y\n1;899,5\n2;1.101\n3;950,25\n";
    String message = refused(options("m.csv", rows));
    assertTrue(message.contains("column \"y\" has commas and points in its numbers"), message);
    assertTrue(message.contains("\"899,5\" in"), message);
    assertTrue(message.contains("m.csv, row 2; pass --decimal ,"), message);
    SeriesSettings comma = options("m.csv", rows);
    comma.decimal = ",";
    assertArrayEquals(new float[] {899.5f, 1101, 950.25f}, values(comma));
    float[] plain = values(options("p.csv", "t;y;x\n1;8,5;0.5\n2;1101;0.25\n3;2,25;1\n"));
    assertArrayEquals(new float[] {8.5f, 1101, 2.25f}, plain);
  }

  @Test
  void aWideTableIsOfOneStyle() throws IOException {
    SeriesSettings wide = options("w.csv", "s;v1;v2\na;1,5;2,5\nb;1.101;3\n");
    wide.wide = true;
    assertTrue(refused(wide).contains("the table has commas and points"), refused(wide));
    wide = options("v.csv", "s;v1;v2\na.b;1,5;2,5\nb;11;3\n");
    wide.wide = true;
    assertArrayEquals(new float[] {1.5f, 2.5f}, values(wide));
  }
}
