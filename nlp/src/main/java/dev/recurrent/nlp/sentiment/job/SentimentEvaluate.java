package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.format.Quantity;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.nlp.sentiment.ml.TextTable;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.ReadingOnlyOptions;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a classifier on texts with labels. */
@Command(description = "Measures a classifier on texts with labels.", sortOptions = false)
public final class SentimentEvaluate implements Job {
  @Mixin private ClassifierOptions used = new ClassifierOptions();

  @Mixin private TableOptions table = new TableOptions(new ReadingOnlyOptions());

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where to write report.html (default: none).")
  private @Nullable String report;

  public static void main(String[] arguments) {
    JobRunner.main(new SentimentEvaluate(), arguments);
  }

  @Override
  public String task() {
    return "sentiment";
  }

  @Override
  public String action() {
    return "evaluate";
  }

  @Override
  public void requireValid() {
    table.requireValid();
  }

  private TextTable read(JobContext context) throws IOException {
    context.spark();
    try (var reading = context.activity("reading " + table.source(context).shown())) {
      return table.read(context, table.source(context), true);
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    TextClassifier classifier = used.load(used.directory(context), context);
    List<String> labels = classifier.model().config().labels();
    TextTable texts = read(context);
    JavaRDD<LabelledText> known = texts.texts().filter(t -> labels.contains(t.label()));
    long count = known.count();
    if (count == 0) {
      throw JobException.badInput("no text has one of the model's labels " + labels);
    }
    long unseen = texts.count() - count;
    context.console().say("texts: %s", texts.found());
    if (unseen > 0) {
      context
          .console()
          .say(
              "%s a label that training has not seen; left out",
              Quantity.of(unseen, "text has", "texts have"));
    }
    BaselineComparison comparison;
    try (var classifying = context.activity("classifying the texts")) {
      comparison = BaselineComparison.of(context.session(), known, classifier, null, null);
    }
    SentimentReport page = new SentimentReport(classifier, comparison);
    context.console().say("%s", page.verdict());
    if (!page.alone().isEmpty()) {
      context.console().say("%s", page.alone());
    }
    if (report != null) {
      HadoopDirectory.at(report, context.hadoop())
          .replace(
              "report.html",
              page.html(used.model, List.of()).html().getBytes(StandardCharsets.UTF_8));
    }
    comparison.predicted().close();
    texts.close();
    Map<String, Object> result = new LinkedHashMap<>(comparison.classifier().toMap());
    if (comparison.alone() != null) {
      result.put("network", comparison.alone().toMap());
    }
    result.put("confusion", comparison.classifier().confusion());
    result.put("labels", labels);
    result.put("rows", count);
    result.put("unseen_labels", unseen);
    return result;
  }
}
