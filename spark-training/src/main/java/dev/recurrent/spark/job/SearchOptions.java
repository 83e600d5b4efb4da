package dev.recurrent.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of every {@code search}: what to try, how often, how many at a time. */
public final class SearchOptions {
  /** Their names, without dashes. */
  static final Set<String> NAMES = Set.of("search", "trials", "parallel", "halving");

  private static final int MOST = 1000;

  @Option(
      names = "--search",
      split = ",",
      paramLabel = "NAME=RANGE",
      description =
          "Options to search, such as hidden-size=64..512:log or cell=lstm|gru; several with"
              + " commas between them. With :log a doubling is as likely anywhere in the range.")
  List<String> search = new ArrayList<>();

  @Option(
      names = "--trials",
      defaultValue = "9",
      paramLabel = "N",
      description = "Trainings, each with its own values (default: ${DEFAULT-VALUE}).")
  int trials = 9;

  @ChangeableOnResume
  @Option(
      names = "--parallel",
      defaultValue = "2",
      paramLabel = "P",
      description = "Trainings at the same time; they share the cores (default: ${DEFAULT-VALUE}).")
  int parallel = 2;

  @Option(
      names = "--halving",
      defaultValue = "3",
      paramLabel = "N",
      description =
          "Stop all but the best one in N trainings early, in stages; 1 trains all to the end"
              + " (default: ${DEFAULT-VALUE}).")
  int halving = 3;

  /**
   * Checks what can be checked before any data is read.
   *
   * @throws JobException naming the option that cannot be
   */
  public void requireValid() {
    requireWithin("--trials", trials, 1, MOST);
    requireWithin("--parallel", parallel, 1, MOST);
    requireWithin("--halving", halving, 1, MOST);
  }

  private static void requireWithin(String option, int given, int least, int most) {
    if (given < least || given > most) {
      throw JobException.usage(option + " is " + given + ", expected " + least + " to " + most);
    }
  }
}
