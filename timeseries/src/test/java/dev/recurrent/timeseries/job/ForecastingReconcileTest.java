package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forecasts of two regions with two shops each, by the command. */
class ForecastingReconcileTest {
  private static final List<String> LEAVES = List.of("n/a", "n/b", "s/a", "s/b");
  private static final List<String> SUMS = List.of("n", "s", "total");

  @TempDir Path folder;

  private String forecasts(String name, List<String> series, long shuffled) throws IOException {
    List<String> rows = new ArrayList<>();
    for (String one : series) {
      for (int day = 1; day < 4; day++) {
        double point = one.hashCode() % 13 + day;
        rows.add(
            String.format(
                Locale.ROOT,
                "%s,2026-05-0%d,%s,%s,%s,%s",
                one,
                day,
                point,
                point - 2,
                point,
                point + 3));
      }
    }
    Collections.shuffle(rows, new Random(shuffled));
    String text = "series,time,point,q10,q50,q90\n" + String.join("\n", rows) + "\n";
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String residuals() throws IOException {
    StringBuilder rows = new StringBuilder("series,origin,step,metric,model\n");
    Random random = new Random(2);
    for (int day = 0; day < 9; day++) {
      for (String metric : List.of("error", "mae")) {
        for (List<String> some : List.of(LEAVES, SUMS)) {
          for (String one : some) {
            rows.append(one).append(",2026-04-1").append(day).append(",1,").append(metric);
            rows.append(',').append(random.nextGaussian()).append('\n');
          }
        }
      }
    }
    return Files.writeString(folder.resolve("residuals.csv"), rows).toString();
  }

  private JobRun reconcile(String input, String output, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of("--input", input, "--hierarchy", "region,shop", "--date", "2026-05-01"));
    if (!output.isEmpty()) {
      options.addAll(List.of("--output", folder.resolve(output).toString()));
    }
    options.addAll(List.of(more));
    return JobRun.of(new ForecastingReconcile(), options);
  }

  private List<Row> rows(String output) {
    return TestSpark.session()
        .read()
        .parquet(folder.resolve(output + "/date=2026-05-01").toString())
        .orderBy("series", "time")
        .collectAsList();
  }

  @Test
  void forecastsOfAllLevelsAddUp() throws IOException {
    List<String> all = new ArrayList<>(LEAVES);
    all.addAll(SUMS);
    String errors = residuals();
    String input = forecasts("all.csv", all, 1);
    JobRun run = reconcile(input, "mint", "--residuals", errors).done();
    assertEquals(21, run.json().path("rows").asInt());
    requireSums(rows("mint"));
    // Neither the order of the rows nor Spark's partitions show.
    reconcile(forecasts("shuffled.csv", all, 9), "again", "--residuals", errors).done();
    assertEquals(rows("mint"), rows("again"));
    assertTrue(reconcile(input, "mint", "--residuals", errors).done().err().contains("is there"));

    JobRun missing = reconcile(forecasts("leaves.csv", LEAVES, 1), "x", "--method", "ols");
    assertEquals(4, missing.status(), missing.err());
    assertTrue(missing.err().contains("pass --method bottom-up"), missing.err());
    assertEquals(2, reconcile(input, "x").status());

    reconcile(folder.resolve("leaves.csv").toString(), "up", "--method", "bottom-up").done();
    requireSums(rows("up"));
    groups();
    aDateOfATableIsReplaced(input, errors);
  }

  /** The sum of each level, at each time. */
  private static void requireSums(List<Row> rows) {
    assertEquals(21, rows.size());
    for (int day = 0; day < 3; day++) {
      double[] points = new double[7];
      for (int i = 0; i < 7; i++) {
        Row row = rows.get(3 * i + day);
        points[i] = row.getDouble(2);
        assertTrue(row.getDouble(3) < row.getDouble(4) && row.getDouble(4) < row.getDouble(5));
      }
      // n, n/a, n/b, s, s/a, s/b, total
      assertEquals(points[0], points[1] + points[2], 1e-9);
      assertEquals(points[3], points[4] + points[5], 1e-9);
      assertEquals(points[6], points[0] + points[3], 1e-9);
    }
  }

  /** The rows are those of the directory; another run of the date changes nothing. */
  private void aDateOfATableIsReplaced(String input, String errors) {
    SparkSession spark = TestSpark.session();
    spark.sql("CREATE DATABASE sums LOCATION '" + folder.resolve("sums") + "'");
    try {
      spark.read().option("header", true).csv(errors).createOrReplaceTempView("backtests");
      String[] some = {
        "--residuals-query", "SELECT * FROM backtests", "--output-table", "sums.rows"
      };
      for (int run = 0; run < 2; run++) {
        JsonNode json = reconcile(input, "", some).done().json();
        assertEquals(21, json.path("rows").asInt());
        assertEquals("sums.rows", json.path("output_table").asText());
      }
      assertEquals(
          List.of("series", "time", "point", "q10", "q50", "q90", "date"),
          List.of(spark.table("sums.rows").columns()));
      assertEquals(
          rows("mint"),
          spark.table("sums.rows").drop("date").orderBy("series", "time").collectAsList());
      some[1] = "SELECT * FROM backtests UNION ALL SELECT * FROM backtests";
      JobRun twice = reconcile(input, "", some);
      assertEquals(4, twice.status(), twice.err());
      assertTrue(twice.err().contains("has two errors at 2026-04-1"), twice.err());
      JobRun nowhere = reconcile(input, "", "--method", "ols");
      assertEquals(2, nowhere.status(), nowhere.err());
      assertTrue(nowhere.err().contains("--output or --output-table is required"), nowhere.err());
    } finally {
      spark.sql("DROP VIEW IF EXISTS backtests");
      spark.sql("DROP DATABASE sums CASCADE");
    }
  }

  /** Names of a structure, no total: each region by itself. */
  private void groups() throws IOException {
    String structure =
        Files.writeString(
                folder.resolve("structure.csv"),
                "shop id,region,shop\n1,n,a\n2,n,b\n3,s,a\n4,s,b\n4,s,b\n")
            .toString();
    String input = forecasts("named.csv", List.of("1", "2", "3", "4", "n", "s"), 3);
    String[] named = {"--structure", structure, "--series-column", "shop id", "--total", "none"};
    List<String> options = new ArrayList<>(List.of(named));
    options.addAll(List.of("--method", "ols"));
    reconcile(input, "groups", options.toArray(new String[0])).done();
    List<Row> rows = rows("groups");
    assertEquals(18, rows.size());
    for (int day = 0; day < 3; day++) {
      double[] points = new double[6];
      for (int i = 0; i < 6; i++) {
        points[i] = rows.get(3 * i + day).getDouble(2);
      }
      assertEquals(points[4], points[0] + points[1], 1e-9);
      assertEquals(points[5], points[2] + points[3], 1e-9);
    }
  }
}
