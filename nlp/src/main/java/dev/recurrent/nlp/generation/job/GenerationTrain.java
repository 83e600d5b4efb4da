package dev.recurrent.nlp.generation.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Quantity;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.corpus.WordVectorFile;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.generation.ReadingDirection;
import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.ClaimedOutput;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.ModelPublisher;
import dev.recurrent.spark.job.PassesOverData;
import dev.recurrent.spark.job.PlannedRun;
import dev.recurrent.spark.job.TrainingJob;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.job.TrainingSetup;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.TrainingResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a language model: text in, a directory out that writes more of it. */
@Command(description = "Trains a language model on text.", sortOptions = false)
public final class GenerationTrain implements Job {
  private static final String TOKENIZER = "tokenizer.json";

  @Mixin private GenerationOptions text = new GenerationOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();

  public static void main(String[] arguments) {
    JobRunner.main(new GenerationTrain(), arguments);
  }

  @Override
  public String task() {
    return "generation";
  }

  @Override
  public String action() {
    return "train";
  }

  @Override
  public void requireValid() {
    training.requireValid();
    text.requireValid();
    if (text.embeddings != null && training.initFrom != null) {
      throw JobException.usage("--embeddings is for a fresh start, --init-from brings its own");
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    return ClaimedOutput.train(context, training, output -> train(context, output));
  }

  private Map<String, Object> train(JobContext context, ClaimedOutput output)
      throws IOException, InterruptedException {
    @Nullable TextGenerator start = startingModel(context);
    ReadingDirection direction = text.direction();
    TextCorpus corpus = context.kept("text " + direction, () -> open(context).reading(direction));
    TrainingSetup setup = output.withData(corpus.input().fingerprint());
    if (text.reverse) {
      setup.provenance(ReadingDirection.NAME, text.direction().label());
    }
    @Nullable WordVectorFile vectors = vectors(context, setup);
    Tokenizer tokenizer = tokenizer(corpus, context, setup, start);
    TokenizedCorpus tokens;
    TextCorpus.Validation validation;
    try (var tokenising = context.activity("tokenising the text")) {
      tokens = corpus.trainingTokens(tokenizer);
      validation = corpus.validation(tokenizer, text.sequenceLength);
    }
    announce(corpus, tokens, validation, tokenizer, setup);
    PassesOverData.fit(
        training, setup, tokens.size() / text.sequenceLength, PassesOverData.Needs.LANGUAGE_MODEL);
    if (text.sampledSoftmax > 0 && !setup.resumes()) {
      // Rows that are drawn seldom need a longer memory of their gradients.
      training.steps.fitBeta2(0.999f);
    }
    text.regularization.fitText(tokens.size());
    LanguageModel model = new LanguageModel(sizes(setup, tokenizer, start));
    @Nullable NgramFigure ngram =
        text.baseline
            ? context.kept(
                "n-grams " + direction,
                () -> baseline(tokens, validation, corpus, context, model.config()))
            : null;
    int steps = localSteps(tokens, model, setup);
    StreamLayout layout =
        StreamLayout.of(
            tokens.size(), setup.shards(), training.batchSize(), text.sequenceLength, steps);
    SequenceCuts cuts = text.cuts(training.seed);
    ShardedData<TokenBatch> data = shards(corpus.inOrder(tokens), layout, cuts);
    float @Nullable [] begin =
        vectors == null
            ? start == null ? null : start.parameters()
            : parameters(vectors, model, tokenizer, setup);
    PlannedRun planned =
        setup.describe(
            model, model.config(), steps, Map.of(TOKENIZER, TokenizerJson.writeBytes(tokenizer)));
    ModelPublisher publisher =
        new TrainingJob<>(planned, model, data, validation.shards())
            .averageIterates(text.regularization.averageWeight())
            .run(
                begin,
                text.sequenceLength * training.batchSize(),
                model.activationsPerTarget() * cuts.longest() / text.sequenceLength);
    TextMetrics metrics = metrics(publisher.result(), validation, corpus);
    @Nullable String advice = ValidationTrend.advice(publisher.result(), training, metrics, ngram);
    if (advice != null) {
      publisher.say("%s", advice);
    }
    return finish(publisher, model, tokenizer, new LanguageFindings(metrics, ngram, advice));
  }

  /** The file of word vectors of a fresh start, or null. */
  private @Nullable WordVectorFile vectors(JobContext context, TrainingSetup setup)
      throws IOException {
    String path = text.embeddings;
    return path == null || setup.resumes() ? null : text.vectors(path, context.hadoop());
  }

  /** Random numbers, and the vectors of the words that the file has. */
  private float[] parameters(
      WordVectorFile vectors, LanguageModel model, Tokenizer tokenizer, TrainingSetup setup)
      throws IOException {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, training.seed);
    Matrix weight = model.layout().view(parameters, "embedding.weight");
    WordVectorFile.Coverage coverage = vectors.read(tokenizer.vocabulary(), weight);
    setup.provenance("embeddings", coverage);
    setup.say("%s", coverage.line(tokenizer.vocabulary().size()));
    return parameters;
  }

