package dev.recurrent.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.math.Kernels;
import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.JobException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import joptsimple.OptionException;
import org.openjdk.jmh.runner.options.Options;

/** Each kernel by itself, as this machine runs it at its best and in plain Java, timed by JMH. */
final class KernelSuite {
  private static final String ALL = "dev\\.recurrent\\.benchmark\\..*";

  /** What {@code Kernels} has at its best. */
  private static final List<String> OWN =
      List.of(
          "--add-modules=jdk.incubator.vector", "-XX:-UseFPUForSpilling", "-Djmh.ignoreLock=true");

  /** Neither vectors nor a native library: the oracle. */
  private static final List<String> PLAIN =
      List.of("-Ddev.ludovic.netlib.blas.nativeLibPath=none", "-Djmh.ignoreLock=true");

  /** The row that the others are shares of. */
  private static final String PEAK = "multiplyAdds";

  private static final String PROGRESS = "# Run progress: ";

  private final PrintStream log;
  private final int iterations;
  private final int millis;

  KernelSuite(PrintStream log, int iterations, int millis) {
    this.log = log;
    this.iterations = iterations;
    this.millis = millis;
  }

  /**
   * @param only a pattern in the benchmarks' names, empty for all
   */
  List<Map<String, Object>> run(String only) throws IOException, InterruptedException {
    String pattern = ALL + (only.isEmpty() ? "" : "(" + only + "|" + PEAK + ")");
    Map<String, Double> plain = times("plain Java", pattern, PLAIN);
    Map<String, Double> own = times("at its best", pattern, OWN);
    List<KernelResult> results = new ArrayList<>();
    own.forEach(
        (name, nanos) ->
            results.add(new KernelResult(name, nanos, plain.getOrDefault(name, Double.NaN))));
    double peak = peak(results);
    results.forEach(r -> log.println(r.line(peak)));
    return results.stream().map(r -> r.row(peak)).toList();
  }

  private static double peak(List<KernelResult> results) {
    return results.stream()
        .filter(r -> r.name().startsWith(PEAK))
        .mapToDouble(KernelResult::gigaflops)
        .max()
        .orElseThrow();
  }

  /** Nanoseconds by name and parameters. */
  private Map<String, Double> times(String name, String pattern, List<String> flags)
      throws IOException, InterruptedException {
    Path result = Files.createTempFile("recurrent-kernels", ".json");
    try {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djmh.ignoreLock=true",
                  "-cp",
                  classPath(),
                  KernelRuns.class.getName(),
                  result.toString(),
                  pattern,
                  Integer.toString(iterations),
                  Integer.toString(millis)));
      command.addAll(flags);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      sayProgress(name, process);
      if (process.waitFor() != 0) {
        throw new JobException(
            ExitCode.FAILED, "JMH failed: run scripts/benchmark, which brings it");
      }
      return KernelResult.times(new ObjectMapper().readTree(Files.readAllBytes(result)));
    } finally {
      Files.delete(result);
    }
  }

  /** What JMH says of how far it is, a line for each kernel; the rest of its words is dropped. */
  private void sayProgress(String name, Process process) throws IOException {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(PROGRESS)) {
          log.println(name + line.substring(PROGRESS.length() - 1));
        }
      }
    }
  }

  /** This process's, and the jars that spark-submit loads beside it: JMH's and the products. */
  private static String classPath() {
    return Stream.of(KernelSuite.class, Options.class, Kernels.class, OptionException.class)
        .map(KernelSuite::place)
        .distinct()
        .collect(
            Collectors.joining(
                File.pathSeparator,
                "",
                File.pathSeparator + System.getProperty("java.class.path")));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
