package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether bags of words are trained, and whether the network is combined with one. */
final class BaselineOptions {
  @Option(
      names = "--baseline",
      defaultValue = "true",
      arity = "1",
      description = "Whether a bag of words is trained as a baseline (default: ${DEFAULT-VALUE}).")
  boolean baseline = true;

  @Option(
      names = "--combine-baseline",
      defaultValue = "auto",
      description =
          "Whether the model combines the network with the best bag of words, by weights that the"
              + " validation texts choose: auto, true or false. auto combines them if that lowers"
              + " the validation log loss (default: ${DEFAULT-VALUE}).")
  String combine = "auto";

  /**
   * @throws JobException naming the option that cannot be
   */
  void requireValid() {
    Combination.Wish wish = JobException.named("--combine-baseline", this::wish);
    if (wish == Combination.Wish.TRUE && !baseline) {
      throw JobException.usage("--combine-baseline true needs --baseline true");
    }
  }

  private Combination.Wish wish() {
    return Combination.Wish.of(combine);
  }

  /**
   * @param texts to validate on
   * @param bags null where none was trained
   */
  Combination combination(
      JobContext context,
      JavaRDD<LabelledText> texts,
      TextClassifier classifier,
      @Nullable BagsOfWords bags) {
    Combination.Wish wish = wish();
    if (bags == null || wish == Combination.Wish.FALSE) {
      return Combination.none("it is not asked for");
    }
    try (var combining = context.activity("combining the network with a bag of words")) {
      return Combination.choose(context.session(), texts, classifier, bags, wish);
    }
  }
}
