package dev.recurrent.spark.job;

import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.run.RunStoppedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code run-status.json} says of a run that has ended: for schedulers that lose exit codes.
 */
final class RunEnd {
  private static final String RUNNING = "running";
  private static final String FINISHED = "finished";
  private static final String FAILED = "failed";

  private final JobContext context;
  private final RunDirectory directory;

  RunEnd(JobContext context, RunDirectory directory) {
    this.context = context;
    this.directory = directory;
  }

  /**
   * The model is published.
   *
   * @param result the keys of the JSON result
   */
  static void finished(RunDirectory directory, Map<String, Object> result) throws IOException {
    Map<String, Object> more = new LinkedHashMap<>();
    if (result.get("rounds") != null) {
      more.put("round", result.get("rounds"));
    }
    more.put(ResumePolicy.RESULT, result);
    directory.status(FINISHED, more);
  }

  /**
   * Corrects what a run left that was killed: nobody runs here, and "running" is the last that it
   * could write.
   */
  void correct() throws IOException {
    if (!directory.state().equals(RUNNING)) {
      return;
    }
    if (directory.begun() || !directory.finished()) {
      failed("the process ended without writing its status: it was killed, or its machine stopped");
      return;
    }
    try {
      byte[] model = directory.model().file(ModelDirectory.MODEL);
      finished(directory, ModelDescription.read(model, directory.toString()).result());
    } catch (UnusableModelException damaged) {
      failed(String.valueOf(damaged.getMessage()));
    }
  }

  private void failed(String reason) throws IOException {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("reason", reason);
    more.put("exit", ExitCode.FAILED.status());
    directory.status(FAILED, more);
  }

  /**
   * The run found a finished model, whose process may have ended before it could say so.
   *
   * @param result of that model
   */
  void already(Map<String, Object> result) throws IOException {
    if (!directory.state().equals(FINISHED)) {
      finished(directory, result);
    }
  }

  /** The run failed. Where nothing of it was written nothing is left behind, no status either. */
  void failed(Throwable failure) {
    if (failure instanceof JobException known && known.code() == ExitCode.NOT_PUBLISHED) {
      // The run has finished and its status says so.
      return;
    }
    try {
      if (directory.begun() || directory.finished()) {
        directory.status(
            context.interruption().requested() ? "interrupted" : FAILED, reason(failure));
      }
    } catch (IOException | RuntimeException | OutOfMemoryError unwritable) {
      context
          .console()
          .say("run-status.json cannot be written: %s", String.valueOf(unwritable.getMessage()));
      withdraw();
    }
  }

  /**
   * What is to be said of a run that was asked to stop: that it can go on, where it can.
   *
   * @param failure that it ended with
   */
  Exception stopped(Exception failure) {
    try {
      if (!(failure instanceof RunStoppedException) && directory.begun()) {
        return new RunStoppedException(directory, directory.round());
      }
    } catch (IOException | RuntimeException unreadable) {
      failure.addSuppressed(unreadable);
    }
    return failure;
  }

  private Map<String, Object> reason(Throwable failure) {
    Map<String, Object> more = new LinkedHashMap<>();
    if (context.interruption().requested()) {
      more.put("reason", Interruption.message(failure));
      more.put("exit", context.interruption().exitStatus());
    } else {
      Diagnosis diagnosis = Diagnosis.of(failure);
      more.put("reason", diagnosis.message());
      more.put("exit", diagnosis.code().status());
    }
    return more;
  }

  /** No status is better than one that says that the run goes on. A full disk lets go of files. */
  private void withdraw() {
    try {
      directory.withdrawStatus();
    } catch (IOException | RuntimeException ignored) {
      // The next start corrects it.
    }
  }
}
