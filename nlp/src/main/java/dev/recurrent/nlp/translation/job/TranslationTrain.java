package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.translation.PairBatch;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.TranslatorConfig;
import dev.recurrent.nlp.translation.WordDictionary;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.RunBook;
import dev.recurrent.spark.job.TrainingJob;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.run.CheckpointAverage;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.TrainingRun;
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
  public Map<String, Object> run(JobContext context) throws Exception {
    training.requireValid();
    pairs.requireValid();
    options.requireValid();
    PairOptions.Sets sets = pairs.open(context);
    try (RunBook book = RunBook.open(context, training, sets.fingerprint())) {
      return book.alreadyDone() ? book.doneResult() : train(context, sets, book);
    }
  }

  private Map<String, Object> train(JobContext context, PairOptions.Sets sets, RunBook book)
      throws IOException {
    @Nullable TextTranslator start = startingModel(context);
    Tokenizers tokenizers = tokenizers(sets.training(), book, start);
    Translator model = new Translator(config(book, tokenizers, start));
    PairDataset data = data(sets.training(), tokenizers, context);
    PairDataset validation = data(sets.validation(), tokenizers, context);
    int batch =
        options.batchTokens > 0 ? options.batchTokens : data.tokensPerBatch(training.batchSize);
    long[] counts = data.targetCounts(model.config().vocabulary().target());
    PairDataset.Cut cut = data.cut(book.shards(), batch, training.seed);
    announce(book, sets.training(), tokenizers, data);
    int steps = book.localSteps(model.layout().size(), batch, cut.batchesPerEpoch());
    JavaRDD<Shard<PairBatch>> held = validation.validation(batch);
    book.say("pairs to validate on: %s", validation.found());
    ValidationSamples samples = ValidationSamples.of(book);
    TranslationScore judge = judge(context, sets.validation(), model, tokenizers).showing(samples);
    tokenizers.addTo(book);
    WordDictionary dictionary = dictionary(sets.training(), book, context);
    book.add(WordDictionary.FILE, dictionary.writeBytes());
    book.describe(model.kind(), model.config());
    TrainingJob<PairBatch> job =
        new TrainingJob<>(context.spark(), model, book, training, cut.data(steps), held)
            .judgedBy(judge, options.best.average);
    float[] first = first(book, start, model, counts);
    TrainingRun.Result result = job.run(first, batch, model.activationsPerTarget());
    return finish(context, book, judge, result, job.best(result), held, dictionary);
  }

  private @Nullable TextTranslator startingModel(JobContext context) throws IOException {
    return training.initFrom == null
        ? null
        : TextTranslator.load(HadoopDirectory.at(training.initFrom, context.hadoop()).open());
  }

  private Tokenizers tokenizers(ParallelText text, RunBook book, @Nullable TextTranslator start)
      throws IOException {
    if (book.resumes()) {
      boolean shared = book.configToResume(TranslatorConfig.class).vocabulary().shared();
      return Tokenizers.toResume(book, shared);
    }
    return start != null ? Tokenizers.of(start) : Tokenizers.learn(text, options);
  }

  /**
   * Where the network begins: a model's parameters, or fresh ones that know how frequent words are.
   */
  private float[] first(
      RunBook book, @Nullable TextTranslator start, Translator model, long[] counts) {
    if (start != null) {
      return start.parameters();
    }
    float[] fresh = new float[model.layout().size()];
    if (!book.resumes()) {
      model.initialize(fresh, training.seed);
      model.expectFrequencies(fresh, counts);
    }
    return fresh;
  }

  /** The baseline: words alone, counted in the same pairs. */
  private static WordDictionary dictionary(ParallelText text, RunBook book, JobContext context)
      throws IOException {
    return book.resumes()
        ? WordDictionary.readBytes(book.fileToResume(WordDictionary.FILE))
        : DictionaryCount.learn(text, context.spark());
  }

  private TranslatorConfig config(
      RunBook book, Tokenizers tokenizers, @Nullable TextTranslator start) {
    if (book.resumes()) {
      return book.configToResume(TranslatorConfig.class);
    }
    if (start == null) {
      return options.model(
          tokenizers.source().vocabulary().size(), tokenizers.target().vocabulary().size());
    }
    book.say(
        "sizes, cell and vocabularies are those of %s; dropout, label smoothing and sampling as"
            + " given",
        String.valueOf(training.initFrom));
    return options.regularised(start.model().config());
  }

  private PairDataset data(ParallelText text, Tokenizers tokenizers, JobContext context) {
    return PairDataset.of(
        text, tokenizers.source(), tokenizers.target(), options.maxLength, context.spark());
  }

  private void announce(RunBook book, ParallelText text, Tokenizers tokenizers, PairDataset data) {
    book.say(
        "pairs: %s; %s to train on; %,d tokens; vocabulary %s",
        text, data.found(), data.tally().tokens(), tokenizers);
    int size = tokenizers.target().vocabulary().size();
    if (size < options.vocabularySize) {
      book.say(
          "the text fills only %,d of the %,d tokens asked for (--vocabulary-size)",
          size, options.vocabularySize);
    }
  }

  private static TranslationScore judge(
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
      RunBook book,
      TranslationScore judge,
      TrainingRun.Result result,
      CheckpointAverage best,
      JavaRDD<Shard<PairBatch>> held,
      WordDictionary dictionary)
      throws IOException {
    Translator model = judge.model();
    double loss =
        best.averaged() > 1
            ? TrainingRun.evaluate(context.spark(), model, best.parameters(), held)
            : result.validationLoss;
    TranslationPart scored = judge.translate(best.parameters(), SearchConfig.defaults(), false);
    Map<String, Object> validation = new LinkedHashMap<>();
    validation.put("loss", loss);
    validation.put("bleu", scored.bleu.score());
    validation.put("chrf", scored.chrf.score());
    validation.putAll(judge.baselines(dictionary, false));
    validation.put("averaged", best.averaged());
    TranslationReport report = new TranslationReport(book, model, judge.samples());
    TrainingRun.Result published = result.withParameters(best.parameters());
    return book.publish(
        model, published, validation, Map.of(), report.html(published, validation, scored));
  }
}
