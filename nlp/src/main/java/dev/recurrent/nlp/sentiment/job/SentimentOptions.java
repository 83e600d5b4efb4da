package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.corpus.WordVectorFile;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.sentiment.ml.ClassifierSettings;
import dev.recurrent.nlp.sentiment.ml.LabelledCorpus;
import dev.recurrent.nlp.sentiment.ml.TextTable;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.spark.job.BestOptions;
import dev.recurrent.spark.job.CellOptions;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.table.TableSource;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of {@code sentiment train} about tokens and network. */
final class SentimentOptions {
  @Mixin MoreTexts more = new MoreTexts();

  @Option(
      names = "--validation-fraction",
      defaultValue = "0.1",
      description = "Share of the texts to validate on, without --validation-input.")
  double validationFraction;

  @Option(
      names = "--tokens",
      defaultValue = "word",
      description =
          "word, char, bpe, or the name of a class that implements Tokenizer"
              + " (default: ${DEFAULT-VALUE}).")
  String tokens = "word";

  @Option(
      names = "--vocabulary-size",
      defaultValue = "20000",
      description = "Largest vocabulary, in tokens (default: ${DEFAULT-VALUE}).")
  int vocabularySize;

  @Option(
      names = "--max-length",
      defaultValue = "400",
      description =
          "Largest number of tokens of a text; a longer text is cut (default:"
              + " ${DEFAULT-VALUE}).")
  int maxLength;

  @Option(
      names = {"--truncate", "--keep"},
      defaultValue = "both",
      description =
          "Which part of a longer text is kept: head, tail or both (default: ${DEFAULT-VALUE}).")
  String truncate = "both";

  @Option(
      names = "--lowercase",
      defaultValue = "true",
      arity = "1",
      description = "Whether case is ignored (default: ${DEFAULT-VALUE}).")
  boolean lowercase;

  @Option(
      names = "--strip-markup",
      defaultValue = "true",
      arity = "1",
      description = "Whether HTML tags are left out (default: ${DEFAULT-VALUE}).")
  boolean stripMarkup;

  @Mixin CellOptions network = new CellOptions(64, true, 0.5f);

  @Option(
      names = "--embedding-size",
      description = "Columns of the embedding (default: 100, or those of --embeddings FILE).")
  @Nullable Integer embeddingSize;

  /** Columns where the option does not say how many. */
  private int otherwise = 100;

  @Option(
      names = "--embedding-dropout",
      defaultValue = "0.3",
      description =
          "Share of the embedding's columns that are zero for a text while training (default:"
              + " 0.3).")
  float embeddingDropout;

  @Option(
      names = "--word-dropout",
      defaultValue = "0.2",
      description =
          "Share of a text's words that training replaces by the unknown word (default:"
              + " ${DEFAULT-VALUE}).")
  float wordDropout;

  @Option(
      names = "--pooling",
      defaultValue = "mean-max",
      description = "last, mean, max, mean-max or attention (default: ${DEFAULT-VALUE}).")
  String pooling = "mean-max";

  @Option(
      names = {"--embeddings", "--vectors"},
      paramLabel = "word2vec|FILE",
      description =
          "Starting values of the embedding: word2vec learns them from the texts; FILE, on any"
              + " Hadoop path, gzipped or not, has them in GloVe's text format, fastText's .vec, or"
              + " word2vec's text or binary format (default: random numbers).")
  @Nullable String embeddings;

  @Mixin FreezeOptions freeze = new FreezeOptions();

  @Option(
      names = "--class-weights",
      defaultValue = "none",
      description = "none or balanced. With balanced, rare labels weigh more (default: none).")
  String classWeights = "none";

  @Mixin BaselineOptions baseline = new BaselineOptions();
  @Mixin FineTuningOptions fineTuning = new FineTuningOptions();
  @Mixin AuxiliaryOptions auxiliary = new AuxiliaryOptions();
  @Mixin BestOptions best = new BestOptions();

  /** The texts to train on and to validate on. */
  LabelledCorpus corpus(JobContext context, TableOptions table, long seed) throws IOException {
    TextTable all = table.read(context, table.source(context), true);
    TableSource held = more.validation(context.inputs());
    return held == null
        ? LabelledCorpus.split(all, validationFraction, seed)
        : LabelledCorpus.of(all, table.read(context, held, true));
  }

  private TokenizerType kind() {
    return JobException.named("--tokens", () -> TokenizerType.of(tokens));
  }

  /**
   * Checks what can be checked before any text is read.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  void requireValid() {
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw JobException.usage(
          "--validation-fraction is " + validationFraction + ", expected above 0 and below 1");
    }
    if (embeddingSize != null && embeddingSize < 1) {
      throw JobException.usage("--embedding-size is " + embeddingSize + ", expected 1 or more");
    }
    if (!List.of("none", "balanced").contains(classWeights)) {
      throw JobException.usage(
          "--class-weights is \"" + classWeights + "\", expected none or balanced");
    }
    best.requireValid();
    baseline.requireValid();
    if (embeddings != null && kind() != TokenKind.WORD) {
      throw JobException.usage("--embeddings are of words, --tokens is " + tokens);
    }
    auxiliary.requireValid();
    more.requireValid(embeddings, auxiliary.learnsWithoutLabels());
    settings().requireValid();
  }

  /**
   * Checks what does not go together.
   *
   * @throws JobException naming the options
   */
  void requireFits(TrainingOptions training) {
    fineTuning.requireValid(training.initFrom != null);
    if (embeddings != null && training.initFrom != null) {
      throw JobException.usage("--embeddings is for a fresh start, --init-from brings its own");
    }
    freeze.requireFits(embeddings != null || training.initFrom != null, training);
    if (auxiliary.keepsLanguageModel() && (freeze.frozen() || training.initFrom == null)) {
      throw JobException.usage(
          "--language-model-weight is for --init-from with a language model, without --freeze");
    }
  }

  /**
   * Looks at the file of word vectors, which gives the embedding's size where no option does.
   *
   * @throws dev.recurrent.spark.table.UnusableInputException if it cannot be used
   */
  void readVectorSize(Configuration hadoop) throws IOException {
    if (embeddings != null && !ClassifierSettings.WORD2VEC.equals(embeddings)) {
      WordVectorFile file = WordVectorFile.open("--embeddings", embeddings, hadoop);
      otherwise =
          file.requireColumns(embeddingSize == null ? file.columns() : embeddingSize).columns();
    }
  }

  /** What the options say of tokens, network and labels. */
  ClassifierSettings settings() {
    RecurrentConfig recurrent =
        new RecurrentConfig(
            network.cell(),
            embeddingSize == null ? otherwise : embeddingSize,
            network.hiddenSize,
            network.layers,
            network.bidirectional ? 2 : 1,
            network.dropout,
            Dropout.Kind.EACH_STEP);
    return new ClassifierSettings(
        kind(),
        vocabularySize,
        new TextPreprocessing(
            lowercase, stripMarkup, maxLength, TextPreprocessing.Keep.of(truncate)),
        new ClassifierSettings.Network(
            recurrent,
            Pooling.of(pooling),
            network.dropout,
            embeddingDropout,
            wordDropout,
            freeze.frozen(),
            auxiliary.losses()),
        embeddings,
        classWeights.equals("balanced"));
  }
}
