package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.translation.PairBatch;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.TranslatorConfig;
import dev.recurrent.nlp.translation.WordDictionary;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.job.ClaimedOutput;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.ModelPublisher;
import dev.recurrent.spark.job.PlannedRun;
import dev.recurrent.spark.job.TrainingJob;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.job.TrainingSetup;
import dev.recurrent.spark.run.CheckpointAverage;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.MeanLoss;
import dev.recurrent.spark.run.TrainingResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a translator: sentence pairs in, a directory out that translates. */
@Command(description = "Trains a translator on sentence pairs.", sortOptions = false)
public final class TranslationTrain implements Job {
  @Mixin private PairOptions pairs = new PairOptions();
  @Mixin private TranslationOptions options = new TranslationOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();

  public static void main(String[] arguments) {
    JobRunner.main(new TranslationTrain(), arguments);
  }

  @Override
  public String task() {
    return "translation";
  }

  @Override
  public String action() {
    return "train";
  }

  @Override
  public void requireValid() {
    training.requireValid();
    pairs.requireValid();
    options.requireValid(training.initFrom);
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    return ClaimedOutput.train(
        context,
        training,
        output -> {
          PairOptions.Sets sets = open(context);
          try {
            return train(context, sets, output.withData(sets.fingerprint()));
          } finally {
            sets.close();
          }
        });
  }

  private PairOptions.Sets open(JobContext context) throws IOException {
    context.spark();
    try (var reading = context.activity("reading the sentence pairs")) {
      return pairs.open(context);
    }
  }

  private Map<String, Object> train(JobContext context, PairOptions.Sets sets, TrainingSetup setup)
      throws IOException {
    @Nullable TextTranslator start = startingModel(context);
    if (!setup.resumes()) {
      options.vectors.open(context.hadoop());
      options.pretraining.open(context);
    }
    Tokenizers tokenizers = tokenizers(context, sets.training(), setup, start);
    Translator model = new Translator(config(setup, tokenizers, start));
    PairDataset data = data(sets.training(), tokenizers, context);
    PairDataset validation = data(sets.validation(), tokenizers, context);
    int batch =
        options.batchTokens > 0 ? options.batchTokens : data.tokensPerBatch(training.batchSize());
    long[] counts = data.targetCounts(model.config().vocabulary().target());
    PairDataset.Cut cut = data.cut(setup.shards(), batch, training.seed);
    announce(setup, sets.training(), tokenizers, data);
    int steps = setup.localSteps(model.layout().size(), batch, cut.batchesPerEpoch());
    JavaRDD<Shard<PairBatch>> held = validation.validation(batch);
    setup.say("pairs to validate on: %s", validation.describe());
    ValidationSamples samples = ValidationSamples.of(setup);
    TranslationScore bleu = score(context, sets.validation(), model, tokenizers).showing(samples);
    WordDictionary dictionary = dictionary(sets.training(), setup, context);
    Map<String, byte[]> files = tokenizers.files();
    files.put(WordDictionary.FILE, dictionary.writeBytes());
    float[] begin = start == null ? fresh(setup, model, tokenizers, counts) : start.parameters();
    PlannedRun planned = setup.describe(model, model.config(), steps, files);
    ModelPublisher publisher =
        new TrainingJob<>(planned, model, cut.data(steps), held)
            .selectBy(bleu, options.best.average)
            .run(begin, batch, model.activationsPerTarget());
    return finish(context, publisher, bleu, held, dictionary);
  }

  private @Nullable TextTranslator startingModel(JobContext context) throws IOException {
    return training.initFrom == null
        ? null
        : TextTranslator.load(HadoopDirectory.at(training.initFrom, context.hadoop()).open());
  }

  private Tokenizers tokenizers(
      JobContext context, ParallelText text, TrainingSetup setup, @Nullable TextTranslator start)
      throws IOException {
    if (setup.resumes()) {
      boolean shared = setup.configToResume(TranslatorConfig.class).vocabulary().shared();
      return Tokenizers.toResume(setup, shared);
    }
    if (start != null) {
      return Tokenizers.of(start);
    }
    try (var learning = context.activity("learning the vocabulary")) {
      return Tokenizers.learn(text, options);
    }
  }

