package dev.recurrent.spark.job;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.math.Seed;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.CheckpointStore;
import dev.recurrent.spark.run.ConcurrentRuns;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.run.RunStoppedException;
import dev.recurrent.spark.run.TrainingResult;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.train.Batch;
import dev.recurrent.train.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The members of an ensemble, trained at the same time over the same data. A member has its own
 * seed, and with it its own first parameters, order of the data and dropout; its run has a
 * directory of its own below the ensemble's, whose lock covers it. What a member comes to depends
 * on its seed alone, not on the other members.
 *
 * @param <B> the model's batches
 */
final class EnsembleTraining<B extends Batch> {
  private static final long MEMBER = 601;

  private final PlannedRun planned;
  private final Model<B> model;
  private final TrainingRun.Settings settings;
  private final BiFunction<TrainingRun.Settings, Integer, TrainingRun<B>> runs;
  private final UnaryOperator<TrainingResult> published;
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * @param settings of the first member
   * @param runs the run of a member, by its settings and its number
   * @param published what a member publishes of its result
   */
  EnsembleTraining(
      PlannedRun planned,
      Model<B> model,
      TrainingRun.Settings settings,
      BiFunction<TrainingRun.Settings, Integer, TrainingRun<B>> runs,
      UnaryOperator<TrainingResult> published) {
    this.planned = planned;
    this.model = model;
    this.settings = settings;
    this.runs = runs;
    this.published = published;
  }

  /** Where the checkpoints of a member go. */
  @FunctionalInterface
  interface Records {
    /**
     * @param directory of the member
     * @param round after which it begins
     */
    CheckpointStore of(RunDirectory directory, int member, long round) throws IOException;
  }

  /** The seed of a member: the run's own for the first, others drawn from it. */
  static long seed(long seed, int member) {
    return member == 0 ? seed : Seed.of(seed, MEMBER, member);
  }

  /**
   * Trains all members to their ends; those that ended in an earlier start are read.
   *
   * @param first where the first member begins
   * @param given whether {@code first} brings parameters that are not drawn from the seed
   * @return in the order of the members
   * @throws RunStoppedException if the job was asked to stop; each member has a checkpoint then
   */
  List<TrainingResult> run(int members, Checkpoint first, boolean given, Records records)
      throws IOException {
    RunDirectory directory = planned.directory();
    if (!planned.plan().resumes()) {
      directory.restart();
      // The ensemble has begun: a job that is killed from here on can be resumed.
      directory.save(first, model.layout());
    }
    List<Callable<TrainingResult>> all = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      int member = i;
      all.add(
          () -> {
            try {
              return train(member, first, given, records);
            } catch (Exception | Error e) {
              failed.set(true);
              throw e;
            }
          });
    }
    return results(all);
  }

  private List<TrainingResult> results(List<Callable<TrainingResult>> members) {
    List<TrainingResult> results = new ArrayList<>();
    Throwable failure = null;
    boolean stopped = false;
    try {
      for (var ended : ConcurrentRuns.of(members.size(), members)) {
        if (ended.value() != null) {
          results.add(ended.value());
        } else if (ended.failure() instanceof RunStoppedException) {
          stopped = true;
        } else if (failure == null) {
          failure = ended.failure();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    if (failure != null) {
      throw ConcurrentRuns.<RuntimeException>unchanged(failure);
    }
    if (stopped) {
      throw RunStoppedException.ofSeveral(planned.directory());
    }
    return results;
  }

  private TrainingResult train(int member, Checkpoint first, boolean given, Records records)
      throws IOException {
    RunDirectory directory = planned.directory().nested(RunDirectory.member(member));
    if (directory.finished() && !directory.begun()) {
      return TrainingResult.read(directory.model(), model.layout());
    }
    long seed = seed(settings.training().seed(), member);
    TrainingRun.Settings own =
        new TrainingRun.Settings(
            settings.training().withSeed(seed), settings.averaging(), settings.limits());
    Checkpoint begin =
        directory.begun() ? restored(directory, own) : fresh(member, own, first, given);
    Progress progress =
        new Progress(
            planned.console().named("member " + member + ": "),
            member == 0 ? planned.context().spark() : null);
    TrainingResult result =
        runs.apply(own, member)
            .stopWhen(() -> planned.context().interruption().requested() || failed.get())
            .run(begin, records.of(directory, member, begin.state().round), progress);
    TrainingResult chosen = published.apply(result);
    publish(directory, member, seed, chosen.withoutOthers());
    return chosen.withoutOthers();
  }

  private Checkpoint restored(RunDirectory directory, TrainingRun.Settings own) throws IOException {
    return directory.restore(
        model.layout(),
        own.training().optimizer(),
        planned.plan().shards(),
        List.copyOf(planned.files().keySet()));
  }

  private Checkpoint fresh(int member, TrainingRun.Settings own, Checkpoint first, boolean given) {
    float[] start = given ? start(first.state().training.parameters, own, member) : null;
    return Checkpoint.fresh(model, own, start, planned.files());
  }

  /** The given parameters; those that the first member drew are drawn anew. */
  private float[] start(float[] first, TrainingRun.Settings own, int member) {
    if (member == 0) {
      return first.clone();
    }
    float[] drawn = new float[first.length];
    model.initialize(drawn, settings.training().seed());
    float[] start = new float[first.length];
    model.initialize(start, own.training().seed());
    for (int i = 0; i < start.length; i++) {
      start[i] = first[i] == drawn[i] ? start[i] : first[i];
    }
    return start;
  }

  /** A member is a model too: it can be exported, or started from. */
  private void publish(RunDirectory directory, int member, long seed, TrainingResult result)
      throws IOException {
    Map<String, Object> description = new LinkedHashMap<>(planned.description());
    Map<String, Object> provenance = new LinkedHashMap<>();
    if (description.get("provenance") instanceof Map<?, ?> made) {
      made.forEach((name, value) -> provenance.put(String.valueOf(name), value));
    }
    provenance.put("member", member);
    provenance.put("memberSeed", Long.toString(seed));
    description.put("provenance", provenance);
    description.put(ResumePolicy.RESULT, result.facts());
    Map<String, FileContent> files = new LinkedHashMap<>();
    planned.files().forEach((name, bytes) -> files.put(name, FileContent.of(bytes)));
    files.put(ModelDirectory.MODEL, FileContent.of(Json.document(description)));
    files.put(ParameterFile.NAME, ParameterFile.content(model.layout(), result.parameters));
    files.put(Checkpoint.METRICS, FileContent.of(Checkpoint.metrics(result.reports)));
    directory.publishContents(files);
    RunEnd.finished(directory, result.facts());
  }
}
