package dev.recurrent.deploy;

import dev.recurrent.spark.job.CommonOptions;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page docs/options.md: every option of every command, as the program itself describes it. */
final class OptionsPage {
  private static final String HEAD =
      """
      # Options

      `OptionsPageTest` writes this page from the program's own options. Do not edit it by hand.

      An option is written `--name value` or `--name=value`. A file of options can be given with `--config`. An option on the command
      line wins over the file.

      """;

  private OptionsPage() {}

  static String text() {
    JobRegistry jobs = JobRegistry.load();
    List<String> names = jobs.names();
    // The order of jars on the class path is not the page's.
    names.sort(Comparator.comparing((String name) -> name.split(" ")[0]));
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| command | what it does |\n|---|---|\n");
    for (String name : names) {
      String link = "[" + name + "](#" + name.replace(' ', '-') + ")";
      String what = String.join(" ", command(jobs, name).usageMessage().description());
      page.append("| ").append(link).append(" | ").append(what).append(" |\n");
    }
    page.append("\n## Every command\n\n");
    appendTable(page, CommandSpec.forAnnotatedObject(new CommonOptions()));
    for (String name : names) {
      CommandSpec command = command(jobs, name);
      page.append("\n## ").append(name).append("\n\n");
      page.append(String.join(" ", command.usageMessage().description())).append("\n\n");
      appendTable(page, command);
    }
    return page.toString();
  }

  private static CommandSpec command(JobRegistry jobs, String name) {
    String[] words = name.split(" ");
    Job job = jobs.find(words[0], words.length > 1 ? words[1] : "").orElseThrow();
    return CommandSpec.forAnnotatedObject(job);
  }

  private static void appendTable(StringBuilder page, CommandSpec command) {
    page.append("| option | what it does |\n|---|---|\n");
    command
        .positionalParameters()
        .forEach(
            words ->
                page.append("| `")
                    .append(words.paramLabel())
                    .append("...` | ")
                    .append(String.join(" ", words.description()))
                    .append(" |\n"));
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        page.append("| `").append(usage(option)).append("` | ");
        page.append(option.required() ? "Required. " : "").append(description(option));
        page.append(" |\n");
      }
    }
  }

  /** The name of today, and what follows it. */
  private static String usage(OptionSpec option) {
    String name = option.names()[0];
    if (option.negatable() || option.arity().max() == 0) {
      return name;
    }
    String label = option.paramLabel();
    return name + " " + (label.startsWith("<") ? type(option) : label.replace("|", "\\|"));
  }

  /** Where an option names no value of its own, the field's name says nothing to a reader. */
  private static String type(OptionSpec option) {
    Class<?> type = option.type();
    if (type == boolean.class || type == Boolean.class) {
      return "true\\|false";
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "N";
    }
    return Number.class.isAssignableFrom(type) || type.isPrimitive() ? "NUMBER" : "VALUE";
  }

  private static String description(OptionSpec option) {
    String text =
        String.format(Locale.ROOT, String.join(" ", option.description()))
            .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValueString(true)));
    return text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
  }
}
