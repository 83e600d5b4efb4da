package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.generation.TextGenerator;
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

  @Mixin private CorpusOptions text = new CorpusOptions();

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
  public void requireValid() {
    text.requireValid();
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    TextGenerator loaded = TextGenerator.load(HadoopDirectory.at(model, context.hadoop()).open());
    context.spark();
    TextCorpus corpus;
    TextCorpus.Validation held;
    try (var reading = context.activity("reading " + text.shown(context))) {
      corpus = TextCorpus.evaluation(text.open(context), text.given(context), context.spark());
      held = corpus.evaluation(loaded.tokenizer(), SEQUENCE_LENGTH);
    }
    double loss;
    try (var measuring = context.activity("measuring the model")) {
      loss = MeanLoss.of(context.spark(), loaded.model(), loaded.parameters(), held.shards());
    }
    TextMetrics metrics = new TextMetrics(loss, held.tokens(), corpus.characters());
    Map<String, Object> result = new LinkedHashMap<>(metrics.toMap());
    result.put("targets", held.tokens() - 1);
    result.put("unknown", held.unknown());
    return result;
  }
}
