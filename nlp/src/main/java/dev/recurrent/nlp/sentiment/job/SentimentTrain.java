package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.corpus.VocabularyCount;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.AccuracyMetric;
import dev.recurrent.nlp.sentiment.ml.LabelledCorpus;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import dev.recurrent.nlp.sentiment.ml.TextShards;
import dev.recurrent.nlp.sentiment.ml.TextTable;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.ClaimedOutput;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.ModelPublisher;
import dev.recurrent.spark.job.PlannedRun;
import dev.recurrent.spark.job.ReadingOnlyOptions;
import dev.recurrent.spark.job.TrainingJob;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.job.TrainingSetup;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a classifier of texts, and a bag of words beside it. */
@Command(description = "Trains a classifier on texts with labels.", sortOptions = false)
public final class SentimentTrain implements Job {
  @Mixin private TableOptions table = new TableOptions(new ReadingOnlyOptions());
  @Mixin private SentimentOptions options = new SentimentOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();

  /** Tables beside --input and --validation-input, which the corpus closes. */
  private final List<TextTable> opened = new ArrayList<>();

  public SentimentTrain() {}

  /** Trains on a table that a program brings; {@code --input} then only names it. */
  public SentimentTrain(Dataset<Row> given) {
    table.given = given;
  }

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
    table.requireValid();
    options.requireValid();
    options.requireFits(training);
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    return ClaimedOutput.train(
        context,
        training,
        output -> {
          LabelledCorpus corpus = open(context);
          try {
            return train(context, corpus, output.withData(corpus.fingerprint()));
          } finally {
            corpus.close();
            opened.forEach(TextTable::close);
          }
        });
  }

  private LabelledCorpus open(JobContext context) throws IOException {
    context.spark();
    try (var reading = context.activity("reading " + table.input)) {
      return options.corpus(context.session(), table, training.seed);
    }
  }

  private Map<String, Object> train(JobContext context, LabelledCorpus corpus, TrainingSetup setup)
      throws IOException {
    @Nullable TextClassifier start = startingModel(context);
    Tokenizer tokenizer = tokenizer(context, corpus, setup, start);
    ClassifierModel model = new ClassifierModel(config(corpus, tokenizer, setup, start));
    ClassifierConfig config = model.config();
    setup.say("texts: %s", corpus.found());
    setup.say(
        "labels: %s; vocabulary %,d (%s)",
        corpus.counts(), tokenizer.vocabulary().size(), tokenizer.kind().label());
    requireLabels(corpus, config, setup);
    // Now, not after hours of training, is the time to find that it cannot be read.
    @Nullable JavaRDD<LabelledText> test = testTexts(context, config, setup);
    int steps = localSteps(corpus, model, setup);
    ShardedData<LabelledBatch> data = shards(corpus, model, tokenizer, setup.shards(), steps);
    JavaRDD<Shard<LabelledBatch>> held = corpus.validation(config, tokenizer);
    PlannedRun planned =
        setup.describe(
            model, config, steps, Map.of("tokenizer.json", TokenizerJson.writeBytes(tokenizer)));
    ModelPublisher publisher =
        new TrainingJob<>(planned, model, data, held)
            .selectBy(new AccuracyMetric(context.spark(), model, held), options.best.average)
            .run(
                parameters(context, corpus, model, tokenizer, setup, start),
                training.batchSize,
                model.activationsPerToken() * config.form().maxLength());
    TrainingRun.Result published = publisher.result().withParameters(publisher.best().parameters());
    TextClassifier classifier = new TextClassifier(model, published.parameters, tokenizer);
    return finish(context, corpus, publisher, classifier, published, test);
  }

  private int localSteps(LabelledCorpus corpus, ClassifierModel model, TrainingSetup setup) {
    int batch = training.batchSize;
    // Texts are cut at the most tokens, and half of that long on average.
    return setup.localSteps(
        model.layout().size(),
        batch * Math.max(1, options.maxLength / 2),
        corpus.batchesPerEpoch(setup.shards(), batch, model.config().labels()));
  }

  private ShardedData<LabelledBatch> shards(
      LabelledCorpus corpus, ClassifierModel model, Tokenizer tokenizer, int shards, int steps) {
    float[] weights = corpus.weights(model.config().labels(), options.balanced());
    return corpus.shards(
        model.config(),
        tokenizer,
        new TextShards.Cut(shards, training.batchSize, steps, training.seed, weights));
  }

  /** Of training and validation, the texts whose labels the network does not have are left out. */
  private static void requireLabels(
      LabelledCorpus corpus, ClassifierConfig config, TrainingSetup setup) {
    long foreign = corpus.size() - corpus.size(config.labels());
    if (foreign == corpus.size()) {
      throw JobException.badInput(
          "no text to train on has one of the start's labels " + config.labels());
    }
    if (foreign > 0) {
      setup.say("left out of the texts to train on, with no label of the start's: %,d", foreign);
    }
    long unseen = corpus.unseen(config.labels());
    if (unseen > 0) {
      setup.say(
          "left out of those to validate on, with a label that training has not: %,d", unseen);
    }
    List<String> held = corpus.validationLabels(config.labels());
    if (held.size() == 1) {
      setup.say(
          "all texts to validate on have the label %s: the accuracy says nothing; validate on all"
              + " labels",
          held.get(0));
    }
  }

  /**
   * The texts of {@code --test-input} with labels that training has, or null without the option.
   */
  private @Nullable JavaRDD<LabelledText> testTexts(
      JobContext context, ClassifierConfig config, TrainingSetup setup) throws IOException {
    String path = options.testInput;
    if (path == null) {
      return null;
    }
    TextTable read = table.read(context.session(), "--test-input", path, true);
    opened.add(read);
    List<String> labels = config.labels();
    JavaRDD<LabelledText> known = read.texts().filter(t -> labels.contains(t.label()));
    long count = known.count();
    if (count == 0) {
      throw JobException.badInput("--test-input " + path + " has none of the labels " + labels);
    }
    setup.say(
        "to test on: %s, %,d with a label that training has not",
        read.found(), read.count() - count);
    return known;
  }

  private @Nullable TextClassifier startingModel(JobContext context) throws IOException {
    return training.initFrom == null
        ? null
        : TextClassifier.load(HadoopDirectory.at(training.initFrom, context.hadoop()).open());
  }

  private Tokenizer tokenizer(
      JobContext context,
      LabelledCorpus corpus,
      TrainingSetup setup,
      @Nullable TextClassifier start)
      throws IOException {
    if (setup.resumes()) {
      return TokenizerJson.read(setup.fileToResume("tokenizer.json"), "tokenizer.json");
    }
    if (start != null) {
      return start.tokenizer();
    }
    var form = options.form();
    JavaRDD<String> texts = corpus.trainingTexts().map(t -> form.clean(t.text()));
    try (var learning = context.activity("learning the vocabulary")) {
      return VocabularyCount.learn(texts, options.kind(), options.vocabularySize);
    }
  }

  private ClassifierConfig config(
      LabelledCorpus corpus,
      Tokenizer tokenizer,
      TrainingSetup setup,
      @Nullable TextClassifier start) {
    if (setup.resumes()) {
      return setup.configToResume(ClassifierConfig.class);
    }
    if (start != null) {
      setup.say(
          "sizes, labels, vocabulary and form of texts of %s; dropouts and --freeze as given",
          String.valueOf(training.initFrom));
      return options.regularised(start.model().config());
    }
    return JobException.usageIfIllegal(
        () -> options.config(corpus.labels(), tokenizer.vocabulary().size()));
  }

  /** Where the network begins: a model's parameters, word vectors, or null for chance. */
  private float @Nullable [] parameters(
      JobContext context,
      LabelledCorpus corpus,
      ClassifierModel model,
      Tokenizer tokenizer,
      TrainingSetup setup,
      @Nullable TextClassifier start)
      throws IOException {
    if (start != null || options.embeddings == null || setup.resumes()) {
      return start == null ? null : start.parameters();
    }
    try (var vectors = new EmbeddingStart(context, options, table)) {
      return vectors.parameters(corpus, model, tokenizer, setup, training.seed);
    }
  }

  private Map<String, Object> finish(
      JobContext context,
      LabelledCorpus corpus,
      ModelPublisher publisher,
      TextClassifier classifier,
      TrainingRun.Result result,
      @Nullable JavaRDD<LabelledText> test)
      throws IOException {
    @Nullable BagOfWords bag = options.baseline ? bag(context, corpus, classifier) : null;
    List<String> labels = classifier.model().config().labels();
    BaselineComparison validation =
        BaselineComparison.of(context.session(), corpus.validationTexts(labels), classifier, bag);
    Map<String, Object> more = new LinkedHashMap<>(validation.baselineFigures("baseline"));
    BaselineComparison shown = validation;
    if (test != null) {
      shown = BaselineComparison.of(context.session(), test, classifier, bag);
      more.put("test", shown.network().toMap());
      more.putAll(shown.baselineFigures("test_baseline"));
    }
    SentimentReport report = new SentimentReport(classifier, shown);
    publisher.say("%s%s", test == null ? "" : "test: ", report.verdict());
    var page = report.html(publisher.subtitle(), publisher.sections(result, "nats a text"));
    validation.told().close();
    shown.told().close();
    return publisher.publish(result, validation.network().toMap(), more, page);
  }

  private static BagOfWords bag(
      JobContext context, LabelledCorpus corpus, TextClassifier classifier) {
    ClassifierConfig config = classifier.model().config();
    List<String> labels = config.labels();
    JavaRDD<LabelledText> known = corpus.trainingTexts().filter(t -> labels.contains(t.label()));
    try (var training = context.activity("training the bag of words beside it")) {
      return BagOfWords.train(
          BagOfWords.table(context.session(), known, labels, config.form()),
          corpus.size() >= BagOfWords.MANY ? 2 : 1);
    }
  }
}
