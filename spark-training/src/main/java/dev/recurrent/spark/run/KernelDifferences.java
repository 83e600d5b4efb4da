package dev.recurrent.spark.run;

import dev.recurrent.spark.RoundReport;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to say of the executors' kernels: once, and again only when they change. */
final class KernelDifferences {
  private static final String SLOW = "plain Java";

  private @Nullable List<String> known;

  /** Notes what a user should know of a round's executors. */
  void note(RoundReport report, ProgressListener progress) {
    String line = line(report);
    if (line != null) {
      progress.shared(line);
    }
  }

  /** A line for the user, or null where all executors compute alike and fast. */
  @Nullable String line(RoundReport report) {
    List<String> kernels = report.kernels();
    if (kernels == null || Objects.equals(kernels, known)) {
      return null;
    }
    known = kernels;
    StringBuilder line = new StringBuilder();
    if (kernels.stream().anyMatch(one -> one.contains("steps " + SLOW))) {
      line.append(
          "an executor has no module jdk.incubator.vector and is 5 to 30 times slower; start the"
              + " session with --conf"
              + " spark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector");
    }
    if (kernels.size() > 1) {
      line.append(line.isEmpty() ? "" : ". ")
          .append("executors compute with different kernels (")
          .append(String.join("; ", kernels))
          .append("): another run may give other bits");
    }
    return line.isEmpty() ? null : line.toString();
  }
}
