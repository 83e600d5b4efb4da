package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.SearchMetric;
import dev.recurrent.spark.job.SearchOptions;
import dev.recurrent.spark.job.TrainingSearch;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains forecasting networks with different options, and keeps the best. */
@Command(
    description =
        "Searches options of forecasting train. Trials are compared by MASE over rolling origins of"
            + " the validation rows, or by the mean absolute error (MAE) if these have no MASE.",
    sortOptions = false)
public final class ForecastingSearch implements Job {
  /** Which values are forecast, and from which. */
  private static final List<String> FIXED =
      List.of(
          "time-column",
          "target-column",
          "series-column",
          "time-format",
          "time-zone",
          "frequency",
          "missing",
          "decimal",
          "wide",
          "bad-series",
          "horizon",
          "season",
          "train-rows",
          "validation-rows");

  private static final SearchMetric MASE = new SearchMetric(ValidationForecasts.MASE, true);

  @Mixin private SearchOptions search = new SearchOptions();
  @Mixin private ForecastingTrain train = new ForecastingTrain();

  public static void main(String[] arguments) {
    JobRunner.main(new ForecastingSearch(), arguments);
  }

  @Override
  public String task() {
    return "forecasting";
  }

  @Override
  public String action() {
    return "search";
  }

  @Override
  public void requireValid() {
    search.requireValid();
    train.requireValid();
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    return new TrainingSearch(ForecastingTrain::new, search, MASE, FIXED).run(context);
  }
}
