package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The classifier that a job uses. */
final class ClassifierOptions {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  String model = "";

  @Option(
      names = "--average-with",
      paramLabel = "DIR",
      description =
          "Another finished model with the same labels. The probabilities are the means of both"
              + " models', such as of one that reads forward and one that reads backward.")
  private @Nullable String averageWith;

  /** Of {@code --model}. */
  ModelDirectory directory(JobContext context) throws IOException {
    return HadoopDirectory.at(model, context.hadoop()).open();
  }

  /**
   * @param directory of {@code --model}
   * @throws JobException if the models' labels differ
   */
  TextClassifier load(ModelDirectory directory, JobContext context) throws IOException {
    TextClassifier classifier = TextClassifier.load(directory);
    if (averageWith == null) {
      return classifier;
    }
    TextClassifier other =
        TextClassifier.load(HadoopDirectory.at(averageWith, context.hadoop()).open());
    return JobException.named("--average-with", () -> classifier.averagedWith(other));
  }
}
