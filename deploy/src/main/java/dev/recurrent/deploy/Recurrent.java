package dev.recurrent.deploy;

import static java.util.stream.Collectors.joining;

import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.JobEnd;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRegistry;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.Nearest;
import dev.recurrent.spark.job.ResultLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.function.UnaryOperator;

/** {@code recurrent <task> <action> [options]}: the main class of the submit-ready jar. */
public final class Recurrent {
  private static final List<String> HELP = List.of("--help", "-h", "help");

  /** What may stand before a command's words, and how many words it is with its value. */
  private static final Map<String, Integer> BEFORE =
      Map.of("--verbose", 1, "--config", 2, "--conf", 2, "--master", 2);

  private Recurrent() {}

  public static void main(String[] arguments) {
    end(arguments, System.out, System.err, JobRunner::withSignals).endProcess();
  }

  /** Runs what the first one or two words name; returns the exit status. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    return end(arguments, out, err, UnaryOperator.identity()).status();
  }

  /**
   * Runs what the first one or two words name; returns how it ended.
   *
   * @param prepared what the runner of a job is made ready with
   */
  static JobEnd end(
      String[] given, PrintStream out, PrintStream err, UnaryOperator<JobRunner> prepared) {
    String[] arguments = wordsFirst(given);
    String task = word(arguments, 0);
    String action = word(arguments, 1);
    ResultLine result = new ResultLine(task, action, out);
    if (task.equals(ServeJob.TASK)) {
      // Runs without Spark, and then not all jobs of the registry can be loaded.
      JobRunner runner = prepared.apply(new JobRunner(new ServeJob(), out, err));
      return runner.end(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    try {
      JobRegistry jobs = JobRegistry.load();
      if (arguments.length == 0 || HELP.contains(arguments[0])) {
        out.print(jobs.help());
        return JobEnd.DONE;
      }
      for (int words = action.isEmpty() ? 1 : 2; words >= 1; words--) {
        var job = jobs.find(task, words == 2 ? action : "");
        if (job.isPresent()) {
          JobRunner runner = prepared.apply(new JobRunner(job.get(), out, err));
          return runner.end(Arrays.copyOfRange(arguments, words, arguments.length));
        }
      }
      if (jobs.hasTask(task) && arguments.length > 1 && HELP.contains(arguments[1])) {
        out.print(jobs.help(task));
        return JobEnd.DONE;
      }
      return refused(unknown(jobs, task, action), err, result);
    } catch (JobException | ServiceConfigurationError e) {
      return refused(String.valueOf(e.getMessage()), err, result);
    }
  }

  /** Options of every command may stand before the command's words. */
  private static String[] wordsFirst(String[] given) {
    int begin = 0;
    while (begin < given.length && BEFORE.containsKey(given[begin].split("=", 2)[0])) {
      boolean joined = given[begin].contains("=");
      begin += joined ? 1 : BEFORE.getOrDefault(given[begin], 1);
    }
    begin = Math.min(begin, given.length);
    int end = begin;
    while (end < given.length && end < begin + 2 && !given[end].startsWith("-")) {
      end++;
    }
    List<String> arguments = new ArrayList<>(List.of(given).subList(begin, end));
    arguments.addAll(List.of(given).subList(0, begin));
    arguments.addAll(List.of(given).subList(end, given.length));
    return arguments.toArray(new String[0]);
  }

  /** A word of the command, or nothing where there is none or an option instead. */
  private static String word(String[] arguments, int at) {
    return at < arguments.length && !arguments[at].startsWith("-") ? arguments[at] : "";
  }

  private static JobEnd refused(String message, PrintStream err, ResultLine result) {
    err.println("recurrent: " + message);
    result.failed(ExitCode.USAGE.status(), message);
    return new JobEnd(ExitCode.USAGE.status(), message);
  }

  private static String unknown(JobRegistry jobs, String task, String action) {
    String given = (task + " " + action).trim();
    List<String> names = jobs.names();
    if (action.isEmpty() && jobs.hasTask(task)) {
      return task
          + " needs an action, there are: "
          + names.stream().filter(name -> name.startsWith(task + " ")).collect(joining(", "));
    }
    return "unknown command \""
        + given
        + "\"; the nearest is \""
        + Nearest.of(given, names)
        + "\", there are: "
        + String.join(", ", names);
  }
}
