package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.WeightedBag;
import dev.recurrent.nlp.sentiment.ml.LabelledCorpus;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.ModelPublisher;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a trained network: bags of words beside it, the model of both, figures, report.
 *
 * @param corpus that it has learned from
 */
record SentimentResult(JobContext context, LabelledCorpus corpus, BaselineOptions options) {
  /**
   * Writes the finished model; returns the keys of the JSON result.
   *
   * @param test texts to test on, or null
   */
  Map<String, Object> publish(
      ModelPublisher publisher, TrainedClassifier trained, @Nullable JavaRDD<LabelledText> test)
      throws IOException {
    @Nullable BagsOfWords bags = options.baseline ? bags(trained) : null;
    List<String> labels = trained.classifier().model().config().labels();
    JavaRDD<LabelledText> held = corpus.validationTexts(labels);
    Combination combination = options.combination(context, held, trained.classifier(), bags);
    TrainedClassifier chosen = trained.combined(combination);
    WeightedBag bag = combination.bag();
    if (bag != null) {
      bag.files().forEach(publisher::attach);
    }
    BaselineComparison validation;
    try (var measuring = context.activity("classifying the texts to validate on")) {
      validation = chosen.compare(context.session(), held, bags);
    }
    Map<String, Object> more = new LinkedHashMap<>(validation.figures("baseline", "network"));
    more.put("temperature", chosen.figures(validation));
    more.put("combination", combination.toMap());
    BaselineComparison shown = validation;
    if (test != null) {
      try (var measuring = context.activity("classifying the texts to test on")) {
        shown = chosen.compare(context.session(), test, bags);
      }
      more.put("test", shown.classifier().toMap());
      more.putAll(shown.figures("test_baseline", "test_network"));
    }
    SentimentReport report = new SentimentReport(chosen.classifier(), shown);
    publisher.say("%s", chosen.line(validation));
    if (bags != null) {
      publisher.say("bags of words (log loss): %s", report.bags());
      publisher.say("%s", combination.line());
    }
    say(publisher, report, test == null ? "" : "test: ");
    var page = report.html(publisher.subtitle(), publisher.sections(chosen.run(), "nats a text"));
    validation.predicted().close();
    shown.predicted().close();
    return publisher.publish(chosen.run(), validation.classifier().toMap(), more, page);
  }

  private static void say(ModelPublisher publisher, SentimentReport report, String on) {
    publisher.say("%s%s", on, report.verdict());
    if (!report.alone().isEmpty()) {
      publisher.say("%s%s", on, report.alone());
    }
  }

  private BagsOfWords bags(TrainedClassifier trained) {
    ClassifierConfig config = trained.classifier().model().config();
    List<String> labels = config.labels();
    JavaRDD<LabelledText> known = corpus.trainingTexts().filter(t -> labels.contains(t.label()));
    boolean characters = trained.classifier().tokenizer().kind() == TokenKind.CHAR;
    try (var training = context.activity("training the bags of words")) {
      return BagsOfWords.train(
          context.session(),
          known,
          corpus.validationTexts(labels),
          labels,
          BagsOfWords.form(config.form(), characters, corpus.size(), labels.size()));
    }
  }
}
