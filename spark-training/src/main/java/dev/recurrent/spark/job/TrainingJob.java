package dev.recurrent.spark.job;

import dev.recurrent.math.Kernels;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.CheckpointAverage;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.MemoryPlan;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.run.TrainingResult;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.spark.run.ValidationMetric;
import dev.recurrent.spark.tracking.TensorBoardFiles;
import dev.recurrent.train.Batch;
import dev.recurrent.train.LayerRates;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.io.IOException;
import java.util.List;
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
  private int members = 1;
  private int snapshots = 1;
  private @Nullable TrialRanking ranking;
  private float averageWeight = 1f;
  private LayerRates layerRates = LayerRates.equal();

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
   * Lets another measure compare the trainings of a search than the one that chooses the best
   * parameters.
   */
  public TrainingJob<B> rankBy(TrialRanking trials) {
    ranking = trials;
    return this;
  }

  /** Trains so many networks at the same time, each with its own seed. */
  public TrainingJob<B> ensemble(int networks) {
    members = networks;
    return this;
  }

  /** Makes members of an ensemble of the best so many validations of each network. */
  public TrainingJob<B> snapshots(int most) {
    snapshots = most;
    keep = Math.max(keep, most);
    return this;
  }

  /**
   * Validates and publishes the exponential average of the parameters over the rounds.
   *
   * @param weight of a round's parameters, above 0; 1 for no average
   */
  public TrainingJob<B> averageIterates(float weight) {
    averageWeight = weight;
    return this;
  }

  /** Lets layers learn at rates of their own. */
  public TrainingJob<B> layerRates(LayerRates rates) {
    layerRates = rates;
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
        options
            .plan()
            .settings(data.shards(), planned.plan().localSteps(), data.batchesPerEpoch())
            .withLayerRates(layerRates);
    announce(spark, settings, targetsPerBatch, activationsPerTarget);
    Checkpoint fresh = Checkpoint.fresh(model, settings, parameters, planned.files());
    List<TrainingResult> results =
        members == 1
            ? List.of(single(settings, fresh))
            : ensemble(settings, fresh, parameters != null);
    EnsembleMembers ended = new EnsembleMembers(results, settings.training().seed());
    return new ModelPublisher(planned, model, ended, metric, run(settings, 0)::evaluate);
  }

  /** Of one network a metric chooses later, if there are no snapshots. */
  private TrainingResult single(TrainingRun.Settings settings, Checkpoint fresh)
      throws IOException {
    TrainingResult ended = train(settings, fresh);
    return snapshots > 1 ? published(ended) : ended;
  }

  private TrainingResult train(TrainingRun.Settings settings, Checkpoint fresh) throws IOException {
    Checkpoint begin = planned.begin(model.layout(), settings.training().optimizer(), fresh);
    begin.state().averageWeight = averageWeight;
    if (planned.plan().resumes()) {
      planned.console().say("resuming after round %d", begin.state().round);
    }
    planned.directory().status("running", Map.of("round", begin.state().round));
    Progress progress = new Progress(planned.console(), planned.context().spark());
    TrialWatch trial = planned.context().trial();
    TrainingRun<B> run =
        run(settings, 0)
            .stopWhen(planned.context().interruption()::requested)
            .pauseWhen(state -> trial != null && trial.reached(state));
    TrainingResult result =
        run.run(begin, records(planned.directory(), 0, begin.state().round), progress);
    if (trial != null) {
      if (ranking != null) {
        trial.score(ranking.of(result.parameters));
      } else {
        trial.score(score(result, run));
      }
      if (result.end == TrainingRun.End.PAUSED) {
        throw new TrialPausedException(result.rounds);
      }
    }
    return result;
  }

  /** What a search compares trainings by, the higher the better. */
  private double score(TrainingResult result, TrainingRun<B> run) {
    double score = result.best.get(0).score;
    if (!Double.isNaN(score)) {
      return score;
    }
    return metric == null
        ? -run.evaluate(result.parameters)
        : metric.score(result.parameters, ValidationMetric.NO_ROUND);
  }

  private List<TrainingResult> ensemble(
      TrainingRun.Settings settings, Checkpoint fresh, boolean given) throws IOException {
    planned.console().say("ensemble: %d networks at the same time", members);
    List<TrainingResult> results =
        new EnsembleTraining<>(planned, model, settings, this::run, this::published)
            .run(
                members,
                fresh,
                given,
                (directory, member, round) -> records(directory, member, round));
    for (int i = 0; i < members; i++) {
      planned
          .console()
          .say(
              "member %d: %,d rounds, validation loss %.4f",
              i, results.get(i).rounds, results.get(i).validationLoss);
    }
    return results;
  }

  /** What a member of an ensemble publishes. */
  private TrainingResult published(TrainingResult member) {
    if (snapshots > 1) {
      if (member.best.size() < snapshots) {
        planned
            .console()
            .say(
                "--snapshots %d: the run has %d validations, and as many members",
                snapshots, member.best.size());
      }
      return member.withSnapshots(snapshots);
    }
    return metric == null
        ? member
        : member.withParameters(CheckpointAverage.of(member, metric).parameters());
  }

  /** The run of a member, over the same data in an order of its own. */
  private TrainingRun<B> run(TrainingRun.Settings settings, int member) {
    TrainingRun<B> run =
        new TrainingRun<>(
            planned.context().spark(),
            model,
            settings,
            member == 0 ? data : data.shuffledBy(settings.training().seed()),
            validation);
    return metric == null ? run.keep(keep) : run.selectBy(metric, keep);
  }

  /**
   * A member's directory, and what tools and people see of the run while it goes on: of an
   * ensemble, its first member.
   */
  private RunRecords records(RunDirectory directory, int member, long rounds) {
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
    if (member > 0) {
      return records;
    }
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
    TrialWatch trial = planned.context().trial();
    console.say("%s", ModelSummary.table(model.kind(), model.layers()).stripTrailing());
    console.detail("%s", Kernels.description());
    MemoryPlan cost =
        new MemoryPlan(
                settings.averaging(),
                model.layout().size(),
                settings.training().optimizer().momentsPerParameter(),
                activationsPerTarget * targetsPerBatch)
            .withKept(averageWeight < 1 ? keep + 1 : keep)
            .withRuns(members * (trial == null ? 1 : trial.parallel()));
    int steps = settings.averaging().localSteps();
    console.say("%s", cost.line(targetsPerBatch, (data.batchesPerEpoch() + steps - 1) / steps));
    console.detail("%s", cost.cost(targetsPerBatch));
    SparkConf conf = spark.getConf();
    boolean local = spark.isLocal();
    long executor = local ? 0 : conf.getSizeAsBytes("spark.executor.memory", "1g");
    int tasks =
        local
            ? Math.min(spark.defaultParallelism(), members * data.shards())
            : Math.max(1, coresOfAnExecutor(spark) / conf.getInt("spark.task.cpus", 1));
    JobException.usageIfIllegal(
        () -> {
          cost.requireFits(Runtime.getRuntime().maxMemory(), executor, tasks);
          return cost;
        });
  }
}
