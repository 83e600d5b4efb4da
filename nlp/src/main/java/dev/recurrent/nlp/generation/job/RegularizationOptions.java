package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.generation.Regularization;
import dev.recurrent.nn.Dropout;
import dev.recurrent.spark.job.JobException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code generation train} against learning the text by heart. */
final class RegularizationOptions {
  private static final String AUTO = "auto";
  private static final String PLAIN = "plain";
  private static final String REGULARISED = "regularised";

  /** Tokens below which a text is small: a network of the usual sizes can learn it by heart. */
  private static final long SMALL_TEXT = 10_000_000;

  private static final float SMALL_TEXTS_DROPOUT = 0.2f;
  private static final float STATE_RESET = 0.01f;

  @Option(
      names = "--preset",
      defaultValue = AUTO,
      paramLabel = "auto|plain|regularised",
      description =
          "What the options for regularisation are where they are not given. auto has"
              + " --hidden-dropout and --output-dropout 0.2 for a text of fewer than 10,000,000"
              + " tokens, and --state-reset 0.01; plain has nothing;"
              + " regularised also has --variational, and --tied for words and subwords (default:"
              + " ${DEFAULT-VALUE}).")
  private String preset = AUTO;

  private float fitting;

  @Option(
      names = "--input-dropout",
      paramLabel = "RATE",
      description = "Dropout rate of the embedding's rows (default: as --dropout).")
  private @Nullable Float input;

  @Option(
      names = "--hidden-dropout",
      paramLabel = "RATE",
      description = "Dropout rate between layers (default: as --dropout, else as --preset says).")
  private @Nullable Float hidden;

  @Option(
      names = "--output-dropout",
      paramLabel = "RATE",
      description =
          "Dropout rate before the softmax (default: as --dropout, else as --preset says).")
  private @Nullable Float output;

  @Option(
      names = "--word-dropout",
      paramLabel = "RATE",
      description =
          "Share of the vocabulary whose embedding is zero in a batch (default: 0; with --preset"
              + " regularised 0.05).")
  private @Nullable Float words;

  @Option(
      names = "--weight-drop",
      paramLabel = "RATE",
      description =
          "Share of the recurrent weights that is zero in a batch (default: 0; with --preset"
              + " regularised 0.2).")
  private @Nullable Float weights;

  @Option(
      names = "--activation-penalty",
      paramLabel = "FACTOR",
      description =
          "Factor of the mean square of the top layer's outputs in the training loss (default: 0;"
              + " with --preset regularised 0.1).")
  private @Nullable Float activation;

  @Option(
      names = "--temporal-penalty",
      paramLabel = "FACTOR",
      description =
          "Factor of the mean squared change of these outputs from step to step (default: 0; with"
              + " --preset regularised 0.1).")
  private @Nullable Float temporal;

  @Option(
      names = "--state-reset",
      paramLabel = "RATE",
      description =
          "Probability with which a stream of text forgets its state before a sequence (default:"
              + " 0.01; with --preset plain 0).")
  private @Nullable Float stateReset;

  @Option(
      names = "--random-lengths",
      paramLabel = "SHARE",
      description =
          "How far the lengths of sequences differ from --sequence-length, as a share of it. Each"
              + " epoch cuts the text elsewhere (default: 0; with --preset regularised 0.5).")
  private @Nullable Float spread;

  @Option(
      names = "--average-weight",
      paramLabel = "WEIGHT",
      description =
          "Weight of a round's parameters in the exponential average of parameters that is"
              + " validated and published; 1 for no average (default: 1; with --preset regularised"
              + " 0.2).")
  private @Nullable Float average;

  /**
   * @throws JobException naming the option that cannot be
   */
  void requireValid() {
    if (!List.of(AUTO, PLAIN, REGULARISED).contains(preset)) {
      throw JobException.usage(
          "--preset is \"" + preset + "\", expected auto, plain or regularised");
    }
    if (!(spread() >= 0 && spread() <= 1)) {
      throw JobException.usage("--random-lengths is " + spread() + ", expected 0 to 1");
    }
    if (!(averageWeight() > 0 && averageWeight() <= 1)) {
      throw JobException.usage(
          "--average-weight is " + averageWeight() + ", expected above 0 and at most 1");
    }
  }

  boolean regularised() {
    return preset.equals(REGULARISED);
  }

  /**
   * Gives a small text the dropout that fits it, where the preset leaves it open.
   *
   * @param tokens to train on
   */
  void fitText(long tokens) {
    fitting = preset.equals(AUTO) && tokens < SMALL_TEXT ? SMALL_TEXTS_DROPOUT : 0;
  }

  float spread() {
    return value(spread, 0, 0.5f);
  }

  float averageWeight() {
    return value(average, 1, 0.2f);
  }

  /**
   * @param dropout the rate of --dropout
   * @param variational whether --variational is given
   */
  LanguageModelConfig apply(LanguageModelConfig config, float dropout, boolean variational) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw JobException.usage("--dropout is " + dropout + ", expected at least 0 and below 1");
    }
    Dropout.Kind mask =
        variational || regularised() ? Dropout.Kind.WHOLE_SEQUENCE : Dropout.Kind.EACH_STEP;
    boolean own = dropout > 0;
    float plain = own ? dropout : fitting;
    Regularization others =
        new Regularization(
            value(input, dropout, dropout),
            value(output, plain, own ? dropout : 0.2f),
            value(words, 0, 0.05f),
            value(weights, 0, 0.2f),
            value(activation, 0, 0.1f),
            value(temporal, 0, 0.1f),
            stateReset());
    float between = value(hidden, plain, own ? dropout : 0.2f);
    return config.withRegularization(between, mask, others);
  }

  private float stateReset() {
    return stateReset != null ? stateReset : preset.equals(PLAIN) ? 0 : STATE_RESET;
  }

  private float value(@Nullable Float given, float plain, float regularised) {
    return given != null ? given : regularised() ? regularised : plain;
  }
}
