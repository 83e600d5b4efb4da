package dev.recurrent.spark.job;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A job's command line: its options, those of every action, and a file of options. */
final class JobCommand {
  private final Job job;
  private final CommonOptions common;
  private final Console console;
  private final CommandLine command;

  JobCommand(Job job, CommonOptions common, Console console) {
    this.job = job;
    this.common = common;
    this.console = console;
    this.command = new CommandLine(job);
    command.setCommandName(("recurrent " + job.task() + " " + job.action()).trim());
    command.addMixin("common", common);
    command.setUsageHelpAutoWidth(true);
    command.setOverwrittenOptionsAllowed(true);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setUnmatchedArgumentsAllowed(true);
  }

  /**
   * Fills the job's options: arguments win over the file, the file over defaults.
   *
   * @param session that is open already, whose settings a file is read with
   * @throws JobException for an option that is unknown
   * @throws CommandLine.ParameterException for a value that cannot be
   */
  void parse(String[] given, @Nullable SparkSession session) {
    CommandSpec spec = command.getCommandSpec();
    String[] arguments = OptionNames.renamed(given, spec, console);
    CommonOptions ahead = new CommonOptions();
    new CommandLine(ahead)
        .setUnmatchedArgumentsAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .parseArgs(arguments);
    if (ahead.config != null) {
      Configuration hadoop = job.usesSpark() ? hadoop(ahead, session) : null;
      command.setDefaultValueProvider(ConfigFile.read(ahead.config, hadoop, spec, console));
    }
    try {
      command.parseArgs(arguments);
    } catch (CommandLine.ParameterException e) {
      requireNoRange(e);
      throw e;
    } finally {
      // A misspelt option first: that it is missing under its right name follows from it.
      requireKnown();
    }
  }

  /** A search takes ranges, in an option of its own. */
  private void requireNoRange(CommandLine.ParameterException refused) {
    String value = refused.getValue();
    if (refused.getArgSpec() instanceof OptionSpec option
        && value != null
        && (value.contains("..") || value.contains("|"))
        && command.getCommandSpec().findOption("--search") != null) {
      String name = OptionNames.of(option);
      throw JobException.usage(
          "--%s is %s, expected one value; the search takes a range as --search %s=%s"
              .formatted(name, value, name, value));
    }
  }

  private static Configuration hadoop(CommonOptions ahead, @Nullable SparkSession session) {
    return session == null
        ? JobContext.hadoop(ahead)
        : session.sparkContext().hadoopConfiguration();
  }

  private void requireKnown() {
    if (command.getUnmatchedArguments().isEmpty()) {
      return;
    }
    String word = command.getUnmatchedArguments().get(0);
    String name = word.replaceFirst("^--?", "").replaceFirst("=.*", "");
    if (!word.startsWith("-")) {
      throw JobException.usage("unexpected argument \"" + word + "\"; options begin with --");
    }
    CommandSpec spec = command.getCommandSpec();
    String owners = OptionNames.owners(name, spec);
    throw JobException.usage(
        owners.isEmpty()
            ? "unknown option " + word + "; " + nearest(name, OptionNames.of(spec))
            : "--" + name + owners);
  }

  private static String nearest(String name, List<String> known) {
    try {
      return "the nearest is --" + Nearest.of(name, known);
    } catch (NoClassDefFoundError withoutSpark) {
      // Spark brings the library that measures it.
      return "there are --" + String.join(", --", known);
    }
  }

  /**
   * A message that speaks of a value by the name that a library has for it, with the option's name:
   * "hiddenSize is -3" as "--hidden-size is -3".
   */
  String withOptions(String message) {
    return OptionNames.in(message, command.getCommandSpec());
  }

  boolean isHelp() {
    return command.isUsageHelpRequested();
  }

  void usage(PrintStream out) {
    command.usage(out);
  }

  /** What the job is run with, once the options are filled. */
  JobContext context() {
    return new JobContext(
            (job.task() + " " + job.action()).trim(),
            common,
            EffectiveOptions.of(command.getCommandSpec()),
            console)
        .withCommand(this);
  }

  /** What an option is, without dashes, with everything that a saved setting leaves out. */
  String value(String name) {
    OptionSpec option = command.getCommandSpec().findOption("--" + name);
    Object value = option == null ? null : option.getValue();
    return value == null ? "" : value.toString();
  }

  /**
   * The command line of another job that has options of this one, as they were given here, in a
   * file of options too.
   *
   * @param without options that it does not get, without dashes
   * @param values of other options, by name without dashes; null for an option without a value
   * @throws CommandLine.ParameterException for a value that cannot be
   */
  JobCommand with(
      Job other, Set<String> without, Map<String, @Nullable String> values, Console otherConsole) {
    JobCommand made = new JobCommand(other, new CommonOptions(), otherConsole);
    made.command.setDefaultValueProvider(command.getDefaultValueProvider());
    List<String> known = OptionNames.of(made.command.getCommandSpec());
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : command.getParseResult().matchedOptions()) {
      String name = OptionNames.of(option);
      if (without.contains(name) || values.containsKey(name) || !known.contains(name)) {
        continue;
      }
      if (option.arity().max() == 0) {
        arguments.add("--" + name);
      } else {
        option.originalStringValues().forEach(text -> arguments.add("--" + name + "=" + text));
      }
    }
    values.forEach((name, text) -> arguments.add("--" + name + (text == null ? "" : "=" + text)));
    made.command.parseArgs(arguments.toArray(new String[0]));
    return made;
  }
}
