package dev.recurrent.nlp.generation.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.generation.AdaptiveLanguageModel;
import dev.recurrent.nlp.generation.AdaptiveReading;
import dev.recurrent.nlp.generation.ReadingDirection;
import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.MeanLoss;
import dev.recurrent.train.Model;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a language model on a text. */
@Command(description = "Measures a language model on a text.", sortOptions = false)
public final class GenerationEvaluate implements Job {
  private static final int SEQUENCE_LENGTH = 128;

  /** Tokens after which a model that adapts takes a step. */
  private static final int ADAPTIVE_LENGTH = 20;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Mixin private CorpusOptions text = new CorpusOptions();
  @Mixin private AdaptiveOptions adaptive = new AdaptiveOptions();

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
    adaptive.reading();
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    TextGenerator loaded = TextGenerator.load(directory);
    context.spark();
    AdaptiveReading adapting = adaptive.reading();
    TextCorpus corpus;
    TextCorpus.Validation held;
    try (var reading = context.activity("reading " + text.shown(context))) {
      corpus =
          TextCorpus.evaluation(text.open(context), text.given(context), context.spark())
              .reading(ReadingDirection.of(directory));
      held =
          adapting.active()
              ? corpus.inOneSequence(loaded.tokenizer(), ADAPTIVE_LENGTH)
              : corpus.evaluation(loaded.tokenizer(), SEQUENCE_LENGTH);
    }
    double loss = loss(context, loaded, adapting, held);
    if (adapting.active() && !(loss < Math.log(loaded.model().config().vocabularySize()))) {
      context
          .console()
          .say(
              "the adapted model is worse than a guess among %,d tokens: %s",
              loaded.model().config().vocabularySize(), adaptive.advice());
    }
    TextMetrics metrics = new TextMetrics(loss, held.tokens(), corpus.characters());
    Map<String, Object> result = new LinkedHashMap<>(metrics.toMap());
    result.put("targets", held.tokens() - 1);
    result.put("unknown", held.unknown());
    return result;
  }

  private static double loss(
      JobContext context,
      TextGenerator loaded,
      AdaptiveReading reading,
      TextCorpus.Validation held) {
    Model<TokenBatch> model = loaded.model();
    if (reading.active()) {
      context
          .console()
          .say("the model adapts to the text: it is read in one sequence, on one core");
      model = new AdaptiveLanguageModel(loaded.model(), reading);
    }
    try (var measuring = context.activity("measuring the model")) {
      return MeanLoss.of(context.spark(), model, loaded.parameters(), held.shards());
    }
  }
}