  /** Parameters that know how frequent words are, and the vectors of words that files have. */
  private float[] fresh(TrainingSetup setup, Translator model, Tokenizers tokenizers, long[] counts)
      throws IOException {
    float[] fresh = new float[model.layout().size()];
    if (!setup.resumes()) {
      model.initialize(fresh, training.seed);
      model.expectFrequencies(fresh, counts);
      options.vectors.read(model, fresh, tokenizers, setup);
      options.pretraining.read(model, fresh, setup);
    }
    return fresh;
  }

  /** The baseline: words alone, counted in the same pairs. */
  private static WordDictionary dictionary(
      ParallelText text, TrainingSetup setup, JobContext context) throws IOException {
    if (setup.resumes()) {
      return WordDictionary.readBytes(setup.fileToResume(WordDictionary.FILE));
    }
    try (var counting = context.activity("counting a dictionary of words")) {
      return DictionaryCount.learn(text, context.spark());
    }
  }

  private TranslatorConfig config(
      TrainingSetup setup, Tokenizers tokenizers, @Nullable TextTranslator start) {
    if (setup.resumes()) {
      return setup.configToResume(TranslatorConfig.class);
    }
    if (start == null) {
      return JobException.usageIfIllegal(
          () ->
              options.model(
                  tokenizers.source().vocabulary().size(),
                  tokenizers.target().vocabulary().size()));
    }
    setup.say(
        "--init-from %s gives the sizes, the cell and the vocabularies;\n  dropout, label smoothing"
            + " and sampling are those of this command",
        String.valueOf(training.initFrom));
    return options.regularised(start.model().config());
  }

  private PairDataset data(ParallelText text, Tokenizers tokenizers, JobContext context) {
    return PairDataset.of(
        text, tokenizers.source(), tokenizers.target(), options.maxLength, context.spark());
  }

  private void announce(
      TrainingSetup setup, ParallelText text, Tokenizers tokenizers, PairDataset data) {
    setup.say("pairs: %s", text);
    setup.say("pairs to train on: %s", data.describe());
    setup.say("tokens: %,d; vocabulary %s", data.tally().tokens(), tokenizers);
    int size = tokenizers.target().vocabulary().size();
    if (size < options.vocabularySize) {
      setup.say(
          "the text fills only %,d of the %,d tokens asked for (--vocabulary-size)",
          size, options.vocabularySize);
    }
  }

  private static TranslationScore score(
      JobContext context, ParallelText text, Translator model, Tokenizers tokenizers) {
    JavaRDD<TranslationPart.Sentence> sentences =
        text.pairs()
            .filter(pair -> !pair.empty())
            .map(pair -> new TranslationPart.Sentence(pair.source, List.of(pair.target)));
    return new TranslationScore(
        context.spark(), sentences, model, tokenizers.source(), tokenizers.target());
  }

  private Map<String, Object> finish(
      JobContext context,
      ModelPublisher publisher,
      TranslationScore bleu,
      JavaRDD<Shard<PairBatch>> held,
      WordDictionary dictionary)
      throws IOException {
    Translator model = bleu.model();
    TrainingResult result = publisher.result();
    CheckpointAverage best = publisher.best();
    double loss =
        best.averaged() > 1
            ? MeanLoss.of(context.spark(), model, best.parameters(), held)
            : result.validationLoss;
    TranslationPart scored;
    try (var translating = context.activity("translating the validation sentences")) {
      scored = bleu.translate(best.parameters(), SearchConfig.defaults(), false);
    }
    Map<String, Object> validation = new LinkedHashMap<>();
    validation.put("loss", loss);
    validation.put("bleu", scored.bleu.score());
    validation.put("chrf", scored.chrf.score());
    validation.putAll(bleu.baselines(dictionary, false));
    validation.put("averaged", best.averaged());
    TranslationReport report = new TranslationReport(publisher, bleu.samples());
    TrainingResult published = result.withParameters(best.parameters());
    return publisher.publish(
        published, validation, Map.of(), report.html(published, validation, scored));
  }
}
