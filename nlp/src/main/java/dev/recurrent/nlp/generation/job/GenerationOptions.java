package dev.recurrent.nlp.generation.job;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.corpus.WordVectorFile;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.generation.ReadingDirection;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.spark.job.CellOptions;
import dev.recurrent.spark.job.JobException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of {@code generation train} about text and network. */
final class GenerationOptions {
  /** What the cuts' random numbers are for. */
  private static final long CUTS = 201;

  /** For validation, if nothing is given. */
  private static final double VALIDATION_SHARE = 0.1;

  /**
   * A loss over a million tokens is exact, and a longer validation text costs more than it says.
   */
  private static final double VALIDATION_CHARACTERS = 4e6;

  @Mixin CorpusOptions corpus = new CorpusOptions();

  @Option(
      names = "--tokens",
      defaultValue = "char",
      description =
          "char, bpe, word, or the name of a class that implements Tokenizer"
              + " (default: ${DEFAULT-VALUE}).")
  String tokens = "char";

  @Option(
      names = "--vocabulary-size",
      defaultValue = "0",
      description =
          "Largest vocabulary, in tokens; 0 for 65,536 with char, and for 10,000 with word or"
              + " bpe (default: 0).")
  int vocabularySize;

  @Option(
      names = "--validation-fraction",
      description =
          "Share of the text to validate on, from its end (default: 0.1, but at most 4,000,000"
              + " characters).")
  private @Nullable Double validationFraction;

  @Mixin private CellOptions network = new CellOptions(256, false);

