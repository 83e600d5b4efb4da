package dev.recurrent.spark.job;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * From arguments to exit code: parses, runs, gives every failure one clear line, and prints one
 * JSON object as the last line of standard output.
 */
public final class JobRunner {
  private final Job job;
  private final PrintStream out;
  private final JobCommand command;
  private final Console console;
  private @Nullable SparkSession session;
  private @Nullable Interruption interruption;

  public JobRunner(Job job, PrintStream out, PrintStream err) {
    this.job = job;
    this.out = out;
    CommonOptions common = new CommonOptions();
    this.console = Console.of(err, () -> common.verbose);
    this.command = new JobCommand(job, common, console);
  }

  /** The main method of every job's class. Exits with the job's status. */
  public static void main(Job job, String[] arguments) {
    new JobRunner(job, System.out, System.err).withSignals().end(arguments).endProcess();
  }

  /** Lets jobs run in a session that stays open afterwards. */
  public JobRunner withSession(SparkSession shared) {
    session = shared;
    return this;
  }

  /**
   * Lets Ctrl-C and SIGTERM stop the job in order; for a process that runs this one job. A job
   * without Spark has its own way to stop.
   */
  public JobRunner withSignals() {
    interruption = job.usesSpark() ? new Interruption() : null;
    return this;
  }

  /** Runs the job; returns its exit status. */
  public int run(String... arguments) {
    return end(arguments).status();
  }

  /** Runs the job; returns how it ended. */
  public JobEnd end(String... arguments) {
    ResultLine result = new ResultLine(job.task(), job.action(), out);
    JobEnd end = JobEnd.DONE;
    try {
      command.parse(arguments, session);
      if (command.isHelp()) {
        command.usage(out);
        return end;
      }
      result.done(execute(result));
    } catch (Throwable e) {
      end = report(e, result);
    }
    if (interruption != null) {
      interruption.ended(end.status());
    }
    return end;
  }

  /**
   * Runs the job for a program: no exit status, no JSON line.
   *
   * @return the keys of the result
   * @throws Exception that the job failed with
   */
  public Map<String, Object> execute(String... arguments) throws Exception {
    command.parse(arguments, session);
    return execute(new ResultLine(job.task(), job.action(), out));
  }

  private Map<String, Object> execute(ResultLine result) throws Exception {
    JobException.usageIfIllegal(
        () -> {
          job.requireValid();
          return job;
        });
    JobContext context = command.context().withOutput(out);
    if (session != null) {
      context.withSession(session);
    }
    if (interruption != null) {
      context.withInterruption(interruption);
      interruption.watch(stopping(context, interruption, result));
    }
    try (context) {
      Map<String, Object> figures = new LinkedHashMap<>(job.run(context));
      Map<String, Object> inputs = context.inputs().origins();
      if (!inputs.isEmpty()) {
        figures.put("inputs", inputs);
      }
      return figures;
    }
  }

  private Interruption.Stopping stopping(
      JobContext context, Interruption watched, ResultLine result) {
    return new Interruption.Stopping() {
      @Override
      public void cancel() {
        context.cancelJobs();
      }

      @Override
      public void sayEnd() {
        console.clear();
        String message =
            watched.requested() ? "interrupted" : "the process was ended while the job ran";
        sayInterrupted(watched.exitStatus(), message, result);
      }
    };
  }

  /** The job and who waits for it may both come to say this; the first does. */
  private void sayInterrupted(int exit, String message, ResultLine result) {
    if (result.interrupted(exit, message)) {
      console.sayLast("recurrent: %s", message);
    }
  }

  private JobEnd report(Throwable e, ResultLine result) {
    Diagnosis diagnosis = Diagnosis.of(e);
    console.clear();
    if (interruption != null && interruption.requested()) {
      String why = Interruption.message(e);
      sayInterrupted(interruption.exitStatus(), why, result);
      return new JobEnd(interruption.exitStatus(), why);
    }
    boolean usage = diagnosis.code() == ExitCode.USAGE;
    String message = usage ? command.withOptions(diagnosis.message()) : diagnosis.message();
    console.say("recurrent: %s", message);
    if (console.verbose()) {
      console.trace(e);
    }
    result.failed(diagnosis.code().status(), message);
    return new JobEnd(diagnosis.code().status(), message);
  }
}
