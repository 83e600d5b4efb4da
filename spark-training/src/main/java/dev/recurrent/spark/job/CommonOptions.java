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
      description = "A HOCON file of options: their names without the dashes, and their values.")
  @Nullable String config;

  @ChangeableOnResume
  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: Spark's own, else local[*]).")
  @Nullable String master;

  @ChangeableOnResume
  @Option(
      names = "--conf",
      paramLabel = "K=V",
      description = "A setting of Spark. It can be given several times.")
  Map<String, String> conf = new LinkedHashMap<>();

  @ChangeableOnResume
  @Option(
      names = "--verbose",
      description = "Print more about each round, and the stack traces of errors.")
  boolean verbose;

  @Option(names = "--help", usageHelp = true, description = "Print this text.")
  boolean help;
}
