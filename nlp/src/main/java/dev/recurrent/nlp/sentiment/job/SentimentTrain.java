package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.corpus.VocabularyCount;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nn.Parameters;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.RunBook;
import dev.recurrent.spark.job.TrainingJob;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.spark.table.ReadingOnlyOptions;
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
  private static final String TOKENIZER = "tokenizer.json";

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
  public Map<String, Object> run(JobContext context) throws Exception {
    training.requireValid();
    table.requireValid();
    options.requireValid();
    options.requireFits(training);
    LabelledCorpus corpus = LabelledCorpus.open(context.session(), table, options, training.seed);
    try (RunBook book = RunBook.open(context, training, corpus.fingerprint())) {
      return book.alreadyDone() ? book.doneResult() : train(context, corpus, book);
    } finally {
      corpus.close();
      opened.forEach(TextTable::close);
    }
  }

  private Map<String, Object> train(JobContext context, LabelledCorpus corpus, RunBook book)
      throws IOException {
    @Nullable TextClassifier start = startingModel(context);
    Tokenizer tokenizer = tokenizer(corpus, book, start);
    ClassifierModel model = new ClassifierModel(config(corpus, tokenizer, book, start));
    ClassifierConfig config = model.config();
    book.say("texts: %s", corpus.found());
    book.say(
        "labels: %s; vocabulary %,d (%s)",
        corpus.counts(), tokenizer.vocabulary().size(), tokenizer.kind().label());
    requireLabels(corpus, config, book);
    // Now, not after hours of training, is the time to find that it cannot be read.
    @Nullable JavaRDD<LabelledText> test = testTexts(context, config, book);
    ShardedData<LabelledBatch> data = shards(corpus, model, tokenizer, book);
    JavaRDD<Shard<LabelledBatch>> held = corpus.validation(config, tokenizer);
    TrainingJob<LabelledBatch> job =
        new TrainingJob<>(context.spark(), model, book, training, data, held)
            .judgedBy(new AccuracyMetric(context.spark(), model, held), options.best.average);
    book.add(TOKENIZER, TokenizerJson.writeBytes(tokenizer));
    book.describe(model.kind(), config);
    TrainingRun.Result result =
        job.run(
            parameters(context, corpus, model, tokenizer, book, start),
            training.batchSize,
            model.activationsPerToken() * config.form().maxLength());
    TrainingRun.Result published = result.withParameters(job.best(result).parameters());
    TextClassifier classifier = new TextClassifier(model, published.parameters, tokenizer);
    return finish(context, corpus, book, classifier, published, test);
  }

  private ShardedData<LabelledBatch> shards(
      LabelledCorpus corpus, ClassifierModel model, Tokenizer tokenizer, RunBook book) {
    List<String> labels = model.config().labels();
    int batch = training.batchSize;
    int steps =
        book.localSteps(
            model.layout().size(),
            batch * averageLength(),
            corpus.batchesPerEpoch(book.shards(), batch, labels));
    float[] weights = corpus.weights(labels, options.balanced());
    return corpus.shards(
        model.config(),
        tokenizer,
        new TextShards.Cut(book.shards(), batch, steps, training.seed, weights));
  }

  /** Of training and validation, the texts whose labels the network does not have are left out. */
  private static void requireLabels(LabelledCorpus corpus, ClassifierConfig config, RunBook book) {
    long foreign = corpus.size() - corpus.size(config.labels());
    if (foreign == corpus.size()) {
      throw JobException.badInput(
          "no text to train on has one of the start's labels " + config.labels());
    }
    if (foreign > 0) {
      book.say("%,d texts to train on have none of the start's labels; left out", foreign);
    }
    long unseen = corpus.unseen(config.labels());
    if (unseen > 0) {
      book.say("%,d texts to validate on have a label that training has not; left out", unseen);
    }
    List<String> held = corpus.validationLabels(config.labels());
    if (held.size() == 1) {
      book.say(
          "all texts to validate on have the label %s: a network that predicts nothing else is"
              + " right every time; validate on texts of all labels",
          held.get(0));
    }
  }

  /**
   * The texts of {@code --test-input} with labels that training has, or null without the option.
   */
  private @Nullable JavaRDD<LabelledText> testTexts(
      JobContext context, ClassifierConfig config, RunBook book) throws IOException {
    String path = options.testInput;
    if (path == null) {
      return null;
    }
    TextTable read = TextTable.read(context.session(), "--test-input", path, table, true);
    opened.add(read);
    List<String> labels = config.labels();
    JavaRDD<LabelledText> known = read.texts().filter(t -> labels.contains(t.label()));
    long count = known.count();
    if (count == 0) {
      throw JobException.badInput("--test-input " + path + " has none of the labels " + labels);
    }
    book.say(
        "to test on: %s, %,d with a label that training has not",
        read.found(), read.count() - count);
    return known;
  }

  /** For the plan: texts are cut at the most tokens, and half of that long on average. */
  private int averageLength() {
    return Math.max(1, options.maxLength / 2);
  }

  private @Nullable TextClassifier startingModel(JobContext context) throws IOException {
    return training.initFrom == null
        ? null
        : TextClassifier.load(HadoopDirectory.at(training.initFrom, context.hadoop()).open());
  }

  private Tokenizer tokenizer(LabelledCorpus corpus, RunBook book, @Nullable TextClassifier start)
      throws IOException {
    if (book.resumes()) {
      return TokenizerJson.readBytes(book.fileToResume(TOKENIZER));
    }
    if (start != null) {
      return start.tokenizer();
    }
    var form = options.form();
    JavaRDD<String> texts = corpus.trainingTexts().map(t -> form.clean(t.text()));
    return VocabularyCount.learn(texts, options.kind(), options.vocabularySize);
  }

  private ClassifierConfig config(
      LabelledCorpus corpus, Tokenizer tokenizer, RunBook book, @Nullable TextClassifier start) {
    if (book.resumes()) {
      return book.configToResume(ClassifierConfig.class);
    }
    if (start != null) {
      book.say(
          "sizes, labels, vocabulary and form of the texts are those of %s; dropouts and --freeze"
              + " as given",
          String.valueOf(training.initFrom));
      return options.regularised(start.model().config());
    }
    return options.config(corpus.labels(), tokenizer.vocabulary().size());
  }

  /** Where the network begins: a model's parameters, word vectors, or null for chance. */
  private float @Nullable [] parameters(
      JobContext context,
      LabelledCorpus corpus,
      ClassifierModel model,
      Tokenizer tokenizer,
      RunBook book,
      @Nullable TextClassifier start)
      throws IOException {
    String vectors = options.vectors;
    if (start != null || vectors == null || book.resumes()) {
      return start == null ? null : start.parameters();
    }
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, training.seed);
    Matrix weight =
        Parameters.of(model.layout(), parameters, new float[parameters.length])
            .value("embedding.weight");
    int found;
    if (vectors.equals("word2vec")) {
      JavaRDD<String> texts = corpus.trainingTexts().map(LabelledText::text);
      String more = options.vectorsInput;
      if (more != null) {
        TextTable unlabelled =
            TextTable.read(context.session(), "--vectors-input", more, table, false);
        opened.add(unlabelled);
        texts = texts.union(unlabelled.texts().map(LabelledText::text));
      }
      book.say("learning word vectors with Word2Vec ...");
      found =
          WordVectors.learn(texts, options.form(), tokenizer, weight, book.shards(), training.seed);
    } else {
      found = WordVectors.read(vectors, tokenizer.vocabulary(), weight, context.hadoop());
    }
    book.say("%,d of %,d words have a vector", found, tokenizer.vocabulary().size());
    return parameters;
  }

  private Map<String, Object> finish(
      JobContext context,
      LabelledCorpus corpus,
      RunBook book,
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
    book.say("%s%s", test == null ? "" : "test: ", report.verdict());
    var page =
        report.html(book.subtitle(), book.sections(result, classifier.model(), "nats a text"));
    validation.told().close();
    shown.told().close();
    return book.publish(classifier.model(), result, validation.network().toMap(), more, page);
  }

  private static BagOfWords bag(
      JobContext context, LabelledCorpus corpus, TextClassifier classifier) {
    ClassifierConfig config = classifier.model().config();
    List<String> labels = config.labels();
    System.err.println("training the bag of words beside it ...");
    JavaRDD<LabelledText> known = corpus.trainingTexts().filter(t -> labels.contains(t.label()));
    return BagOfWords.train(
        BagOfWords.table(context.session(), known, labels, config.form()),
        corpus.size() >= BagOfWords.MANY ? 2 : 1);
  }
}
