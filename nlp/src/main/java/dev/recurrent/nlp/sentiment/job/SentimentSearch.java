package dev.recurrent.nlp.sentiment.job;

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

/** Trains classifiers with different options, and keeps the best. */
@Command(
    description =
        "Searches options of sentiment train. Trials are compared by accuracy on the validation"
            + " texts.",
    sortOptions = false)
public final class SentimentSearch implements Job {
  /** Which texts and labels there are. */
  private static final List<String> FIXED =
      List.of(
          "text-column",
          "label-column",
          "validation-input",
          "validation-input-table",
          "validation-input-query",
          "validation-fraction",
          "test-input",
          "test-input-table",
          "test-input-query");

  private static final SearchMetric ACCURACY = new SearchMetric("accuracy", false);

  @Mixin private SearchOptions search = new SearchOptions();
  @Mixin private SentimentTrain train = new SentimentTrain();

  public static void main(String[] arguments) {
    JobRunner.main(new SentimentSearch(), arguments);
  }

  @Override
  public String task() {
    return "sentiment";
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
    return new TrainingSearch(SentimentTrain::new, search, ACCURACY, FIXED).run(context);
  }
}
