package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.TranslatorConfig;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.spark.job.BestOptions;
import dev.recurrent.spark.job.CellOptions;
import dev.recurrent.spark.job.JobException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of {@code translation train} about tokens and network. */
final class TranslationOptions {
  @Option(
      names = "--tokens",
      defaultValue = "bpe",
      description =
          "bpe, word, char, or the name of a class that implements Tokenizer"
              + " (default: ${DEFAULT-VALUE}).")
  private String tokens = "bpe";

  @Option(
      names = "--vocabulary-size",
      defaultValue = "8000",
      description = "Largest vocabulary, in tokens (default: ${DEFAULT-VALUE}).")
  int vocabularySize;

  @Option(
      names = "--vocabulary",
      defaultValue = "joint",
      description =
          "joint has one vocabulary for both sides, separate has one for each side (default:"
              + " ${DEFAULT-VALUE}).")
  private String vocabulary = "joint";

  @Option(
      names = "--max-length",
      defaultValue = "100",
      description = "Pairs with more tokens on a side are left out (default: ${DEFAULT-VALUE}).")
  int maxLength;

  @Option(
      names = "--batch-tokens",
      defaultValue = "0",
      description =
          "Size of a batch, in padded tokens of its longer side; 0 for that of --batch-size"
              + " sentences of mean length.")
  int batchTokens;

  @Mixin private CellOptions network = new CellOptions(256, true);

  @Mixin VectorOptions vectors = new VectorOptions();
  @Mixin PretrainingOptions pretraining = new PretrainingOptions();

  @Option(
      names = "--attention",
      defaultValue = "general",
      description = "none, dot, general or bahdanau (default: ${DEFAULT-VALUE}).")
  private String attention = "general";

  @Option(
      names = "--input-feeding",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "A decoder step also reads the vector that the step before gave to the softmax"
              + " (default: true).")
  private boolean inputFeeding;

  @Option(
      names = "--tied",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "The softmax uses the target embedding's weights (default: true).")
  private boolean tied;

  @Option(
      names = "--label-smoothing",
      defaultValue = "0.1",
      description =
          "Share of a target's probability that is spread over all tokens (default: 0.1).")
  private float labelSmoothing;

  @Option(
      names = "--scheduled-sampling",
      defaultValue = "0",
      description =
          "Share of the decoder's inputs that are its own predictions while training (default:"
              + " 0).")
  private float scheduledSampling;

  @Mixin BestOptions best = new BestOptions();

  TokenizerType kind() {
    return JobException.named("--tokens", () -> TokenizerType.of(tokens));
  }

  boolean joint() {
    return vocabulary.equals("joint");
  }

  /**
   * Checks what can be checked before any data is read.
   *
   * @param initFrom the model that the run starts from, or null
   * @throws IllegalArgumentException naming the option that cannot be
   */
  void requireValid(@Nullable String initFrom) {
    if (!joint() && !vocabulary.equals("separate")) {
      throw JobException.usage(
          "--vocabulary is \"" + vocabulary + "\", expected joint or separate");
    }
    if (maxLength < 1 || batchTokens < 0) {
      throw JobException.usage(
          "--max-length is "
              + maxLength
              + ", --batch-tokens "
              + batchTokens
              + ", expected at least 1 and at least 0");
    }
    best.requireValid();
    vectors.requireValid(kind(), tokens, joint(), initFrom);
    pretraining.requireValid(joint(), initFrom == null ? vectors.given() : "--init-from");
    TokenizerTrainer.requireSize(kind(), vocabularySize);
    new Translator(model(8, 8)).layout();
  }

  /** The network over vocabularies of these sizes. */
  TranslatorConfig model(int source, int target) {
    TranslatorConfig config =
        TranslatorConfig.defaults(
                new TranslatorConfig.VocabularyConfig(source, target, joint(), tied))
            .withEncoder(network.bidirectional)
            .withCell(network.cell(), network.hiddenSize, network.layers)
            .withEmbeddingSize(vectors.embeddingSize())
            .withAttention(Attention.Kind.of(attention), inputFeeding);
    return regularised(config);
  }

  /** A network with the noise of these options. */
  TranslatorConfig regularised(TranslatorConfig config) {
    return config.withNoise(
        new TranslatorConfig.Noise(
            network.dropout, Dropout.Kind.WHOLE_SEQUENCE, labelSmoothing, scheduledSampling));
  }
}
