package dev.recurrent.spark.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every action. */
public final class CommonOptions {
  @ChangeableOnResume
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON file with any of the options, by their names without the dashes.")
  @Nullable String config;

  @ChangeableOnResume
  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: Spark's own, else local[*]).")
  @Nullable String master;

  @ChangeableOnResume
  @Option(names = "--conf", paramLabel = "K=V", description = "Setting for Spark; repeatable.")
  Map<String, String> conf = new LinkedHashMap<>();

  @ChangeableOnResume
  @Option(names = "--verbose", description = "More about each round, and stack traces with errors.")
  boolean verbose;

  @Option(names = "--help", usageHelp = true, description = "This text.")
  boolean help;
}
