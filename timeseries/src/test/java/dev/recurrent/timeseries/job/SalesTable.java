package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table of two shops whose sales have a period of five days, and a training on it. */
record SalesTable(Path folder, Path file) {
  static final int DAYS = 120;

  static SalesTable in(Path folder) throws IOException {
    // Series "a" and "b" rise and fall with a period of 5 days, one above the other.
    StringBuilder rows = new StringBuilder("day,shop,sales,promotion\n");
    for (int day = 0; day < DAYS; day++) {
      for (String shop : new String[] {"a", "b"}) {
        double sales = (shop.equals("a") ? 20 : 50) + 10 * Math.sin(2 * Math.PI * day / 5);
        rows.append(java.time.LocalDate.of(2026, 1, 1).plusDays(day))
            .append(',')
            .append(shop)
            .append(',')
            .append(sales)
            .append(',')
            .append(day % 2)
            .append('\n');
      }
    }
    Path file = Files.writeString(folder.resolve("sales.csv"), rows);
    return new SalesTable(folder, file);
  }

  List<String> series(String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--input",
                file.toString(),
                "--time-column",
                "day",
                "--target-column",
                "sales",
                "--series-column",
                "shop"));
    options.addAll(List.of(more));
    return options;
  }

  JobRun train(String output, String... more) {
    List<String> options =
        series(
            "--output",
            folder.resolve(output).toString(),
            "--horizon",
            "3",
            "--context-length",
            "10",
            "--hidden-size",
            "12",
            "--cell",
            "gru",
            "--shards",
            "2",
            "--batch-size",
            "16",
            "--epochs",
            "20",
            "--learning-rate",
            "0.01");
    options.addAll(List.of(more));
    return JobRun.of(new ForecastingTrain(), options);
  }
}
