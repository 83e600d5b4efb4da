package dev.recurrent.benchmark;

import dev.recurrent.math.Kernels;
import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times the product on the user's own machines. */
@Command(description = "Times the engine and the rounds on this machine.", sortOptions = false)
public final class Benchmark implements Job {
  @Option(
      names = "--suite",
      required = true,
      paramLabel = "SUITE",
      description =
          "kernels: each product and fused pass, and the same in plain Java; cells: training steps"
              + " of single networks on one core; training: a whole run of generation train;"
              + " rounds: what a round takes beside training, here and simulated on clusters.")
  private String suite = "";

  @Option(
      names = "--peer",
      paramLabel = "COMMAND",
      description = "Another engine to time in turn with ours, such as scripts/peers/pytorch.py.")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--corpus",
      paramLabel = "FILE",
      description = "The text of suite training, such as tinyshakespeare.")
  private @Nullable String corpus;

  @Option(
      names = "--only",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Only cells whose label begins so, such as \"lstm\", or kernels named so.")
  private String only = "";

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description =
          "A Markdown page, such as docs/benchmarks.md, whose section of this suite is made new.")
  private @Nullable Path page;

  @Override
  public String task() {
    return "benchmark";
  }

  @Override
  public String action() {
    return "";
  }

  @Override
  public Map<String, Object> run(JobContext context) throws IOException, InterruptedException {
    context.console().say("%s", Kernels.description());
    Map<String, Object> result = result(context);
    if (page != null) {
      write(page, result);
      context.console().say("section \"Suite %s\" of %s is of this run", suite, page);
    }
    return result;
  }

  @SuppressWarnings("unchecked")
  private void write(Path page, Map<String, Object> result) throws IOException {
    List<Map<String, Object>> rows =
        (List<Map<String, Object>>) result.getOrDefault("rows", List.of());
    String before = Files.exists(page) ? Files.readString(page) : "";
    String build = String.valueOf(JobContext.class.getPackage().getImplementationVersion());
    Files.writeString(page, BenchmarkPage.with(before, suite, rows, build));
  }

  private Map<String, Object> result(JobContext context) throws IOException, InterruptedException {
    return switch (suite) {
      case "kernels" -> Map.of("rows", new KernelSuite(System.err, 5, 400).run(only));
      case "cells" -> Map.of("rows", cells());
      case "training" -> training(context);
      case "rounds" -> new RoundSuite(System.err).run(context.spark());
      default ->
          throw new JobException(
              ExitCode.USAGE,
              "suite is \"" + suite + "\", expected kernels, cells, training or rounds");
    };
  }

  private Map<String, Object> training(JobContext context) throws IOException {
    if (corpus == null) {
      throw JobException.usage("suite training needs --corpus, a text file");
    }
    return new TrainingSuite(context.session(), System.err).run(TrainingTask.of(corpus), peers);
  }

  private List<Map<String, Object>> cells() throws IOException {
    List<Contender> started = new ArrayList<>();
    try {
      for (String peer : peers) {
        started.add(new Peer(peer));
      }
      List<CellTask> tasks =
          CellTask.standard().stream().filter(t -> t.label().startsWith(only)).toList();
      return new CellSuite(started, System.err).run(tasks);
    } finally {
      started.forEach(Contender::close);
    }
  }
}
