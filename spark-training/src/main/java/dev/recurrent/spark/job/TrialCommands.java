package dev.recurrent.spark.job;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command of each trial: the search's own with the trial's options. */
final class TrialCommands {
  private static final Set<String> NOT_PASSED_ON = new LinkedHashSet<>(SearchOptions.NAMES);

  static {
    NOT_PASSED_ON.addAll(List.of("output", "overwrite", "resume", "config", "help"));
  }

  private final JobContext search;
  private final Supplier<Job> train;

  TrialCommands(JobContext search, Supplier<Job> train) {
    this.search = search;
    this.train = train;
  }

  /**
   * A trial's action with its options filled in.
   *
   * @param context that its run gets
   */
  record Started(Job job, JobContext context) {}

  /** The options that the action has. */
  CommandSpec spec() {
    return CommandSpec.forAnnotatedObject(train.get());
  }

  /**
   * Checks the options of all trials before the first one runs.
   *
   * @throws JobException naming the trial's options that cannot be
   */
  void requireValid(List<Trial> trials) {
    for (Trial trial : trials) {
      try {
        Job job = made(trial, 1, false).job();
        JobException.usageIfIllegal(
            () -> {
              job.requireValid();
              return job;
            });
      } catch (JobException | CommandLine.ParameterException e) {
        throw new JobException(
            ExitCode.USAGE, "--search gives " + trial.said() + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * The trial, to begin or to go on.
   *
   * @param shards W
   */
  Started of(Trial trial, int shards, TrialWatch watch) {
    Started made = made(trial, shards, true);
    made.context().trialOf(search, watch);
    return made;
  }

  private Started made(Trial trial, int shards, boolean resume) {
    Map<String, @Nullable String> values = new LinkedHashMap<>(trial.options());
    values.put("shards", Integer.toString(shards));
    values.put("output", output(trial));
    if (resume) {
      values.put("resume", null);
    }
    Console console =
        search.console().verbose()
            ? search.console().named("trial " + trial.number() + ": ")
            : search.console().quiet();
    Job job = train.get();
    return new Started(job, search.command().with(job, NOT_PASSED_ON, values, console).context());
  }

  private String output(Trial trial) {
    return search.command().value("output").replaceFirst("/+$", "") + "/" + trial.directory();
  }
}
