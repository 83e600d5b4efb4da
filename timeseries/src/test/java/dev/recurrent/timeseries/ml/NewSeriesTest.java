package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.timeseries.forecast.Covariate;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Shops of three regions: their level is that of the region, and leaflets raise it. */
class NewSeriesTest {
  private static final int DAYS = 60;
  private static final Map<String, Integer> LEVELS = Map.of("east", 20, "west", 50, "north", 80);
  private static final StructType SCHEMA =
      new StructType()
          .add("day", DataTypes.DateType)
          .add("shop", DataTypes.StringType)
          .add("sales", DataTypes.DoubleType)
          .add("promotion", DataTypes.StringType)
          .add("region", DataTypes.StringType)
          .add("size", DataTypes.IntegerType);

  /** Days of a shop: {@code seen} of them with sales, then three without. */
  private static List<Row> shop(String name, String region, int first, int seen) {
    List<Row> rows = new ArrayList<>();
    for (int day = first; day < first + seen + 3; day++) {
      boolean leaflet = (day * 7 + name.hashCode()) % 5 == 0;
      double level = LEVELS.getOrDefault(region, 45);
      Double sales = day < first + seen ? level + (leaflet ? 10 : 0) + day % 3 : null;
      Date date = Date.valueOf(LocalDate.of(2026, 1, 1).plusDays(day));
      rows.add(
          RowFactory.create(date, name, sales, leaflet ? "leaflet" : null, region, 100 + day / 99));
    }
    return rows;
  }

  private static Dataset<Row> table(List<Row> rows) {
    return TestSpark.session().createDataFrame(rows, SCHEMA);
  }

  private static RecurrentForecasterModel fit(Dataset<Row> table, int epochs) {
    return new RecurrentForecaster()
        .setTimeCol("day")
        .setTargetCol("sales")
        .setSeriesCol("shop")
        .setCovariates("promotion")
        .setStaticCovariates("region", "size")
        .setCategories("promotion", "size")
        .setShortContexts("0.5")
        .setResidual("none")
        .setHorizon(3)
        .setContextLength(8)
        .setCell("gru")
        .setHiddenSize(12)
        .setShards(2)
        .setBatchSize(16)
        .setLearningRate(0.01f)
        .setEpochs(epochs)
        .fit(table);
  }

  @Test
  void aNewShopIsForecastFromItsCategories() {
    List<Row> rows = new ArrayList<>();
    for (String region : List.of("east", "west", "north")) {
      for (int i = 0; i < 4; i++) {
        rows.addAll(shop(region + i, region, 0, DAYS));
      }
    }
    rows.addAll(shop("young", "south", DAYS - 2, 2));
    RecurrentForecasterModel model = fit(table(rows), 16);
    List<Covariate> covariates = model.forecaster().model().config().window().covariates();
    // No window of the south is trained on, so its vector would be noise.
    assertEquals(
        List.of(
            "promotion KNOWN [leaflet]", "region STATIC [east, north, west]", "size STATIC [100]"),
        covariates.stream().map(c -> c.name() + " " + c.kind() + " " + c.words()).toList());
    // Neither the order of the rows nor their partitions show.
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.reverse(shuffled);
    float[] once = fit(table(rows), 1).forecaster().parameters();
    assertArrayEquals(once, fit(table(shuffled).repartition(5), 1).forecaster().parameters());

    List<Row> fresh = new ArrayList<>(shop("west9", "west", DAYS, 0));
    fresh.addAll(shop("east9", "east", DAYS, 0));
    fresh.addAll(shop("three", "abroad", DAYS, 3));
    fresh.addAll(shop("one", "abroad", DAYS, 1));
    fresh.addAll(shop("none", "abroad", DAYS, 0));
    List<Row> forecasts = model.transform(table(fresh)).collectAsList();
    assertEquals(15, forecasts.size());
    for (Row row : forecasts) {
      double point = row.getAs("prediction");
      double low = row.getAs("q10");
      double high = row.getAs("q90");
      assertTrue(Double.isFinite(low) && low <= point && point <= high, row.toString());
      assertTrue(point > -40 && point < 160, "far from all shops: " + row);
    }
    // Nothing but the region tells them apart.
    assertTrue(level(forecasts, "west9") > level(forecasts, "east9") + 10, forecasts.toString());
    assertEquals(Date.valueOf("2026-03-02"), first(forecasts, "west9"));
    assertEquals(Date.valueOf("2026-03-05"), first(forecasts, "three"));
  }

  private static double level(List<Row> forecasts, String shop) {
    return forecasts.stream()
        .filter(row -> row.getAs("shop").equals(shop))
        .mapToDouble(row -> row.<Double>getAs("prediction"))
        .average()
        .orElseThrow();
  }

  private static Date first(List<Row> forecasts, String shop) {
    return forecasts.stream()
        .filter(row -> row.getAs("shop").equals(shop))
        .map(row -> row.<Date>getAs("day"))
        .sorted()
        .findFirst()
        .orElseThrow();
  }
}
