package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.spark.job.EncodingOption;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.MeanLoss;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a language model on a text. */
@Command(description = "Measures a language model on a text.", sortOptions = false)
public final class GenerationEvaluate implements Job {
  private static final int SEQUENCE_LENGTH = 128;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE|DIR|GLOB",
      description = "UTF-8 text on any Hadoop path.")
  private String input = "";

  @Mixin private EncodingOption encoding = new EncodingOption();

  public static void main(String[] arguments) {
    JobRunner.main(new GenerationEvaluate(), arguments);
  }

  @Override
  public String task() {
    return "generation";
  }

  @Override
  public String action() {
    return "evaluate";
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    TextGenerator loaded = TextGenerator.load(HadoopDirectory.at(model, context.hadoop()).open());
    context.spark();
    TextCorpus corpus;
    TextCorpus.Validation text;
    try (var reading = context.activity("reading " + input)) {
      corpus = TextCorpus.evaluation(input, encoding.charset(), context.spark());
      text = corpus.evaluation(loaded.tokenizer(), SEQUENCE_LENGTH);
    }
    double loss;
    try (var measuring = context.activity("measuring the model")) {
      loss = MeanLoss.of(context.spark(), loaded.model(), loaded.parameters(), text.shards());
    }
    TextMetrics metrics = new TextMetrics(loss, text.tokens(), corpus.characters());
    Map<String, Object> result = new LinkedHashMap<>(metrics.toMap());
    result.put("targets", text.tokens() - 1);
    result.put("unknown", text.unknown());
    return result;
  }
}
