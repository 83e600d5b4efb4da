package dev.recurrent.benchmark;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.Initializer;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.ParameterAveraging;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.RunState;
import dev.recurrent.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs the product's own rounds in one Spark context and says what they took. */
final class RoundBench {
  private final JavaSparkContext spark;
  private final AveragingConfig.Moments moments;
  private final int slots;
  private final TaskClock clock = new TaskClock();

  /**
   * @param moments what becomes of them between rounds
   */
  RoundBench(JavaSparkContext spark, AveragingConfig.Moments moments) {
    this.spark = spark;
    this.moments = moments;
    this.slots =
        Math.max(1, spark.defaultParallelism() / spark.getConf().getInt("spark.task.cpus", 1));
    spark.sc().addSparkListener(clock);
  }

  int slots() {
    return slots;
  }

  /** Medians of {@code rounds} rounds after one to warm up. */
  RoundTimes run(RoundTask task, int rounds) throws InterruptedException {
    run(task.withBatches(1, 1, 1), loop(task.withBatches(1, 1, 1)), state(task));
    ParameterAveraging<TokenBatch> loop = loop(task);
    RunState state = state(task);
    List<RoundTimes> times = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      times.add(run(task, loop, state));
    }
    return RoundTimes.median(times);
  }

  private RoundTimes run(RoundTask task, ParameterAveraging<TokenBatch> loop, RunState state)
      throws InterruptedException {
    clock.expectJob();
    long begin = System.nanoTime();
    RoundReport report = loop.round(state);
    double total = (System.nanoTime() - begin) / 1e9;
    return RoundTimes.of(task, slots, total, report, clock.await());
  }

  private static RunState state(RoundTask task) {
    float[] parameters = new float[task.parameters()];
    Initializer.uniform(
        Matrix.view(parameters, 0, 1, parameters.length), 0.05, new SplittableRandom(1));
    return RunState.from(parameters, TrainingConfig.defaults().optimizer(), task.shards());
  }

  private ParameterAveraging<TokenBatch> loop(RoundTask task) {
    LanguageModel model = task.model();
    return new ParameterAveraging<>(
        spark, model, TrainingConfig.defaults(), task.averaging(moments), task.data(spark));
  }

  void close() {
    spark.sc().removeSparkListener(clock);
  }
}
