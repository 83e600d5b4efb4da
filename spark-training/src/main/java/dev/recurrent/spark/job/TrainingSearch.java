package dev.recurrent.spark.job;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.run.ClusterCores;
import dev.recurrent.spark.run.ConcurrentRuns;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.run.RunStoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A search over the options of a {@code train} action. Each trial is a run of that action, with a
 * directory of its own below the search's, whose lock covers all. Trials are compared when all of a
 * stage are done, so that the result depends neither on how many run at a time nor on which ends
 * first. They are compared on validation data alone.
 */
public final class TrainingSearch {
  static final String TRIALS = "trials";

  private static final String OTHER_DATA = "trials could not be compared";

  /** Of the search itself; a trial has none of them, or its own. */
  private static final Map<String, String> REFUSED = new LinkedHashMap<>();

  static {
    for (String own : List.of("output", "overwrite", "resume", "config", "master", "conf")) {
      REFUSED.put(own, "the search has it");
    }
    for (String other :
        List.of("verbose", "help", "tensorboard", "mlflow", "metrics-table", "max-minutes")) {
      REFUSED.put(other, "it decides nothing of the model");
    }
    for (String length : List.of("epochs", "rounds", "shards")) {
      REFUSED.put(length, "all trials have the same cost");
    }
    REFUSED.put("seed", "it would choose by luck");
    for (String publish :
        List.of("publish", "publish-margin", "keep-models", "ensemble", "snapshots")) {
      REFUSED.put(publish, "train with the best options to use it");
    }
    List.of(
            "input",
            "input-format",
            "input-table",
            "input-query",
            "input-snapshot",
            "delimiter",
            "encoding",
            "no-header",
            "max-bad-fraction",
            "init-from")
        .forEach(data -> REFUSED.put(data, OTHER_DATA));
  }

  private final Supplier<Job> train;
  private final SearchOptions options;
  private final SearchMetric metric;
  private final Map<String, String> refused = new LinkedHashMap<>(REFUSED);

  /**
   * @param train makes the action that trains
   * @param metric what trials are compared by
   * @param fixed options that only this task has and that no search can change: other data, or
   *     another score
   */
  public TrainingSearch(
      Supplier<Job> train, SearchOptions options, SearchMetric metric, List<String> fixed) {
    this.train = train;
    this.options = options;
    this.metric = metric;
    fixed.forEach(name -> refused.put(name, OTHER_DATA));
  }

  /**
   * Searches, and publishes the best trial's model.
   *
   * @return the keys of the JSON result
   * @throws JobException for options that cannot be, before anything runs; with the first trial's
   *     reason if all trials failed
   */
  public Map<String, Object> run(JobContext context) throws Exception {
    Map<String, String> settings = context.settings();
    for (String unused : List.of("publish", "ensemble")) {
      String value = settings.get(unused);
      if (value != null && !value.equals("1")) {
        throw JobException.usage(
            "--" + unused + " belongs to train; train with the options that the search finds");
      }
    }
    TrialCommands commands = new TrialCommands(context, train);
    SearchSpace space = SearchSpace.parse(options.search, commands.spec(), refused);
    List<Trial> trials = new ArrayList<>();
    for (Map<String, String> drawn :
        space.draw(Long.parseLong(settings.getOrDefault("seed", "1")), options.trials)) {
      trials.add(new Trial(trials.size(), drawn, metric));
    }
    commands.requireValid(trials);
    if (trials.size() < options.trials) {
      context.console().say("the ranges have %d different trials", trials.size());
    }
    HalvingPlan plan = plan(settings, trials.size());
    try (RunDirectory directory =
        RunDirectory.take(context.command().value("output"), context.hadoop())) {
      return run(context, commands, plan, new SearchFiles(directory, context, trials));
    }
  }

  private Map<String, Object> run(
      JobContext context, TrialCommands commands, HalvingPlan plan, SearchFiles files)
      throws Exception {
    Map<String, Object> done = files.begin();
    if (done != null) {
      return done;
    }
    try {
      int shards =
          files.shards(() -> ClusterCores.count(context.spark(), context.listener()::note));
      List<Trial> alive = files.trials();
      for (int stage = 0; stage < plan.stages().size(); stage++) {
        train(context, commands, files, new Work(alive, stage, plan.stages().get(stage), shards));
        if (requireOneMeasure(alive, metric)) {
          files.write();
        }
        int most = stage + 1 < plan.stages().size() ? plan.stages().get(stage + 1).trials() : 1;
        alive = HalvingPlan.best(alive, stage, most);
        requireAny(alive, files.trials());
      }
      return files.publish(alive.get(0), plan.stages().size());
    } catch (Exception e) {
      files.failed(e);
      throw e;
    }
  }

  private HalvingPlan plan(Map<String, String> settings, int trials) {
    long length = length(settings);
    if (options.halving > 1 && length == 0) {
      throw JobException.usage(
          "--halving needs to know the end: give --epochs or --rounds, or --halving 1");
    }
    return HalvingPlan.of(trials, options.halving, length);
  }