  @Option(
      names = "--embedding-size",
      defaultValue = "0",
      description =
          "Columns of the embedding; 0 for those of --embeddings, else for the hidden size with"
              + " --tied, else for 128.")
  int embeddingSize;

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "Starting values of the embedding, for --tokens word: a file on any Hadoop path, gzipped"
              + " or not, in GloVe's text format, fastText's .vec, or word2vec's text or binary"
              + " format (default: random numbers).")
  @Nullable String embeddings;

  /** Columns of the vectors of --embeddings, or 0. */
  private int vectorSize;

  @Option(names = "--tied", description = "The embedding and the softmax share their weights.")
  boolean tied;

  @Option(
      names = "--variational",
      description = "Draw one dropout mask for a whole sequence, not one for each step.")
  boolean variational;

  @Mixin RegularizationOptions regularization = new RegularizationOptions();

  @Option(
      names = "--label-smoothing",
      defaultValue = "0",
      description = "Share of a target's probability that is spread over all tokens (default: 0).")
  float labelSmoothing;

  @Option(
      names = "--sampled-softmax",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Tokens of a training step's softmax: N that are drawn for each batch, frequent ones more"
              + " often, and the targets. Steps with a large vocabulary are then several times as"
              + " fast. The training loss is that of the sample; validation has the whole"
              + " vocabulary. 0 for the whole vocabulary (default: 0).")
  int sampledSoftmax;

  @Option(
      names = "--reverse",
      description =
          "Read the text from its end, token by token: a model for classifiers that average both"
              + " directions. It cannot write text.")
  boolean reverse;

  @Option(
      names = "--baseline",
      defaultValue = "true",
      arity = "1",
      description =
          "Whether the n-grams of the text are counted as a baseline: 6-grams of characters,"
              + " 5-grams of other tokens (default: ${DEFAULT-VALUE}).")
  boolean baseline;

  @Option(
      names = "--sequence-length",
      defaultValue = "64",
      description = "Steps of truncated backpropagation (default: ${DEFAULT-VALUE}).")
  int sequenceLength;

  TokenizerType kind() {
    return JobException.named("--tokens", () -> TokenizerType.of(tokens));
  }

  /** From which end the text is read. */
  ReadingDirection direction() {
    return ReadingDirection.of(reverse);
  }

  /** n of the baseline's n-grams. */
  int baselineOrder() {
    return kind() == TokenKind.CHAR ? 6 : 5;
  }

  int vocabularyLimit() {
    if (vocabularySize > 0) {
      return vocabularySize;
    }
    return kind() == TokenKind.CHAR ? 65_536 : 10_000;
  }

  /** The share of a text that is for validation, if it has so many characters. */
  double validationShare(long characters) {
    return validationFraction == null
        ? Math.min(VALIDATION_SHARE, VALIDATION_CHARACTERS / characters)
        : validationFraction;
  }

  /**
   * Checks what can be checked before any text is read.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  void requireValid() {
    corpus.requireValid();
    regularization.requireValid();
    if (validationFraction != null && !(validationFraction > 0 && validationFraction < 1)) {
      throw JobException.usage(
          "--validation-fraction is " + validationFraction + ", expected above 0 and below 1");
    }
    if (sequenceLength < 1) {
      throw new IllegalArgumentException(
          "--sequence-length is " + sequenceLength + ", expected 1 or more");
    }
    if (sampledSoftmax < 0) {
      throw JobException.usage(
          "--sampled-softmax is " + sampledSoftmax + ", expected 0 or more tokens");
    }
    if (sampledSoftmax > 0 && labelSmoothing > 0) {
      throw JobException.usage(
          "--sampled-softmax does not go with --label-smoothing, which needs the whole vocabulary;"
              + " leave one out");
    }
    if (embeddingSize < 0 || vocabularySize < 0) {
      throw new IllegalArgumentException(
          "--embedding-size is "
              + embeddingSize
              + ", --vocabulary-size "
              + vocabularySize
              + ", expected 0 or more");
    }
    if (embeddings != null && kind() != TokenKind.WORD) {
      throw JobException.usage("--embeddings are of words, --tokens is " + tokens);
    }
    TokenizerTrainer.requireSize(kind(), vocabularyLimit());
    new LanguageModel(model(Vocabulary.SPECIAL_TOKENS.size() + 1)).layout();
  }

  /**
   * The file of --embeddings, which gives the embedding's size where no option does.
   *
   * @throws dev.recurrent.spark.table.UnusableInputException if it cannot be used
   */
  WordVectorFile vectors(String path, Configuration hadoop) throws IOException {
    WordVectorFile file = WordVectorFile.open("--embeddings", path, hadoop);
    vectorSize = file.columns();
    return file.requireColumns(embeddingSize > 0 ? embeddingSize : vectorSize);
  }

  /** The network over a vocabulary. */
  LanguageModelConfig model(int vocabulary) {
    network.requireForward("a language model predicts what the reverse layer would have read");
    int otherwise = vectorSize > 0 ? vectorSize : shared() ? network.hiddenSize : 128;
    int embedding = embeddingSize > 0 ? embeddingSize : otherwise;
    return regularised(
        LanguageModelConfig.defaults(vocabulary)
            .withCell(network.cell(), network.hiddenSize, network.layers)
            .withEmbedding(embedding, shared()));
  }

  /** A network with the dropout and label smoothing of these options. */
  LanguageModelConfig regularised(LanguageModelConfig config) {
    return regularization
        .apply(config, network.dropout, variational)
        .withLabelSmoothing(labelSmoothing)
        .withSoftmaxSamples(
            sampledSoftmax == 0 || sampledSoftmax >= config.vocabularySize()
                ? null
                : sampledSoftmax);
  }

  /** Whether the embedding and the softmax share their weights. */
  private boolean shared() {
    boolean sizesFit = embeddingSize == 0 || embeddingSize == network.hiddenSize;
    return tied
        || (regularization.regularised()
            && kind() != TokenKind.CHAR
            && embeddings == null
            && sizesFit);
  }

  /** Where streams are cut into batches. */
  SequenceCuts cuts(long seed) {
    return new SequenceCuts(sequenceLength, regularization.spread(), Seed.of(seed, CUTS));
  }
}
