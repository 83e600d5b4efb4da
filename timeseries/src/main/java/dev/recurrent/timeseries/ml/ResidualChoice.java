package dev.recurrent.timeseries.ml;

import dev.recurrent.math.Seed;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.forecast.WindowCutter;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The forecast that a network corrects, chosen by validation: the network is trained for some steps
 * over each possible base, on the same windows of all series, one trial a task. The base with the
 * least validation loss is taken, and that of the untrained network counts too: so a base that is
 * itself a better forecast than what a short training reaches without it is not passed over.
 *
 * @param base the one chosen
 * @param said the losses, in one line
 */
record ResidualChoice(BaseForecast base, String said) {
  private static final int STEPS = 200;
  private static final int EVALUATIONS = 4;
  private static final int VALIDATION_WINDOWS = 1024;

  /** Values that trials read, at most: 32 MB. */
  private static final long MOST_VALUES = 8_000_000;

  /**
   * @param config of the network, with any base
   * @param training of the run
   * @param batchSize windows of a step
   */
  static ResidualChoice of(
      JavaRDD<TimeSeries> series,
      SplitRule rule,
      ForecastConfig config,
      TrainingConfig training,
      int batchSize) {
    List<BaseForecast> bases = new ArrayList<>(List.of(BaseForecast.NONE, BaseForecast.NAIVE));
    if (config.window().season() > 1) {
      bases.add(BaseForecast.SEASONAL);
    }
    // The widest reach: each trial reads the same windows.
    WindowConfig widest = config.window().withResidual(bases.get(bases.size() - 1));
    int most = windows(widest, STEPS * batchSize);
    ArrayList<Origins> learned =
        sample(
            series.map(s -> Origins.training(s, widest, rule.of(s.length()).train())),
            widest,
            most);
    ArrayList<Origins> validation =
        sample(
            series.map(
                s -> {
                  SplitRule.Split rows = rule.of(s.length());
                  return Origins.between(s, widest, rows.train(), rows.validation());
                }),
            widest,
            Math.min(most, VALIDATION_WINDOWS));
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(series.context());
    Trial trial = new Trial(config, training, batchSize);
    Broadcast<ArrayList<Origins>> train = spark.broadcast(learned);
    Broadcast<ArrayList<Origins>> test = spark.broadcast(validation);
    try {
      List<Double> losses =
          spark
              .parallelize(bases, bases.size())
              .map(base -> trial.loss(base, train.value(), test.value()))
              .collect();
      return best(bases, losses);
    } finally {
      train.destroy();
      test.destroy();
    }
  }

  /** Equal losses, and losses that are not finite, leave the earlier base. */
  static ResidualChoice best(List<BaseForecast> bases, List<Double> losses) {
    int best = 0;
    List<String> said = new ArrayList<>();
    for (int i = 0; i < bases.size(); i++) {
      said.add(
          String.format(
              Locale.ROOT, "%s %.5g", bases.get(i).name().toLowerCase(Locale.ROOT), losses.get(i)));
      best = losses.get(i) < losses.get(best) || Double.isNaN(losses.get(best)) ? i : best;
    }
    return new ResidualChoice(
        bases.get(best),
        "--residual "
            + bases.get(best).name().toLowerCase(Locale.ROOT)
            + ": the least validation loss of trials with "
            + STEPS
            + " steps ("
            + String.join(", ", said)
            + ")");
  }

  private static int windows(WindowConfig window, int wanted) {
    long each = window.contextLength() + window.reach() + window.horizon();
    return (int) Math.max(1, Math.min(wanted, MOST_VALUES / each));
  }

  /** Every so many origins of all series, each with its own window, by series and place. */
  private static ArrayList<Origins> sample(JavaRDD<Origins> all, WindowConfig window, int most) {
    long count = all.map(o -> (long) o.count(1)).fold(0L, Long::sum);
    int stride = (int) Math.max(1, (count + most - 1) / most);
    // Where series are many and short, only every so many of them has an origin in the sample.
    List<Origins> windows =
        all.zipWithIndex()
            .flatMap(
                pair -> {
                  Origins origins = pair._1();
                  int begin = (int) (Seed.of(pair._2(), stride) >>> 1) & Integer.MAX_VALUE;
                  return IntStream.iterate(
                          origins.first() + begin % stride,
                          at -> at <= origins.last(),
                          at -> at + stride)
                      .mapToObj(at -> new Origins(origins.series(), at, at).part(0, 1, window))
                      .iterator();
                })
            .collect();
    ArrayList<Origins> sorted = new ArrayList<>(windows);
    sorted.sort(
        Comparator.comparing((Origins o) -> o.series().name())
            .thenComparingLong(o -> o.series().step(o.first())));
    return sorted;
  }

  /**
   * The training of a small sample.
   *
   * @param training with the run's optimizer and rate
   */
  record Trial(ForecastConfig config, TrainingConfig training, int batchSize)
      implements Serializable {
    /** The least validation loss on the way; NaN if there is none. */
    double loss(BaseForecast base, List<Origins> train, List<Origins> test) {
      WindowConfig window = config.window().withResidual(base);
      ForecastModel model = new ForecastModel(config.withWindow(window));
      float[] parameters = new float[model.layout().size()];
      model.initialize(parameters, training.seed());
      TrainingConfig constant = training.withSchedule(LearningRateSchedule.constant());
      Trainer<WindowBatch> trainer =
          new Trainer<>(model, constant, TrainingState.start(parameters, training.optimizer()));
      double least = loss(trainer, window, test);
      for (int step = 1; step <= STEPS && !train.isEmpty(); step++) {
        trainer.step(drawn(window, train, step), Seed.of(training.seed(), step), 1);
        if (step % (STEPS / EVALUATIONS) == 0) {
          double now = loss(trainer, window, test);
          least = now < least || Double.isNaN(least) ? now : least;
        }
      }
      return least;
    }

    private WindowBatch drawn(WindowConfig window, List<Origins> from, int step) {
      WindowBatch batch = new WindowBatch(window, batchSize);
      WindowCutter cutter = new WindowCutter(window);
      for (int b = 0; b < batchSize; b++) {
        double unit = Seed.unit(Seed.bits(Seed.of(training.seed(), step), b + 1L));
        Origins one = from.get((int) (unit * from.size()));
        cutter.cut(one.series(), one.first(), batch, b, true);
      }
      return batch;
    }

    private double loss(Trainer<WindowBatch> trainer, WindowConfig window, List<Origins> test) {
      WindowCutter cutter = new WindowCutter(window);
      double sum = 0;
      long targets = 0;
      for (int from = 0; from < test.size(); from += batchSize) {
        int size = Math.min(batchSize, test.size() - from);
        WindowBatch batch = new WindowBatch(window, size);
        for (int b = 0; b < size; b++) {
          Origins one = test.get(from + b);
          cutter.cut(one.series(), one.first(), batch, b, true);
        }
        int n = batch.targets();
        sum += n == 0 ? 0 : n * trainer.boundModel().loss(batch);
        targets += n;
      }
      return targets == 0 ? Double.NaN : sum / targets;
    }
  }
}
