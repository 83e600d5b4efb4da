package dev.recurrent.spark.job;

import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.RunDirectory;
import java.io.IOException;
import java.util.Map;

/**
 * The output directory of a training job: locked, and the kind of start decided, while no data has
 * been read. A task reads its data with one of these in hand, and gets a {@link TrainingSetup} for
 * it; that gives a {@link PlannedRun}, which gives a {@link TrainingJob}, which gives a {@link
 * ModelPublisher}.
 */
public final class ClaimedOutput {
  private final JobContext context;
  private final TrainingOptions options;
  private final RunDirectory directory;
  private final ResumePolicy policy;
  private final Tracking tracking;

  private ClaimedOutput(
      JobContext context,
      TrainingOptions options,
      RunDirectory directory,
      ResumePolicy policy,
      Tracking tracking) {
    this.tracking = tracking;
    this.context = context;
    this.options = options;
    this.directory = directory;
    this.policy = policy;
  }

  /** What a task does with its directory. */
  @FunctionalInterface
  public interface Training {
    /**
     * Reads the data, trains and publishes.
     *
     * @return the keys of the JSON result
     */
    Map<String, Object> run(ClaimedOutput output) throws Exception;
  }

  /**
   * Takes {@code --output}, decides what kind of start this is, trains, and sees to it that {@code
   * run-status.json} says how the run ended, however it ended. A run that has finished already is
   * not trained again: its result is returned without a look at the data.
   *
   * @throws JobException if a run lies there and neither --resume nor --overwrite is given, or the
   *     run to resume had other options, or the directory cannot be written
   */
  public static Map<String, Object> train(
      JobContext context, TrainingOptions options, Training training) throws Exception {
    if (options.resume && options.overwrite) {
      throw JobException.usage("--resume and --overwrite exclude each other");
    }
    try (RunDirectory directory = take(context, options)) {
      RunEnd end = new RunEnd(context, directory);
      end.correct();
      ResumePolicy policy = ResumePolicy.decide(directory, options, context.options());
      Tracking tracking = new Tracking(context, directory, options.tracking);
      if (policy.done()) {
        end.already(policy.before());
        tracking.already();
        context.console().say("%s is finished already: nothing to do", directory);
        publishAgain(context, options, directory, policy);
        return policy.result();
      }
      if (options.resume && !policy.resumes()) {
        context.console().say("no checkpoint in %s yet: starting from the beginning", directory);
      }
      if (policy.resumes()) {
        context.inputs().resume(policy.provenance().get(ResumePolicy.INPUTS));
      }
      if (options.initFrom != null && !policy.resumes()) {
        // Now, not when the data have been read, is the time to find that there is no model.
        HadoopDirectory.at(options.initFrom, context.hadoop()).open();
      }
      context.interruption().allow(Interruption.LONG, () -> end.failed(new InterruptedException()));
      return trained(
          training, new ClaimedOutput(context, options, directory, policy, tracking), end);
    }
  }

  /** Trains; both the status and the server hear how it ended. */
  private static Map<String, Object> trained(Training training, ClaimedOutput output, RunEnd end)
      throws Exception {
    Map<String, Object> result;
    try {
      result = training.run(output);
    } catch (TrialPausedException paused) {
      output.directory.status("paused", Map.of("reason", String.valueOf(paused.getMessage())));
      output.tracking.finished(Map.of());
      throw paused;
    } catch (Exception e) {
      // Behind the rounds the work of a finished training may be stopped as well.
      Exception why = output.context.interruption().requested() ? end.stopped(e) : e;
      end.failed(why);
      output.tracking.failed(why);
      throw why;
    } catch (Error e) {
      end.failed(e);
      output.tracking.failed(e);
      throw e;
    }
    output.tracking.finished(result);
    return result;
  }

  /** A run that was killed when it had finished may not have come to publish. */
  private static void publishAgain(
      JobContext context, TrainingOptions options, RunDirectory directory, ResumePolicy policy)
      throws IOException {
    Publication publication = Publication.of(context, options.publish);
    if (publication == null) {
      return;
    }
    if (!(policy.before().get(Publication.KEY) instanceof Map<?, ?> decision)) {
      throw JobException.usage(
          "--publish: the run in "
              + directory
              + " finished without it; give --overwrite to train again");
    }
    publication.carryOut(decision, directory.model(), context.console());
  }

  private static RunDirectory take(JobContext context, TrainingOptions options)
      throws IOException, InterruptedException {
    try {
      return RunDirectory.take(options.output, context.hadoop());
    } catch (IOException | IllegalArgumentException e) {
      JobException refused = OutputDirectory.refused("--output " + options.output, e);
      if (refused != null) {
        throw refused;
      }
      throw e;
    }
  }

  /**
   * Goes on with data that has been opened.
   *
   * @param fingerprint of the data
   * @throws JobException if the run to resume had other data
   */
  public TrainingSetup withData(String fingerprint) {
    policy.requireSameData(fingerprint);
    return new TrainingSetup(context, options, directory, policy, fingerprint, tracking);
  }
}
