package dev.recurrent.deploy;

import dev.recurrent.format.Redaction;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.RunSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows several runs of one kind beside each other, finished or not. */
@Command(
    description =
        "Compares runs of one kind: the settings that differ, then the results. A run may be under"
            + " way.",
    sortOptions = false)
public final class RunsCompareJob implements Job {
  @Parameters(paramLabel = "DIR", arity = "0..*", description = "Directories of runs, two or more.")
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where to write report.html with the curves of all runs (default: none).")
  private @Nullable String report;

  @Override
  public String task() {
    return "runs";
  }

  @Override
  public String action() {
    return "compare";
  }

  @Override
  public void requireValid() {
    if (runs.size() < 2) {
      throw JobException.usage(
          "runs compare has "
              + (runs.isEmpty() ? "no directory" : "the directory " + runs.get(0) + " alone")
              + ", expected two or more: recurrent runs compare DIR DIR");
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    List<String> names = names(runs);
    List<ComparedRun> compared = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      compared.add(new ComparedRun(names.get(i), RunSnapshot.of(runs.get(i), context.hadoop())));
      requireSameKind(compared.get(0), compared.get(i));
    }
    RunComparison comparison = new RunComparison(compared);
    context.out().print(comparison.table());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("runs", compared.stream().map(ComparedRun::result).toList());
    result.put("differing", comparison.differing());
    if (report != null) {
      HadoopDirectory directory = HadoopDirectory.at(report, context.hadoop());
      byte[] page = comparison.report().html().getBytes(StandardCharsets.UTF_8);
      directory.replace("report.html", page);
      result.put("report", directory + "/report.html");
    }
    return result;
  }

  private static void requireSameKind(ComparedRun first, ComparedRun other) {
    if (!first.kind().equals(other.kind())) {
      throw JobException.usage(
          "runs compare: "
              + first.name()
              + " is a "
              + first.kind()
              + " and "
              + other.name()
              + " a "
              + other.kind()
              + ": their losses cannot be compared; compare runs of one kind");
    }
  }

  /** The last word of each path, where all of these differ, else the paths. */
  static List<String> names(List<String> paths) {
    List<String> last =
        paths.stream().map(path -> path.replaceFirst("/+$", "").replaceFirst(".*/", "")).toList();
    return last.stream().distinct().count() == paths.size()
        ? last
        : paths.stream().map(Redaction::of).toList();
  }
}
