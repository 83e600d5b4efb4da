package dev.recurrent.timeseries.backtest;

import dev.recurrent.spark.Counts;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Intervals;
import dev.recurrent.timeseries.forecast.Levels;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Forecasts from many past origins, each with nothing but what lay before it, and the baselines of
 * the same origins. Origins are spread over the cluster; sums are added in a fixed order.
 */
public final class Backtest {
  private static final int ORIGINS_A_PART = 512;
  private static final int BATCH = 128;
  private static final int MOST_PARTS = 1000;

  /** Per cent of the values that lie in the bands that are measured by default. */
  public static final List<Integer> STANDARD_LEVELS = List.of(80, 95);

  private static final long MOST_FOR_ETS = 3_000_000;
  private static final long MOST_FOR_THETA = 30_000_000;

  private Backtest() {}

  /**
   * Which origins, and in what unit errors are.
   *
   * @param rows where in a series of a length the tested rows lie
   * @param stride from one origin to the next
   * @param scaled whether errors are of values standardised by the rows before the tested ones
   * @param baselines to compare with
   * @param levels of the bands to measure
   */
  public record Plan(
      Rows rows,
      WindowConfig window,
      int stride,
      boolean scaled,
      List<Baseline> baselines,
      Levels levels)
      implements Serializable {
    /** Copies the baselines into a list that Spark's serializers read. */
    public Plan {
      baselines = new ArrayList<>(baselines);
    }

    /** All baselines, and the bands that are measured by default. */
    public Plan(Rows rows, WindowConfig window, int stride, boolean scaled) {
      this(rows, window, stride, scaled, List.of(Baseline.values()), Levels.of(STANDARD_LEVELS));
    }

    /** The validation rows of training, every horizon. */
    public static Plan validation(SplitRule rule, WindowConfig window) {
      return new Plan(new Rows(rule, 0), window, window.horizon(), false);
    }

    /** The same from every so many origins. */
    Plan every(int steps) {
      return new Plan(rows, window, steps, scaled, baselines, levels);
    }

    /** The same with other baselines and bands. */
    public Plan with(List<Baseline> others, Levels bands) {
      return new Plan(rows, window, stride, scaled, others, bands);
    }

    /**
     * The same without baselines that would take long on these series. Estimating ETS takes about
     * 10 microseconds for a value, Theta 1: on one core neither takes more than half a minute.
     */
    public Plan affordable(JavaRDD<TimeSeries> series) {
      Plan own = this;
      long[] values = series.map(s -> own.estimated(s)).fold(new long[2], Counts::plus);
      List<Baseline> kept = new ArrayList<>(baselines);
      kept.removeIf(b -> b == Baseline.ETS && values[0] > MOST_FOR_ETS);
      kept.removeIf(b -> b == Baseline.THETA && values[1] > MOST_FOR_THETA);
      return with(kept, levels);
    }

    /** Values that ETS and Theta are estimated from. */
    private long[] estimated(TimeSeries series) {
      Origins origins = origins(series);
      int count = origins.count(stride) == 0 ? 0 : origins.first();
      return new long[] {Math.min(count, Baseline.ETS_FITTED), count};
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
      JavaSparkContext spark, JavaRDD<TimeSeries> series, Forecaster forecaster, Plan plan) {
    Broadcast<float[]> theta = spark.broadcast(forecaster.parameters());
    JavaRDD<ScoredPart> scored = scored(series, forecaster, theta, plan, false);
    try {
      return result(scored, forecaster, plan);
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
      Forecaster forecaster,
      Plan plan,
      StepOutput output)
      throws Exception {
    Broadcast<float[]> theta = spark.broadcast(forecaster.parameters());
    JavaRDD<ScoredPart> scored = scored(series, forecaster, theta, plan, true);
    try {
      BacktestResult result = result(scored, forecaster, plan);
      output.write(scored.map(part -> Objects.requireNonNull(part.steps)));
      return result;
    } finally {
      scored.unpersist();
      theta.destroy();
    }
  }

  private static BacktestResult result(
      JavaRDD<ScoredPart> scored, Forecaster forecaster, Plan plan) {
    return BacktestResult.of(scored.map(part -> part.scores), plan, forecaster.probabilistic());
  }

  private static JavaRDD<ScoredPart> scored(
      JavaRDD<TimeSeries> series,
      Forecaster forecaster,
      Broadcast<float[]> theta,
      Plan plan,
      boolean steps) {
    ForecastModel model = forecaster.model();
    Intervals intervals = forecaster.intervals();
    return cut(series, plan)
        .mapPartitions(
            it -> {
              Forecaster own = new Forecaster(model, theta.value()).with(intervals);
              return score(it, own.with(plan.levels()), plan, steps);
            },
            true)
        .persist(StorageLevel.DISK_ONLY());
  }

  /** The series' origins in parts that no cluster decides, each with what its forecasts need. */
  static JavaPairRDD<Integer, BacktestPart> cut(JavaRDD<TimeSeries> series, Plan plan) {
    int parts = parts(series, plan);
    return series
        .zipWithIndex()
        .flatMapToPair(
            pair -> {
              long number = pair._2();
              return BacktestPart.of(pair._1(), number, plan, ORIGINS_A_PART)
                  .map(part -> new Tuple2<>((int) ((number + part.number()) % parts), part))
                  .iterator();
            })
        .partitionBy(new IdentityPartitioner(parts));
  }

  /** By the number of origins: what batches are made of must not follow the cluster's size. */
  private static int parts(JavaRDD<TimeSeries> series, Plan plan) {
    long origins = series.map(s -> (long) plan.origins(s).count(plan.stride())).fold(0L, Long::sum);
    return (int) Math.max(1, Math.min(MOST_PARTS, origins / ORIGINS_A_PART));
  }

  private static Iterator<ScoredPart> score(
      Iterator<Tuple2<Integer, BacktestPart>> it, Forecaster forecaster, Plan plan, boolean steps) {
    List<ScoredPart> scores = new ArrayList<>();
    for (List<BacktestPart> some : batches(it)) {
      scores.addAll(score(some, forecaster, plan, steps));
    }
    return scores.iterator();
  }

  /** Parts of about a batch's origins together: short series would make small batches. */
  static List<List<BacktestPart>> batches(Iterator<Tuple2<Integer, BacktestPart>> it) {
    List<BacktestPart> parts = new ArrayList<>();
    it.forEachRemaining(pair -> parts.add(pair._2()));
    parts.sort(Comparator.comparingLong(BacktestPart::series).thenComparing(BacktestPart::number));
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
    boolean probabilistic = forecaster.probabilistic();
    List<Forecaster.Origin> origins = new ArrayList<>();
    for (BacktestPart part : parts) {
      origins.addAll(part.all());
    }
    List<Forecast> forecasts = forecasts(origins, forecaster);
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

  /** The forecasts of origins, in batches. */
  static List<Forecast> forecasts(List<Forecaster.Origin> origins, Forecaster forecaster) {
    List<Forecast> forecasts = new ArrayList<>(origins.size());
    for (int i = 0; i < origins.size(); i += BATCH) {
      forecasts.addAll(
          forecaster.forecast(origins.subList(i, Math.min(origins.size(), i + BATCH))));
    }
    return forecasts;
  }
}
