package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.AccuracyMetric;
import dev.recurrent.nlp.sentiment.ml.ClassifierTask;
import dev.recurrent.nlp.sentiment.ml.LabelledCorpus;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.nlp.sentiment.ml.OtherVectors;
import dev.recurrent.nlp.sentiment.ml.TextTable;
import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.ClaimedOutput;
import dev.recurrent.spark.job.EnsembleOptions;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.ModelPublisher;
import dev.recurrent.spark.job.PassesOverData;
import dev.recurrent.spark.job.PlannedRun;
import dev.recurrent.spark.job.ReadingOnlyOptions;
import dev.recurrent.spark.job.TrainingJob;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.job.TrainingSetup;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.table.TableSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a classifier of texts, and a bag of words as its baseline. */
@Command(description = "Trains a classifier on texts with labels.", sortOptions = false)
public final class SentimentTrain implements Job {
  @Mixin private TableOptions table = new TableOptions(new ReadingOnlyOptions());
  @Mixin private SentimentOptions options = new SentimentOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();
  @Mixin private EnsembleOptions ensemble = new EnsembleOptions();

  public static void main(String[] arguments) {
    JobRunner.main(new SentimentTrain(), arguments);
  }

  @Override
  public String task() {
    return "sentiment";
  }

  @Override
  public String action() {
    return "train";
  }

