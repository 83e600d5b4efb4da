package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.nlp.sentiment.ml.Temperature;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.job.ModelPublisher;
import dev.recurrent.spark.run.TrainingResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A classifier that has been trained, scaled by a temperature, and perhaps combined with a bag of
 * words.
 *
 * @param run with the scaled parameters
 * @param unscaled as training left it, or null where the temperature is 1
 */
record TrainedClassifier(
    TrainingResult run,
    TextClassifier classifier,
    @Nullable TextClassifier unscaled,
    Temperature temperature) {
  /**
   * @param held texts to validate on, which give the temperature
   */
  static TrainedClassifier scaled(
      JavaSparkContext spark,
      ClassifierModel model,
      Tokenizer tokenizer,
      ModelPublisher publisher,
      JavaRDD<Shard<LabelledBatch>> held) {
    float[] parameters = publisher.best().parameters();
    Temperature temperature = Temperature.fit(spark, model, parameters, held);
    float[] scaled = temperature.scaled(model, parameters);
    return new TrainedClassifier(
        publisher.result().withParameters(scaled),
        new TextClassifier(model, scaled, tokenizer),
        temperature.value() == 1 ? null : new TextClassifier(model, parameters, tokenizer),
        temperature);
  }

  /** The same network, with a bag of words or without one. */
  TrainedClassifier combined(Combination combination) {
    TextClassifier both = classifier.combinedWith(combination.bag());
    return new TrainedClassifier(run, both, unscaled, temperature);
  }

  BaselineComparison compare(
      SparkSession session, JavaRDD<LabelledText> texts, @Nullable BagsOfWords bags) {
    return BaselineComparison.of(session, texts, classifier, unscaled, bags);
  }

  /** The temperature, and what it was before it on the texts to validate on. */
  Map<String, Object> figures(BaselineComparison validation) {
    Map<String, Object> figures = new LinkedHashMap<>(temperature.toMap());
    ClassMetrics before = validation.unscaled();
    if (before != null) {
      figures.put("log_loss_before", before.logLoss());
      figures.put("calibration_error_before", before.calibrationError());
    }
    return figures;
  }

  /** What the temperature did, one line. */
  String line(BaselineComparison validation) {
    ClassMetrics before = validation.unscaled();
    ClassMetrics after = validation.networkAlone();
    if (before == null) {
      String why = temperature.reason().isEmpty() ? "it fits best" : temperature.reason();
      return "temperature 1: " + why;
    }
    return String.format(
        Locale.ROOT,
        "temperature %.3f: validation log loss %.4f (%.4f without it),"
            + " expected calibration error %.4f (%.4f)",
        temperature.value(),
        after.logLoss(),
        before.logLoss(),
        after.calibrationError(),
        before.calibrationError());
  }
}
