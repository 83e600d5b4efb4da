package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.Vocabulary;
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
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
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
  public Map<String, Object> run(JobContext context) throws Exception {
    training.requireValid();
    text.requireValid();
    JavaSparkContext spark = context.spark();
    TextCorpus corpus = TextCorpus.open(text.input, text.validationFraction, spark);
    try (RunBook book = RunBook.open(context, training, corpus.input().fingerprint())) {
      if (book.alreadyDone()) {
        return book.doneResult();
      }
      return train(context, corpus, book);
    }
  }

  private Map<String, Object> train(JobContext context, TextCorpus corpus, RunBook book)
      throws IOException {
    @Nullable TextGenerator start = startingModel(context);
    Tokenizer tokenizer = tokenizer(corpus, book, start);
    LanguageModel model = new LanguageModel(sizes(book, tokenizer, start));
    TokenizedCorpus tokens = corpus.trainingTokens(tokenizer);
    TextCorpus.Validation validation = corpus.validation(tokenizer, text.sequenceLength);
    StreamLayout layout = layout(tokens, model, book);
    book.say(
        "text: %s; %,d characters, %,d training and %,d validation tokens; vocabulary %,d (%s)",
        corpus.input(),
        corpus.characters(),
        tokens.size(),
        validation.tokens(),
        tokenizer.vocabulary().size(),
        tokenizer.kind().label());
    sayUnknown(tokens, validation, book);
    ShardedData<TokenBatch> data =
        new ShardedData<>(
            tokens.cut(layout),
            layout.shards(),
            layout.batchesPerChunk(),
            layout.batchesPerEpoch());
    TrainingJob<TokenBatch> job =
        new TrainingJob<>(context.spark(), model, book, training, data, validation.shards());
    book.add(TOKENIZER, TokenizerJson.writeBytes(tokenizer));
    book.describe(model.kind(), model.config());
    TrainingRun.Result result =
        job.run(
            start == null ? null : start.parameters(),
            text.sequenceLength * training.batchSize,
            model.activationsPerTarget());
    return finish(book, model, tokenizer, result, metrics(result, validation, corpus));
  }

  /** The model to go on from, or null. */
  private @Nullable TextGenerator startingModel(JobContext context) throws IOException {
    return training.initFrom == null
        ? null
        : TextGenerator.load(HadoopDirectory.at(training.initFrom, context.hadoop()).open());
  }

  private LanguageModelConfig sizes(
      RunBook book, Tokenizer tokenizer, @Nullable TextGenerator start) {
    if (book.resumes()) {
      return book.configToResume(LanguageModelConfig.class);
    }
    if (start == null) {
      return text.model(tokenizer.vocabulary().size());
    }
    book.say(
        "sizes, cell and vocabulary are those of %s; dropout and label smoothing as given",
        String.valueOf(training.initFrom));
    return text.regularised(start.model().config());
  }

  private Tokenizer tokenizer(TextCorpus corpus, RunBook book, @Nullable TextGenerator start)
      throws IOException {
    if (book.resumes()) {
      return TokenizerJson.readBytes(book.fileToResume(TOKENIZER));
    }
    return start != null ? start.tokenizer() : corpus.learn(text.kind(), text.vocabularyLimit());
  }

  private StreamLayout layout(TokenizedCorpus tokens, LanguageModel model, RunBook book) {
    int shards = book.shards();
    long streams = (long) shards * training.batchSize;
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
        StreamLayout.of(tokens.size(), shards, training.batchSize, sequence, 1).batchesPerEpoch();
    int steps = book.localSteps(model.layout().size(), training.batchSize * sequence, perEpoch);
    return StreamLayout.of(tokens.size(), shards, training.batchSize, sequence, steps);
  }

  private void sayUnknown(TokenizedCorpus tokens, TextCorpus.Validation validation, RunBook book) {
    long unknown = tokens.count(Vocabulary.UNKNOWN);
    if (unknown + validation.unknown() > 0) {
      book.say(
          "tokens that the vocabulary does not have, read as <unk>: %,d in training, %,d in"
              + " validation",
          unknown, validation.unknown());
    }
  }

  private static TextMetrics metrics(
      TrainingRun.Result result, TextCorpus.Validation validation, TextCorpus corpus) {
    return new TextMetrics(
        result.validationLoss, validation.tokens(), corpus.validationCharacters());
  }

  private Map<String, Object> finish(
      RunBook book,
      LanguageModel model,
      Tokenizer tokenizer,
      TrainingRun.Result result,
      TextMetrics metrics)
      throws IOException {
    TextGenerator writer = new TextGenerator(model, result.parameters, tokenizer);
    Map<String, Object> validation = new LinkedHashMap<>(metrics.toMap());
    GenerationReport report = new GenerationReport(book, model, writer);
    return book.publish(model, result, validation, Map.of(), report.html(result, metrics));
  }
}
