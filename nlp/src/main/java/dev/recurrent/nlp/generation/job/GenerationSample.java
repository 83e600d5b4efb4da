package dev.recurrent.nlp.generation.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.generation.ReadingDirection;
import dev.recurrent.nlp.generation.SamplingConfig;
import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes text with a trained model, or completes one. Needs no cluster. */
@Command(description = "Writes text with a trained model.", sortOptions = false)
public final class GenerationSample implements Job {
  private static final int COMPLETION_TOKENS = 24;
  private static final int MOST_COMPLETIONS = 1000;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Option(names = "--prompt", defaultValue = "", description = "The text to continue.")
  private String prompt = "";

  @Option(
      names = "--length",
      defaultValue = "0",
      description = "Tokens to write; 0 for 500, or for 24 with --complete.")
  private int length;

  @Option(
      names = "--temperature",
      defaultValue = "0.8",
      description =
          "Randomness of the draws; 0 always takes the most likely token (default:"
              + " ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--top-k",
      defaultValue = "0",
      description = "Draw from the K most likely tokens; 0 for all (default: 0).")
  private int topK;

  @Option(
      names = "--top-p",
      defaultValue = "1",
      description =
          "Draw from the most likely tokens whose probabilities sum to this number (default:"
              + " 1).")
  private double topP;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of the draws (default: 1).")
  private long seed;

  @Option(
      names = "--complete",
      defaultValue = "0",
      paramLabel = "N",
      description = "Write the N most likely continuations of the prompt instead.")
  private int complete;

  public static void main(String[] arguments) {
    JobRunner.main(new GenerationSample(), arguments);
  }

  @Override
  public String task() {
    return "generation";
  }

  @Override
  public String action() {
    return "sample";
  }

  @Override
  public void requireValid() {
    if (length < 0 || complete < 0 || complete > MOST_COMPLETIONS) {
      throw JobException.usage(
          "--length is "
              + length
              + ", --complete "
              + complete
              + ", expected 0 or above, and at most "
              + MOST_COMPLETIONS
              + " completions");
    }
    sampling();
  }

  private SamplingConfig sampling() {
    return new SamplingConfig(temperature, topK, topP, seed);
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    TextGenerator writer = TextGenerator.load(directory);
    ReadingDirection.FORWARD.require(directory, "--model " + model);
    PrintStream out = context.out();
    if (complete > 0) {
      return Map.of("completions", completions(writer, out));
    }
    out.print(prompt);
    String text = writer.generate(prompt, length == 0 ? 500 : length, sampling(), out::print);
    out.println();
    return Map.of("text", text);
  }

  private List<Map<String, Object>> completions(TextGenerator writer, PrintStream out) {
    int tokens = length == 0 ? COMPLETION_TOKENS : length;
    List<Map<String, Object>> completions = new ArrayList<>();
    for (TextGenerator.Completion found : writer.complete(prompt, complete, tokens)) {
      out.println(prompt + found.text());
      Map<String, Object> completion = new LinkedHashMap<>();
      completion.put("text", found.text());
      completion.put("log_probability", found.logProbability());
      completions.add(completion);
    }
    return completions;
  }
}
