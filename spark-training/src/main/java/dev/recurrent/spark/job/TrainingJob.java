package dev.recurrent.spark.job;

import dev.recurrent.math.Kernels;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.MemoryPlan;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.spark.run.ValidationMetric;
import dev.recurrent.spark.tracking.TensorBoardFiles;
import dev.recurrent.train.Batch;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.io.IOException;
import java.util.Map;
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
  private final PlannedRun planned;
  private final Model<B> model;
  private final ShardedData<B> data;
  private final JavaRDD<Shard<B>> validation;
  private @Nullable ValidationMetric metric;
  private int keep = 1;

  public TrainingJob(
      PlannedRun planned, Model<B> model, ShardedData<B> data, JavaRDD<Shard<B>> validation) {
    this.planned = planned;
    this.model = model;
    this.data = data;
    this.validation = validation;
  }

  /** Lets a metric choose the best parameters instead of the loss, and keeps those of so many. */
  public TrainingJob<B> selectBy(ValidationMetric chosen, int most) {
    metric = chosen;
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
  public ModelPublisher run(
      float @Nullable [] parameters, int targetsPerBatch, long activationsPerTarget)
      throws IOException {
    TrainingOptions options = planned.options();
    JavaSparkContext spark = planned.context().spark();
    TrainingRun.Settings settings =
        options.plan().settings(data.shards(), planned.plan().localSteps(), data.batchesPerEpoch());
    announce(spark, settings, targetsPerBatch, activationsPerTarget);
    Checkpoint fresh = Checkpoint.fresh(model, settings, parameters, planned.files());
    Checkpoint begin = planned.begin(model.layout(), settings.training().optimizer(), fresh);
    if (planned.plan().resumes()) {
      planned.console().say("resuming after round %d", begin.state().round);
    }
    planned.directory().status("running", Map.of("round", begin.state().round));
    TrainingRun<B> run = new TrainingRun<>(spark, model, settings, data, validation);
    if (metric != null) {
      run.selectBy(metric, keep);
    }
    Progress progress = new Progress(planned.console(), spark);
    TrainingRun.Result result =
        run.stopWhen(planned.context().interruption()::requested)
            .run(begin, records(begin.state().round), progress);
    return new ModelPublisher(planned, model, result, metric, run::evaluate);
  }

  /** The run's directory, and what tools and people see of the run while it goes on. */
  private RunRecords records(long rounds) {
    RunDirectory directory = planned.directory();
    RunRecords records = new RunRecords(directory, planned.console());
    HadoopDirectory events = directory.child(TensorBoardFiles.DIRECTORY);
    boolean on = planned.options().tracking.tensorboard;
    records.add(
        TensorBoardFiles.DIRECTORY,
        () -> {
          // Files of an earlier run go either way.
          TensorBoardFiles files = TensorBoardFiles.begin(events, rounds);
          return on ? files : null;
        });
    records.add(MetricsTable.OPTION, () -> planned.tracking().metrics(planned));
    records.add("MLflow", () -> planned.tracking().begin(planned));
    String chosenBy = metric == null ? "validation loss" : metric.name();
    records.add(
        RunningReport.NAME, () -> new RunningReport(planned, model, chosenBy, System::nanoTime));
    return records;
  }

  /** On a standalone cluster an executor has all cores of its worker, where nobody says less. */
  private static int coresOfAnExecutor(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    if (conf.contains("spark.executor.cores") || !spark.master().startsWith("spark://")) {
      return conf.getInt("spark.executor.cores", 1);
    }
    // The driver is among those that the tracker knows.
    int executors = Math.max(1, spark.sc().statusTracker().getExecutorInfos().length - 1);
    return (spark.defaultParallelism() + executors - 1) / executors;
  }

  private void announce(
      JavaSparkContext spark,
      TrainingRun.Settings settings,
      int targetsPerBatch,
      long activationsPerTarget) {
    Console console = planned.console();
    console.say("%s", ModelSummary.table(model.kind(), model.layers()).stripTrailing());
    console.detail("%s", Kernels.description());
    MemoryPlan cost =
        new MemoryPlan(
                settings.averaging(),
                model.layout().size(),
                settings.training().optimizer().momentsPerParameter(),
                activationsPerTarget * targetsPerBatch)
            .withKept(keep);
    int steps = settings.averaging().localSteps();
    console.say("%s", cost.line(targetsPerBatch, (data.batchesPerEpoch() + steps - 1) / steps));
    console.detail("%s", cost.cost(targetsPerBatch));
    SparkConf conf = spark.getConf();
    boolean local = spark.isLocal();
    long executor = local ? 0 : conf.getSizeAsBytes("spark.executor.memory", "1g");
    int tasks =
        local
            ? Math.min(spark.defaultParallelism(), data.shards())
            : Math.max(1, coresOfAnExecutor(spark) / conf.getInt("spark.task.cpus", 1));
    JobException.usageIfIllegal(
        () -> {
          cost.requireFits(Runtime.getRuntime().maxMemory(), executor, tasks);
          return cost;
        });
  }
}
