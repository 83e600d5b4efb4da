package dev.recurrent.deploy;

import dev.recurrent.benchmark.Benchmark;
import dev.recurrent.format.Json;
import dev.recurrent.nlp.generation.job.GenerationEvaluate;
import dev.recurrent.nlp.generation.job.GenerationSample;
import dev.recurrent.nlp.generation.job.GenerationTrain;
import dev.recurrent.nlp.sentiment.job.SentimentClassify;
import dev.recurrent.nlp.sentiment.job.SentimentEvaluate;
import dev.recurrent.nlp.sentiment.job.SentimentTrain;
import dev.recurrent.nlp.translation.job.TranslationEvaluate;
import dev.recurrent.nlp.translation.job.TranslationTrain;
import dev.recurrent.nlp.translation.job.TranslationTranslate;
import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.timeseries.job.ForecastingBacktest;
import dev.recurrent.timeseries.job.ForecastingForecast;
import dev.recurrent.timeseries.job.ForecastingTrain;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code recurrent <task> <action> [options]}: the main class of the submit-ready jar. */
public final class Recurrent {
  private static final Map<String, Supplier<Job>> JOBS = jobs();

  private Recurrent() {}

  private static Map<String, Supplier<Job>> jobs() {
    List<Supplier<Job>> all =
        List.of(
            GenerationTrain::new,
            GenerationEvaluate::new,
            GenerationSample::new,
            SentimentTrain::new,
            SentimentEvaluate::new,
            SentimentClassify::new,
            TranslationTrain::new,
            TranslationEvaluate::new,
            TranslationTranslate::new,
            ForecastingTrain::new,
            ForecastingBacktest::new,
            ForecastingForecast::new,
            ModelSummaryJob::new,
            Benchmark::new,
            SelfTest::new);
    Map<String, Supplier<Job>> jobs = new LinkedHashMap<>();
    for (Supplier<Job> supplier : all) {
      Job job = supplier.get();
      jobs.put((job.task() + " " + job.action()).trim(), supplier);
    }
    return jobs;
  }

  public static void main(String[] arguments) {
    int status = run(arguments, System.out, System.err);
    System.out.flush();
    if (status != 0) {
      // Spark's client mode gives main's status to the shell only this way.
      System.exit(status);
    }
  }

  /** Runs what the first one or two words name; returns the exit status. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length == 0 || arguments[0].equals("--help") || arguments[0].equals("help")) {
      out.print(usage());
      return 0;
    }
    for (int words = Math.min(2, arguments.length); words >= 1; words--) {
      String name = String.join(" ", Arrays.copyOf(arguments, words));
      Supplier<Job> job = JOBS.get(name);
      if (job != null) {
        String[] rest = Arrays.copyOfRange(arguments, words, arguments.length);
        return new JobRunner(job.get(), out, err).run(rest);
      }
    }
    String message = unknown(arguments);
    err.println("recurrent: " + message);
    out.println(
        Json.line(Map.of("status", "failed", "exit", ExitCode.USAGE.status(), "error", message)));
    return ExitCode.USAGE.status();
  }

  private static String unknown(String[] arguments) {
    String known = String.join(", ", JOBS.keySet());
    String given = arguments[0] + (arguments.length > 1 ? " " + arguments[1] : "");
    return "unknown command \"" + given + "\"; there are: " + known;
  }

  private static String usage() {
    return JOBS.keySet().stream()
        .map(name -> "  recurrent " + name + " --help\n")
        .collect(
            Collectors.joining(
                "",
                "Trains recurrent networks on Spark.\n\nUsage: recurrent <task> <action> [options]\n\n",
                "\nEvery command prints one JSON object as its last line of standard output.\n"));
  }
}
