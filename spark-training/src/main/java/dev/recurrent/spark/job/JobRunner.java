package dev.recurrent.spark.job;

import dev.recurrent.format.Json;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.DivergedException;
import dev.recurrent.spark.run.DirectoryInUseException;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * From arguments to exit code: parses, runs, turns every failure into one clear line, and prints
 * one JSON object as the last line of standard output.
 */
public final class JobRunner {
  /** Options that are not saved with a model: Spark's settings may hold secrets. */
  private static final Set<String> UNSAVED = Set.of("conf", "help", "verbose");

  private final Job job;
  private final CommonOptions options = new CommonOptions();
  private final PrintStream out;
  private final PrintStream err;
  private @Nullable SparkSession session;

  public JobRunner(Job job, PrintStream out, PrintStream err) {
    this.job = job;
    this.out = out;
    this.err = err;
  }

  /** The main method of every job's class. Exits with the job's status. */
  public static void main(Job job, String[] arguments) {
    int status = new JobRunner(job, System.out, System.err).run(arguments);
    System.out.flush();
    if (status != 0) {
      // Spark's client mode gives main's status to the shell only this way.
      System.exit(status);
    }
  }

  /** Lets jobs run in a session that stays open afterwards. */
  public JobRunner withSession(SparkSession shared) {
    session = shared;
    return this;
  }

  /** Runs the job; returns its exit status. */
  public int run(String... arguments) {
    long begin = System.nanoTime();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("task", job.task());
    result.put("action", job.action());
    ExitCode code;
    try {
      CommandLine command = parse(arguments);
      if (command.isUsageHelpRequested()) {
        command.usage(out);
        return 0;
      }
      Map<String, Object> keys = execute(command);
      result.put("status", "done");
      result.putAll(keys);
      code = ExitCode.DONE;
    } catch (Exception | OutOfMemoryError e) {
      code = report(e, result);
    }
    result.put("seconds", Math.round((System.nanoTime() - begin) / 1e7) / 100.0);
    out.println(Json.line(result));
    out.flush();
    return code.status();
  }

  /**
   * Runs the job for a program: no exit status, no JSON line.
   *
   * @return the keys of the result
   * @throws Exception that the job failed with
   */
  public Map<String, Object> execute(String... arguments) throws Exception {
    return execute(parse(arguments));
  }

  private CommandLine parse(String[] arguments) {
    CommandLine command = new CommandLine(job);
    command.setCommandName("recurrent " + job.task() + " " + job.action());
    command.addMixin("common", options);
    command.setUsageHelpAutoWidth(true);
    command.setOverwrittenOptionsAllowed(true);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    CommandLine first = new CommandLine(new ConfigOption()).setUnmatchedArgumentsAllowed(true);
    first.setOverwrittenOptionsAllowed(true).parseArgs(arguments);
    String file = first.<ConfigOption>getCommand().config;
    if (file != null) {
      command.setDefaultValueProvider(ConfigFile.read(file, command.getCommandSpec()));
    }
    command.setUnmatchedArgumentsAllowed(true);
    try {
      command.parseArgs(arguments);
    } finally {
      // A misspelt option first: that it is missing under its right name follows from it.
      requireKnown(command);
    }
    return command;
  }

  private static void requireKnown(CommandLine command) {
    if (command.getUnmatchedArguments().isEmpty()) {
      return;
    }
    String word = command.getUnmatchedArguments().get(0);
    String name = word.replaceFirst("^--?", "").replaceFirst("=.*", "");
    throw JobException.usage(
        word.startsWith("-")
            ? "unknown option "
                + word
                + "; the nearest is --"
                + Nearest.of(name, ConfigFile.names(command.getCommandSpec()))
            : "unexpected argument \"" + word + "\"; options begin with --");
  }

  /** Reads {@code --config} ahead of everything else. */
  private static final class ConfigOption {
    @CommandLine.Option(names = "--config")
    @Nullable String config;
  }

  private Map<String, Object> execute(CommandLine command) throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      Object value = option.getValue();
      if (value != null && !UNSAVED.contains(ConfigFile.name(option))) {
        settings.put(ConfigFile.name(option), String.valueOf(value));
      }
    }
    JobContext context = new JobContext(job.task() + " " + job.action(), options, settings);
    if (session != null) {
      return job.run(context.withSession(session));
    }
    try (context) {
      return job.run(context);
    }
  }

  private ExitCode report(Throwable e, Map<String, Object> result) {
    Throwable cause = telling(e);
    ExitCode code = code(cause);
    String message = message(cause);
    err.println("recurrent: " + message);
    if (options.verbose) {
      e.printStackTrace(err);
    }
    result.put("status", "failed");
    result.put("exit", code.status());
    result.put("error", message);
    return code;
  }

  /** The first cause that says something to a user: Spark wraps what a task threw. */
  private static Throwable telling(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (code(at) != ExitCode.FAILED) {
        return at;
      }
    }
    Throwable root = e;
    while (root instanceof SparkException && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static ExitCode code(Throwable e) {
    if (e instanceof JobException known) {
      return known.code();
    }
    if (e instanceof UnusableInputException input) {
      return input.isUsage() ? ExitCode.USAGE : ExitCode.BAD_INPUT;
    }
    if (e instanceof ParameterException || e instanceof IllegalArgumentException) {
      return ExitCode.USAGE;
    }
    if (e instanceof DivergedException) {
      return ExitCode.DIVERGED;
    }
    if (e instanceof UnusableModelException) {
      return ExitCode.NO_CHECKPOINT;
    }
    if (e instanceof DirectoryInUseException) {
      return ExitCode.IN_USE;
    }
    return ExitCode.FAILED;
  }

  private static String message(Throwable e) {
    if (e instanceof FileNotFoundException) {
      return "not found: " + e.getMessage();
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory on the driver (" + e.getMessage() + "); raise --driver-memory";
    }
    String text = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    String first = text.lines().findFirst().orElse(text);
    return e instanceof IOException ? first + " (" + e.getClass().getSimpleName() + ")" : first;
  }
}
