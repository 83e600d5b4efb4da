package dev.recurrent.timeseries.backtest;

import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Forecasts from many past origins, each with nothing but what lay before it, and the naive ones of
 * the same origins. Origins are spread over the cluster; sums are added in a fixed order.
 */
public final class Backtest {
  private static final int ORIGINS_A_PART = 512;
  private static final int BATCH = 128;
  private static final int MOST_PARTS = 1000;

  private Backtest() {}

  /**
   * Which origins, and in what unit errors are.
   *
   * @param rows where in a series of a length the tested rows lie
   * @param stride from one origin to the next
   * @param scaled whether errors are of values standardised by the rows before the tested ones
   * @param naive2 whether M4's Naive2 is computed, for OWA
   */
  public record Plan(Rows rows, WindowConfig window, int stride, boolean scaled, boolean naive2)
      implements Serializable {
    /** The validation rows of training, every horizon. */
    public static Plan validation(SplitRule rule, WindowConfig window) {
      return new Plan(new Rows(rule, 0), window, window.horizon(), false, false);
    }

    Origins origins(TimeSeries series) {
      int length = series.length();
      return Origins.between(series, window, rows.begin(length), rows.end(length));
    }
  }

  /**
   * The tested rows of a series: those behind training and validation rows, or the last.
   *
   * @param testRows 0 for the validation rows themselves
   */
  public record Rows(SplitRule rule, int testRows) implements Serializable {
    int begin(int length) {
      if (testRows == 0) {
        return rule.of(length).train();
      }
      return rule.trainRows() > 0
          ? Math.min(length, rule.trainRows() + rule.validationRows())
          : Math.max(0, length - testRows);
    }

    int end(int length) {
      return testRows == 0
          ? rule.of(length).validation()
          : Math.min(length, begin(length) + testRows);
    }

    /** The rows whose mean and deviation are the unit of scaled errors. */
    int reference(int length) {
      return rule.trainRows() > 0 ? Math.min(rule.trainRows(), length) : begin(length);
    }
  }

  /** Takes every step of a backtest, on the executors. */
  @FunctionalInterface
  public interface StepOutput {
    /**
     * @param steps that are there until this returns
     */
    void write(JavaRDD<BacktestSteps> steps) throws Exception;
  }

  /** What came out, for JSON and report. */
  public static BacktestResult run(
      JavaSparkContext spark,
      JavaRDD<TimeSeries> series,
      ForecastModel model,
      float[] parameters,
      Plan plan) {
    Broadcast<float[]> theta = spark.broadcast(parameters);
    JavaRDD<ScoredPart> scored = scored(series, model, theta, plan, false);
    try {
      return result(scored, model, plan);
    } finally {
      scored.unpersist();
      theta.destroy();
    }
  }

  /**
   * The same.
   *
   * @param output of every step; only for a backtest that has a result
   */
  public static BacktestResult run(
      JavaSparkContext spark,
      JavaRDD<TimeSeries> series,
      ForecastModel model,
      float[] parameters,
      Plan plan,
      StepOutput output)
      throws Exception {
    Broadcast<float[]> theta = spark.broadcast(parameters);
    JavaRDD<ScoredPart> scored = scored(series, model, theta, plan, true);
    try {
      BacktestResult result = result(scored, model, plan);
      output.write(scored.map(part -> Objects.requireNonNull(part.steps)));
      return result;
    } finally {
      scored.unpersist();
      theta.destroy();
    }
  }

  private static BacktestResult result(JavaRDD<ScoredPart> scored, ForecastModel model, Plan plan) {
    return BacktestResult.of(
        scored.map(part -> part.scores), plan, model.config().distribution().probabilistic());
  }

  private static JavaRDD<ScoredPart> scored(
      JavaRDD<TimeSeries> series,
      ForecastModel model,
      Broadcast<float[]> theta,
      Plan plan,
      boolean steps) {
    int parts = parts(series, plan);
    return series
        .zipWithIndex()
        .flatMapToPair(
            pair -> {
              List<Tuple2<Integer, BacktestPart>> cut = new ArrayList<>();
              for (BacktestPart part :
                  BacktestPart.of(pair._1(), pair._2(), plan, ORIGINS_A_PART)) {
                cut.add(new Tuple2<>((int) ((pair._2() + part.number()) % parts), part));
              }
              return cut.iterator();
            })
        .partitionBy(new IdentityPartitioner(parts))
        .mapPartitions(it -> score(it, new Forecaster(model, theta.value()), plan, steps), true)
        .persist(StorageLevel.DISK_ONLY());
  }

  /** By the number of origins: what batches are made of must not follow the cluster's size. */
  private static int parts(JavaRDD<TimeSeries> series, Plan plan) {
    long origins = series.map(s -> (long) plan.origins(s).count(plan.stride())).fold(0L, Long::sum);
    return (int) Math.max(1, Math.min(MOST_PARTS, origins / ORIGINS_A_PART));
  }

  private static Iterator<ScoredPart> score(
      Iterator<Tuple2<Integer, BacktestPart>> it, Forecaster forecaster, Plan plan, boolean steps) {
    List<BacktestPart> parts = new ArrayList<>();
    it.forEachRemaining(pair -> parts.add(pair._2()));
    parts.sort(Comparator.comparingLong(BacktestPart::series).thenComparing(BacktestPart::number));
    List<ScoredPart> scores = new ArrayList<>();
    for (List<BacktestPart> some : batches(parts)) {
      scores.addAll(score(some, forecaster, plan, steps));
    }
    return scores.iterator();
  }

  /** Parts of about a batch's origins together: short series would make small batches. */
  private static List<List<BacktestPart>> batches(List<BacktestPart> parts) {
    List<List<BacktestPart>> batches = new ArrayList<>();
    int room = 0;
    for (BacktestPart part : parts) {
      if (room <= 0) {
        batches.add(new ArrayList<>());
        room = BATCH;
      }
      batches.get(batches.size() - 1).add(part);
      room -= part.origins().count(part.stride());
    }
    return batches;
  }

  private static List<ScoredPart> score(
      List<BacktestPart> parts, Forecaster forecaster, Plan plan, boolean steps) {
    boolean probabilistic = forecaster.model().config().distribution().probabilistic();
    List<Forecaster.Origin> origins = new ArrayList<>();
    for (BacktestPart part : parts) {
      origins.addAll(part.all());
    }
    List<Forecast> forecasts = new ArrayList<>(origins.size());
    for (int i = 0; i < origins.size(); i += BATCH) {
      forecasts.addAll(
          forecaster.forecast(origins.subList(i, Math.min(origins.size(), i + BATCH))));
    }
    List<ScoredPart> scores = new ArrayList<>();
    int at = 0;
    for (BacktestPart part : parts) {
      int count = part.all().size();
      List<Forecast> own = forecasts.subList(at, at + count);
      scores.add(
          new ScoredPart(
              part.score(own, plan),
              steps ? BacktestSteps.of(part, own, plan, probabilistic) : null));
      at += count;
    }
    return scores;
  }
}
