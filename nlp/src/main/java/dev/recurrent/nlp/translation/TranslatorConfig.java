package dev.recurrent.nlp.translation;

import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.nn.attention.AttentionDecoderConfig;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.io.Serializable;

/**
 * Sizes of a translator.
 *
 * @param vocabulary of both sides
 * @param embeddingSize E, columns of the embeddings and of what goes into the softmax
 * @param hiddenSize H of each decoder layer, and of the encoder's output: a bidirectional encoder
 *     has half of it in each direction
 * @param layers of the encoder, and of the decoder
 * @param attention how the decoder looks at the encoder's outputs
 * @param inputFeeding whether a decoder step reads what the one before gave the softmax
 * @param noise what training alone does
 */
public record TranslatorConfig(
    VocabularyConfig vocabulary,
    int embeddingSize,
    CellFactory cell,
    int hiddenSize,
    int layers,
    boolean bidirectional,
    Attention.Kind attention,
    boolean inputFeeding,
    Noise noise)
    implements Serializable {
  /**
   * Tokens of the two sides.
   *
   * @param shared whether both have the same tokens and one embedding
   * @param tied whether the softmax uses the target embedding's weights (Press and Wolf 2016)
   */
  public record VocabularyConfig(int source, int target, boolean shared, boolean tied)
      implements Serializable {
    /**
     * @throws IllegalArgumentException for sizes that cannot be
     */
    public VocabularyConfig {
      if (source < 5 || target < 5 || (shared && source != target)) {
        throw new IllegalArgumentException(
            "vocabularies have "
                + source
                + " and "
                + target
                + " tokens, expected at least 5, and the same where they are shared");
      }
    }
  }

  /**
   * @param dropout rate on embeddings, between layers and before the softmax
   * @param dropoutKind one mask for each step, or one for the whole sequence
   * @param labelSmoothing share of a target's weight spread over all tokens
   * @param scheduledSampling share of the decoder's inputs that are its own guesses instead of the
   *     target's tokens (Bengio et al. 2015, arXiv:1506.03099), all drawn from one pass ahead
   *     (Duckworth et al. 2019, arXiv:1906.04331)
   */
  public record Noise(
      float dropout, Dropout.Kind dropoutKind, float labelSmoothing, float scheduledSampling)
      implements Serializable {
    /**
     * @throws IllegalArgumentException for a share outside its bounds
     */
    public Noise {
      if (!(scheduledSampling >= 0 && scheduledSampling <= 1)) {
        throw new IllegalArgumentException(
            "scheduled sampling is " + scheduledSampling + ", expected 0 to 1");
      }
      if (!(dropout >= 0 && dropout < 1 && labelSmoothing >= 0 && labelSmoothing < 1)) {
        throw new IllegalArgumentException(
            "dropout is "
                + dropout
                + ", label smoothing "
                + labelSmoothing
                + ", expected at least 0 and below 1");
      }
    }

    /** Teacher forcing alone. */
    public static Noise none() {
      return new Noise(0f, Dropout.Kind.WHOLE_SEQUENCE, 0f, 0f);
    }

    public Noise withScheduledSampling(float share) {
      return new Noise(dropout, dropoutKind, labelSmoothing, share);
    }
  }

  /**
   * @throws IllegalArgumentException for sizes that cannot be
   */
  public TranslatorConfig {
    if (embeddingSize < 1 || hiddenSize < 1 || layers < 1) {
      throw new IllegalArgumentException(
          "embedding size is "
              + embeddingSize
              + ", hidden size "
              + hiddenSize
              + ", layers "
              + layers
              + ", expected 1 or more");
    }
    if (bidirectional && hiddenSize % 2 != 0) {
      throw new IllegalArgumentException(
          "hidden size is " + hiddenSize + ", expected an even number for two directions");
    }
  }

  /** A GRU of one layer, H 256, E 192, bidirectional, general attention with input feeding. */
  public static TranslatorConfig defaults(VocabularyConfig vocabulary) {
    return new TranslatorConfig(
        vocabulary, 192, CellType.GRU, 256, 1, true, Attention.Kind.GENERAL, true, Noise.none());
  }

  public TranslatorConfig withCell(CellFactory type, int size, int count) {
    return new TranslatorConfig(
        vocabulary,
        embeddingSize,
        type,
        size,
        count,
        bidirectional,
        attention,
        inputFeeding,
        noise);
  }

  public TranslatorConfig withEmbeddingSize(int size) {
    return new TranslatorConfig(
        vocabulary, size, cell, hiddenSize, layers, bidirectional, attention, inputFeeding, noise);
  }

  public TranslatorConfig withEncoder(boolean bothDirections) {
    return new TranslatorConfig(
        vocabulary,
        embeddingSize,
        cell,
        hiddenSize,
        layers,
        bothDirections,
        attention,
        inputFeeding,
        noise);
  }

  public TranslatorConfig withAttention(Attention.Kind kind, boolean feeding) {
    return new TranslatorConfig(
        vocabulary, embeddingSize, cell, hiddenSize, layers, bidirectional, kind, feeding, noise);
  }

  public TranslatorConfig withNoise(Noise other) {
    return new TranslatorConfig(
        vocabulary,
        embeddingSize,
        cell,
        hiddenSize,
        layers,
        bidirectional,
        attention,
        inputFeeding,
        other);
  }

  /** The encoder's layers; their output has H columns. */
  public RecurrentConfig encoder() {
    int each = bidirectional ? hiddenSize / 2 : hiddenSize;
    RecurrentConfig one =
        RecurrentConfig.of(cell, embeddingSize, each, layers)
            .withDropout(noise.dropout(), noise.dropoutKind());
    return bidirectional ? one.bidirectional() : one;
  }

  public AttentionDecoderConfig decoder() {
    RecurrentConfig stack =
        RecurrentConfig.of(cell, embeddingSize, hiddenSize, layers)
            .withDropout(noise.dropout(), noise.dropoutKind());
    return new AttentionDecoderConfig(
        embeddingSize, stack, attention, hiddenSize, embeddingSize, inputFeeding);
  }

  /** S: columns of a decoder level's state, and of an encoder level's, both directions together. */
  int stateSize() {
    return decoder().layers().cellOf(0).stateSize();
  }
}
