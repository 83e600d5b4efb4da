package dev.recurrent.spark.job;

import dev.recurrent.math.Kernels;
import dev.recurrent.spark.RunState;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.CheckpointAverage;
import dev.recurrent.spark.run.MemoryPlan;
import dev.recurrent.spark.run.Progress;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.spark.run.ValidationMetric;
import dev.recurrent.train.Batch;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The part that all {@code train} actions share, once there are a model and shards: plan, summary,
 * start or resume, rounds.
 *
 * @param <B> the model's batches
 */
public final class TrainingJob<B extends Batch> {
  private final JavaSparkContext spark;
  private final Model<B> model;
  private final RunBook book;
  private final TrainingOptions options;
  private final ShardedData<B> data;
  private final JavaRDD<Shard<B>> validation;
  private @Nullable ValidationMetric judge;
  private int keep = 1;

  public TrainingJob(
      JavaSparkContext spark,
      Model<B> model,
      RunBook book,
      TrainingOptions options,
      ShardedData<B> data,
      JavaRDD<Shard<B>> validation) {
    this.spark = spark;
    this.model = model;
    this.book = book;
    this.options = options;
    this.data = data;
    this.validation = validation;
  }

  /** Lets a judge choose the best parameters instead of the loss, and keeps those of so many. */
  public TrainingJob<B> judgedBy(ValidationMetric chosen, int most) {
    judge = chosen;
    keep = most;
    return this;
  }

  /**
   * Trains to the end.
   *
   * @param parameters to start from, or null for fresh ones
   * @param targetsPerBatch of one shard, for the plan
   * @param activationsPerTarget floats kept for each target's backward pass, for the plan
   */
  public TrainingRun.Result run(
      float @Nullable [] parameters, int targetsPerBatch, long activationsPerTarget)
      throws IOException {
    TrainingRun.Settings settings =
        options.settings(data.shards(), book.localSteps(), data.batchesPerEpoch());
    announce(settings, targetsPerBatch, activationsPerTarget);
    RunState state =
        parameters == null
            ? RunState.start(model, settings.training().optimizer(), data.shards(), options.seed)
            : RunState.from(parameters, settings.training().optimizer(), data.shards());
    Checkpoint fresh = new Checkpoint(state, new Checkpoint.Best(null), List.of(), book.files());
    Checkpoint begin = book.begin(model.layout(), settings.training().optimizer(), fresh);
    if (book.resumes()) {
      book.say("resuming after round %d", begin.state().round);
    }
    try {
      TrainingRun<B> run = new TrainingRun<>(spark, model, settings, data, validation);
      if (judge != null) {
        run.judgedBy(judge, keep);
      }
      return run.run(begin, book.directory(), Progress.toStandardError());
    } catch (Exception e) {
      book.failed(e);
      throw e;
    }
  }

  /** What is to be published of the run that the judge has watched. */
  public CheckpointAverage best(TrainingRun.Result result) {
    CheckpointAverage best =
        CheckpointAverage.of(result, Objects.requireNonNull(judge, "no judge"));
    if (!best.said().isEmpty()) {
      book.say("%s", best.said());
    }
    return best;
  }

  private void announce(
      TrainingRun.Settings settings, int targetsPerBatch, long activationsPerTarget) {
    book.say("%s", ModelSummary.table(model.kind(), model.layers()).stripTrailing());
    book.say("%s", Kernels.description());
    MemoryPlan cost =
        new MemoryPlan(
            settings.averaging(),
            model.layout().size(),
            settings.training().optimizer().momentsPerParameter(),
            activationsPerTarget * targetsPerBatch);
    int steps = settings.averaging().localSteps();
    book.say("%s", cost.line(targetsPerBatch, (data.batchesPerEpoch() + steps - 1) / steps));
    SparkConf conf = spark.getConf();
    boolean local = spark.isLocal();
    long executor = local ? 0 : conf.getSizeAsBytes("spark.executor.memory", "1g");
    int tasks =
        local
            ? Math.min(spark.defaultParallelism(), data.shards())
            : Math.max(
                1, conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1));
    cost.requireFits(Runtime.getRuntime().maxMemory(), executor, tasks);
  }
}