  private static ShardedData<TokenBatch> shards(
      TokenizedCorpus tokens, StreamLayout layout, SequenceCuts cuts) {
    return new ShardedData<>(
        tokens.cut(layout, cuts),
        layout.shards(),
        layout.batchesPerChunk(),
        layout.batchesPerEpoch());
  }

  private TextCorpus open(JobContext context) throws IOException {
    context.spark();
    try (var reading = context.sharedActivity("reading " + text.corpus.shown(context))) {
      return TextCorpus.open(
          text.corpus.open(context),
          text.corpus.given(context),
          text::validationShare,
          context.spark());
    }
  }

  /** The model to go on from, or null. */
  private @Nullable TextGenerator startingModel(JobContext context) throws IOException {
    if (training.initFrom == null) {
      return null;
    }
    ModelDirectory directory = HadoopDirectory.at(training.initFrom, context.hadoop()).open();
    TextGenerator start = TextGenerator.load(directory);
    text.direction().require(directory, "--init-from " + training.initFrom);
    return start;
  }

  private LanguageModelConfig sizes(
      TrainingSetup setup, Tokenizer tokenizer, @Nullable TextGenerator start) {
    if (setup.resumes()) {
      return setup.configToResume(LanguageModelConfig.class);
    }
    if (start == null) {
      return JobException.usageIfIllegal(() -> text.model(tokenizer.vocabulary().size()));
    }
    setup.say(
        "--init-from %s gives the sizes, the cell and the vocabulary;\n"
            + "  regularisation and label smoothing are those of this command",
        String.valueOf(training.initFrom));
    return text.regularised(start.model().config());
  }

  private Tokenizer tokenizer(
      TextCorpus corpus, JobContext context, TrainingSetup setup, @Nullable TextGenerator start)
      throws IOException {
    if (setup.resumes()) {
      return TokenizerJson.read(setup.fileToResume(TOKENIZER), TOKENIZER);
    }
    if (start != null) {
      return start.tokenizer();
    }
    try (var learning = context.activity("learning the vocabulary")) {
      return corpus.learn(text.kind(), text.vocabularyLimit());
    }
  }

  private int localSteps(TokenizedCorpus tokens, LanguageModel model, TrainingSetup setup) {
    int shards = setup.shards();
    long streams = (long) shards * training.batchSize();
    if (tokens.size() - 1 < streams) {
      throw JobException.badInput(
          "the training text has "
              + tokens.size()
              + " tokens, expected more than "
              + streams
              + " (shards x batch-size); give more text or lower --batch-size");
    }
    int sequence = text.sequenceLength;
    int perEpoch =
        StreamLayout.of(tokens.size(), shards, training.batchSize(), sequence, 1).batchesPerEpoch();
    return setup.localSteps(model.layout().size(), training.batchSize() * sequence, perEpoch);
  }

  private static void announce(
      TextCorpus corpus,
      TokenizedCorpus tokens,
      TextCorpus.Validation validation,
      Tokenizer tokenizer,
      TrainingSetup setup) {
    setup.sayShared("text: %s, %s", corpus.input(), Quantity.of(corpus.characters(), "character"));
    setup.say(
        "tokens: %,d to train on, %,d to validate on; vocabulary %,d (%s)",
        tokens.size(),
        validation.tokens(),
        tokenizer.vocabulary().size(),
        tokenizer.kind().label());
    long unknown = tokens.count(Vocabulary.UNKNOWN);
    if (unknown + validation.unknown() > 0) {
      setup.sayShared(
          "tokens that the vocabulary does not have, read as <unk>: %,d in training, %,d in"
              + " validation",
          unknown, validation.unknown());
    }
  }

  private static TextMetrics metrics(
      TrainingResult result, TextCorpus.Validation validation, TextCorpus corpus) {
    return new TextMetrics(
        result.validationLoss, validation.tokens(), corpus.validationCharacters());
  }

  /** What n-grams reach on the same validation text. */
  private NgramFigure baseline(
      TokenizedCorpus tokens,
      TextCorpus.Validation validation,
      TextCorpus corpus,
      JobContext context,
      LanguageModelConfig config) {
    NgramFigure figure;
    try (var counting = context.sharedActivity("counting n-grams")) {
      int order = text.baselineOrder();
      double nats =
          new NgramBaseline(order, config.vocabularySize()).natsPerToken(tokens, validation.text());
      figure =
          new NgramFigure(
              order, new TextMetrics(nats, validation.tokens(), corpus.validationCharacters()));
    }
    context
        .console()
        .say(
            "baseline: %s: %.4f nats a character on the validation text",
            figure.name(), figure.metrics().natsPerCharacter());
    return figure;
  }

  private Map<String, Object> finish(
      ModelPublisher publisher, LanguageModel model, Tokenizer tokenizer, LanguageFindings findings)
      throws IOException {
    TrainingResult result = publisher.result();
    TextGenerator writer = new TextGenerator(model, result.parameters, tokenizer);
    Map<String, Object> validation = new LinkedHashMap<>(findings.metrics().toMap());
    GenerationReport report = new GenerationReport(publisher, writer, text.direction());
    return publisher.publish(result, validation, findings.more(), report.html(findings));
  }
}