  @Override
  public void requireValid() {
    training.requireValid();
    ensemble.requireValid();
    table.requireValid();
    options.requireValid();
    options.requireFits(training);
    if (ensemble.snapshots > 1 && options.best.average > 1) {
      throw JobException.usage(
          "--snapshots and --average both take the best validations; give one");
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    return ClaimedOutput.train(
        context,
        training,
        output -> {
          LabelledCorpus corpus = context.kept("texts", () -> open(context));
          @Nullable TextTable unlabelled = unlabelledTexts(context);
          String data =
              unlabelled == null
                  ? corpus.fingerprint()
                  : corpus.fingerprint() + "; " + unlabelled.fingerprint();
          return train(context, corpus, unlabelled, output.withData(data));
        });
  }

  private LabelledCorpus open(JobContext context) throws IOException {
    context.spark();
    try (var reading = context.sharedActivity("reading " + table.source(context).shown())) {
      return options.corpus(context, table, training.seed);
    }
  }

  private TextTable read(JobContext context, TableSource source, boolean labelled)
      throws IOException {
    try (var reading = context.sharedActivity("reading " + source.shown())) {
      return table.read(context, source, labelled);
    }
  }

  /** The texts of {@code --unlabelled-input}, or null without the option. */
  private @Nullable TextTable unlabelledTexts(JobContext context) throws InterruptedException {
    TableSource source = options.more.unlabelled(context.inputs());
    if (source == null) {
      return null;
    }
    TextTable read =
        context.kept("texts without labels, " + source.value(), () -> read(context, source, false));
    context.console().sayShared("without labels: %s", read.found());
    return read;
  }

  private Map<String, Object> train(
      JobContext context,
      LabelledCorpus corpus,
      @Nullable TextTable unlabelled,
      TrainingSetup setup)
      throws IOException, InterruptedException {
    if (!setup.resumes()) {
      options.readVectorSize(context.hadoop());
    }
    PassesOverData.fit(training, setup, corpus.size(), PassesOverData.Needs.CLASSIFIER);
    training.stopEarly();
    try (ClassifierTask task =
        ClassifierTask.of(
            corpus,
            options.settings(),
            training.plan().withShards(setup.shards()),
            start(context, setup),
            new OtherVectors(
                vectorTexts(context, setup), options.freeze.fits(corpus.size(), training)),
            context.hadoop(),
            context.listener())) {
      return train(context, corpus, unlabelled == null ? null : unlabelled.texts(), setup, task);
    }
  }

  private Map<String, Object> train(
      JobContext context,
      LabelledCorpus corpus,
      @Nullable JavaRDD<LabelledText> unlabelled,
      TrainingSetup setup,
      ClassifierTask task)
      throws IOException, InterruptedException {
    ClassifierModel model = task.model();
    ClassifierConfig config = model.config();
    // Now, not after hours of training, is the time to find that it cannot be read.
    @Nullable JavaRDD<LabelledText> test = testTexts(context, config, setup);
    int steps = task.localSteps();
    ShardedData<LabelledBatch> data = task.shards(unlabelled);
    JavaRDD<Shard<LabelledBatch>> held = task.validation();
    byte[] tokenizer = TokenizerJson.writeBytes(task.tokenizer());
    float @Nullable [] begin = task.parameters();
    if (task.coverage() != null) {
      setup.provenance("embeddings", task.coverage());
    }
    PlannedRun planned =
        setup.describe(model, config, steps, Map.of(TextClassifier.TOKENIZER, tokenizer));
    ModelPublisher publisher =
        new TrainingJob<>(planned, model, data, held)
            .selectBy(new AccuracyMetric(context.spark(), model, held), options.best.average)
            .ensemble(ensemble.members)
            .snapshots(ensemble.snapshots)
            .layerRates(options.fineTuning.rates(model, data.batchesPerEpoch()))
            .run(
                begin,
                training.batchSize(),
                model.activationsPerToken() * config.form().maxLength());
    TrainedClassifier trained =
        TrainedClassifier.scaled(context.spark(), model, task.tokenizer(), publisher, held);
    return new SentimentResult(context, corpus, options.baseline).publish(publisher, trained, test);
  }

  /** What the network begins from: the run to resume, a trained model, or nothing. */
  private ClassifierTask.Start start(JobContext context, TrainingSetup setup) throws IOException {
    if (setup.resumes()) {
      return ClassifierTask.Start.resumed(
          setup.configToResume(ClassifierConfig.class),
          TokenizerJson.read(
              setup.fileToResume(TextClassifier.TOKENIZER), TextClassifier.TOKENIZER));
    }
    if (training.initFrom == null) {
      return ClassifierTask.Start.fresh();
    }
    ModelDirectory directory = HadoopDirectory.at(training.initFrom, context.hadoop()).open();
    if (PretrainedLayers.isIn(directory)) {
      PretrainedLayers layers = PretrainedLayers.load(directory);
      setup.say(
          "--init-from %s gives the vocabulary, the embedding and the recurrent layers,"
              + "\n  which read %s only; --tokens, the cell and its sizes are not used",
          training.initFrom, layers.backward() ? "backward" : "forward");
      return ClassifierTask.Start.from(layers);
    }
    if (options.auxiliary.keepsLanguageModel()) {
      throw JobException.usage(
          "--language-model-weight is for --init-from with a language model; "
              + training.initFrom
              + " is a "
              + directory.description().kind());
    }
    TextClassifier trained = TextClassifier.load(directory);
    EnsembleOptions.requireOne(trained.members(), training.initFrom);
    setup.say(
        "--init-from %s gives the sizes, the labels, the vocabulary and the form of the texts;"
            + "\n  dropouts and --freeze are those of this command",
        training.initFrom);
    return ClassifierTask.Start.from(trained, options.settings());
  }

  /** More texts to learn word vectors from, or null. */
  private @Nullable JavaRDD<String> vectorTexts(JobContext context, TrainingSetup setup)
      throws InterruptedException {
    TableSource more = options.more.embeddings(context.inputs());
    if (more == null || setup.resumes()) {
      return null;
    }
    return context
        .kept("texts for word vectors, " + more.value(), () -> read(context, more, false))
        .texts()
        .map(LabelledText::text);
  }

  /**
   * The texts of {@code --test-input} with labels that training has, or null without the option.
   */
  private @Nullable JavaRDD<LabelledText> testTexts(
      JobContext context, ClassifierConfig config, TrainingSetup setup)
      throws InterruptedException {
    TableSource source = options.more.test(context.inputs());
    if (source == null) {
      return null;
    }
    TextTable read =
        context.kept("texts to test on, " + source.value(), () -> read(context, source, true));
    List<String> labels = config.labels();
    JavaRDD<LabelledText> known = read.texts().filter(t -> labels.contains(t.label()));
    long count = known.count();
    if (count == 0) {
      throw JobException.badInput(source.given() + " has none of the labels " + labels);
    }
    setup.sayShared(
        "to test on: %s, %,d with a label that training has not",
        read.found(), read.count() - count);
    return known;
  }
}