  /** Where the option is not given, stages are planned for the usual number. */
  private static long epochs(Map<String, String> settings) {
    String epochs = settings.get(TrainingOptions.EPOCHS);
    return epochs == null ? RunPlan.defaults().limits().epochs() : Long.parseLong(epochs);
  }

  private static long length(Map<String, String> settings) {
    long epochs = epochs(settings);
    return epochs > 0 ? epochs : Long.parseLong(settings.getOrDefault("rounds", "0"));
  }

  /**
   * What is to be done at a stage.
   *
   * @param alive trials that take part
   * @param shards W of all trials
   */
  private record Work(List<Trial> alive, int number, HalvingPlan.Stage stage, int shards) {}

  private void train(JobContext context, TrialCommands commands, SearchFiles files, Work work)
      throws IOException, InterruptedException {
    boolean inEpochs = epochs(context.settings()) > 0;
    long budget = work.stage().budget();
    context
        .console()
        .say(
            "stage %d: %s %s",
            work.number() + 1,
            Quantity.of(work.alive().size(), "trial"),
            budget == 0 ? "to the end" : "to " + (inEpochs ? "epoch " : "round ") + budget);
    List<Callable<Boolean>> runs = new ArrayList<>();
    for (Trial trial : work.alive()) {
      runs.add(
          () -> {
            TrialWatch watch =
                new TrialWatch(
                    inEpochs ? budget : 0, inEpochs ? 0 : budget, options.parallel, metric);
            train(context, commands.of(trial, work.shards(), watch), watch, trial, work.number());
            files.write();
            return true;
          });
    }
    for (var ended : ConcurrentRuns.of(options.parallel, runs)) {
      Throwable failure = ended.failure();
      if (context.interruption().requested()) {
        throw RunStoppedException.ofSeveral(files.directory());
      }
      if (failure != null) {
        throw ConcurrentRuns.<RuntimeException>unchanged(failure);
      }
    }
  }

  private void train(
      JobContext context, TrialCommands.Started started, TrialWatch watch, Trial trial, int stage)
      throws Exception {
    if (trial.failure() != null || trial.stages() > stage) {
      // An earlier start of the search came as far.
      return;
    }
    try {
      if (context.interruption().requested()) {
        throw RunStoppedException.ofSeveral(trial.directory());
      }
      Map<String, Object> result = started.job().run(started.context());
      double score =
          result.get(ModelPublisher.SCORE) instanceof Number n ? n.doubleValue() : Double.NaN;
      String measure = String.valueOf(result.getOrDefault(ModelPublisher.MEASURE, metric.name()));
      ended(trial, measure, metric.turn(score));
    } catch (TrialPausedException paused) {
      ended(trial, watch.measure(), watch.score());
    } catch (ChangedInputException e) {
      // Nothing is known of the trial: it can go on with its own data.
      throw e;
    } catch (Exception e) {
      if (context.interruption().requested()) {
        throw e;
      }
      trial.failed(Diagnosis.of(e));
    }
    Diagnosis failure = trial.failure();
    context
        .console()
        .say(
            "%s",
            Console.fit(
                failure != null
                    ? "trial " + trial.number() + " failed: " + failure.message()
                    : String.format(
                        Locale.ROOT,
                        "trial %d: %s %.6g; %s",
                        trial.number(),
                        trial.metric().name(),
                        trial.figure(),
                        trial.said())));
  }

  private static void ended(Trial trial, String measure, double score) {
    if (Double.isNaN(score)) {
      trial.failed(new Diagnosis(ExitCode.DIVERGED, "its score is not a number"));
    } else {
      trial.scored(measure, score);
    }
  }

  /**
   * Scores of another measure than the search's own are for a search in which no trial has that.
   *
   * @return whether a trial failed for it
   */
  static boolean requireOneMeasure(List<Trial> alive, SearchMetric metric) {
    List<Trial> scored = alive.stream().filter(t -> t.failure() == null && t.stages() > 0).toList();
    if (scored.stream().noneMatch(trial -> trial.metric().equals(metric))) {
      return false;
    }
    boolean any = false;
    for (Trial trial : scored) {
      if (!trial.metric().equals(metric)) {
        String reason = "it has no " + metric.name() + ", as others have, but ";
        trial.failed(new Diagnosis(ExitCode.BAD_INPUT, reason + trial.metric().name()));
        any = true;
      }
    }
    return any;
  }

  private static void requireAny(List<Trial> alive, List<Trial> all) {
    if (!alive.isEmpty()) {
      return;
    }
    Set<String> reasons = new LinkedHashSet<>();
    @Nullable Diagnosis first = null;
    for (Trial trial : all) {
      Diagnosis failure = trial.failure();
      if (failure != null) {
        first = first == null ? failure : first;
        reasons.add(failure.message());
      }
    }
    throw new JobException(
        first == null ? ExitCode.FAILED : first.code(),
        "no trial came to an end: " + String.join("; ", reasons.stream().limit(3).toList()));
  }
}
