package dev.recurrent.spark.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The jobs that there are: those of this program's jar, and those of a user's own jars. */
public final class JobRegistry {
  private final Map<String, Map<String, Job>> tasks = new LinkedHashMap<>();

  private JobRegistry() {}

  /**
   * All jobs on the class path, in the order of their jars.
   *
   * @throws JobException if two have the same name
   */
  public static JobRegistry load() {
    JobRegistry registry = new JobRegistry();
    ServiceLoader.load(Job.class).forEach(registry::add);
    return registry;
  }

  private void add(Job job) {
    Job other =
        tasks.computeIfAbsent(job.task(), t -> new LinkedHashMap<>()).put(job.action(), job);
    if (other != null) {
      throw JobException.usage(
          "two jobs are called \""
              + name(job)
              + "\": "
              + other.getClass().getName()
              + " and "
              + job.getClass().getName()
              + "; take one of them off the class path");
    }
  }

  private static String name(Job job) {
    return (job.task() + " " + job.action()).trim();
  }

  public Optional<Job> find(String task, String action) {
    return Optional.ofNullable(tasks.getOrDefault(task, Map.of()).get(action));
  }

  public boolean hasTask(String task) {
    return tasks.containsKey(task);
  }

  /** "generation train", "generation evaluate", ... */
  public List<String> names() {
    return tasks.values().stream()
        .flatMap(actions -> actions.values().stream())
        .map(JobRegistry::name)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Commands that have an option, by its name without dashes, of today or of the release before;
   * those of a task first. A search has the options of its training, which is named for both.
   */
  List<String> having(String option, String task) {
    List<String> names = new ArrayList<>();
    tasks.forEach(
        (name, actions) ->
            actions.values().stream()
                .filter(
                    job -> OptionNames.all(CommandSpec.forAnnotatedObject(job)).contains(option))
                .map(JobRegistry::name)
                .forEach(names::add));
    Set<String> trained = Set.copyOf(names);
    names.removeIf(
        name ->
            name.endsWith(" search") && trained.contains(name.replaceFirst("search$", "train")));
    names.sort(Comparator.comparing(name -> !name.startsWith(task + " ")));
    return names;
  }

  /** The text of {@code recurrent --help}. */
  public String help() {
    StringBuilder text =
        new StringBuilder(
            "Trains recurrent networks on Spark.\n\n"
                + "Usage: recurrent <task> <action> [options]\n\nTasks:\n");
    tasks.forEach(
        (task, actions) -> {
          String names =
              actions.keySet().stream()
                  .filter(action -> !action.isEmpty())
                  .collect(Collectors.joining(", "));
          String what = actions.containsKey("") ? description(actions.get("")) : names;
          text.append(String.format(Locale.ROOT, "  %-12s %s%n", task, what));
        });
    return text.append("\nrecurrent <task> --help says more of a task's actions,\n")
        .append("recurrent <task> <action> --help lists an action's options.\n")
        .append("Every command prints one JSON object as its last line of standard output.\n")
        .toString();
  }

  /** The text of {@code recurrent <task> --help}. */
  public String help(String task) {
    StringBuilder text =
        new StringBuilder("Usage: recurrent " + task + " <action> [options]\n\nActions:\n");
    tasks
        .getOrDefault(task, Map.of())
        .forEach(
            (action, job) ->
                text.append(String.format(Locale.ROOT, "  %-12s %s%n", action, description(job))));
    return text.append("\nrecurrent " + task + " <action> --help lists an action's options.\n")
        .toString();
  }

  private static String description(Job job) {
    return String.join(" ", CommandSpec.forAnnotatedObject(job).usageMessage().description());
  }
}
