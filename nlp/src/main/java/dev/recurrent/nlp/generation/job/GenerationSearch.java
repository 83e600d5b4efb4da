package dev.recurrent.nlp.generation.job;

import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.SearchMetric;
import dev.recurrent.spark.job.SearchOptions;
import dev.recurrent.spark.job.TrainingSearch;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains language models with different options, and keeps the best. */
@Command(
    description =
        "Searches options of generation train. Trials are compared by the loss on the validation"
            + " text.",
    sortOptions = false)
public final class GenerationSearch implements Job {
  /** Which text there is, and what a token is: the loss is that of a token. */
  private static final List<String> FIXED =
      List.of("text-column", "order-column", "validation-fraction", "tokens", "vocabulary-size");

  private static final SearchMetric LOSS = new SearchMetric("validation loss", true);

  @Mixin private SearchOptions search = new SearchOptions();
  @Mixin private GenerationTrain train = new GenerationTrain();

  public static void main(String[] arguments) {
    JobRunner.main(new GenerationSearch(), arguments);
  }

  @Override
  public String task() {
    return "generation";
  }

  @Override
  public String action() {
    return "search";
  }

  @Override
  public void requireValid() {
    search.requireValid();
    train.requireValid();
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    return new TrainingSearch(GenerationTrain::new, search, LOSS, FIXED).run(context);
  }
}
