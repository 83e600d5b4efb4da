package dev.recurrent.nlp.generation;

import dev.recurrent.format.OptionalField;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of a language model.
 *
 * @param vocabularySize V
 * @param embeddingSize E, columns of the token embedding
 * @param hiddenSize H of each layer
 * @param layers recurrent layers on one another
 * @param dropout rate between layers
 * @param dropoutKind one mask for each step, or one for the whole sequence
 * @param tied whether the softmax uses the embedding's weights; then E must be H
 * @param labelSmoothing share of a target's weight spread over all tokens while training
 * @param regularization the other rates; left out, those of {@code dropout} on the embedding and
 *     before the softmax
 * @param softmaxSamples tokens that the softmax of a training step has, on average, besides a row's
 *     own target; left out, all of the vocabulary
 */
public record LanguageModelConfig(
    int vocabularySize,
    int embeddingSize,
    CellFactory cell,
    int hiddenSize,
    int layers,
    float dropout,
    Dropout.Kind dropoutKind,
    boolean tied,
    float labelSmoothing,
    @OptionalField Regularization regularization,
    @OptionalField @Nullable Integer softmaxSamples)
    implements Serializable {
  /**
   * @throws IllegalArgumentException for sizes that cannot be
   */
  public LanguageModelConfig {
    if (vocabularySize < 2 || embeddingSize < 1) {
      throw new IllegalArgumentException(
          "vocabulary is "
              + vocabularySize
              + ", embedding size "
              + embeddingSize
              + ", expected at least 2 and 1");
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing is " + labelSmoothing + ", expected at least 0 and below 1");
    }
    if (tied && embeddingSize != hiddenSize) {
      throw new IllegalArgumentException(
          "embedding size is "
              + embeddingSize
              + ", expected "
              + hiddenSize
              + " (hiddenSize) because the embeddings are tied");
    }
    requireSamples(softmaxSamples, vocabularySize, labelSmoothing);
    regularization = regularization == null ? Regularization.masks(dropout) : regularization;
  }

  private static void requireSamples(@Nullable Integer samples, int vocabulary, float smoothing) {
    if (samples == null) {
      return;
    }
    if (samples < 1 || samples >= vocabulary) {
      throw new IllegalArgumentException(
          "softmax samples are "
              + samples
              + ", expected 1 to below "
              + vocabulary
              + " (the vocabulary's size)");
    }
    if (smoothing > 0) {
      throw new IllegalArgumentException(
          "label smoothing is "
              + smoothing
              + ", expected 0 with a sampled softmax: it spreads over all tokens");
    }
  }

  /** An LSTM of one layer, E = 64, H = 256, no dropout. */
  public static LanguageModelConfig defaults(int vocabularySize) {
    return new LanguageModelConfig(
        vocabularySize,
        64,
        CellType.LSTM,
        256,
        1,
        0f,
        Dropout.Kind.EACH_STEP,
        false,
        0f,
        Regularization.masks(0f),
        null);
  }

  public LanguageModelConfig withCell(CellFactory type, int size, int count) {
    return new LanguageModelConfig(
        vocabularySize,
        embeddingSize,
        type,
        size,
        count,
        dropout,
        dropoutKind,
        tied,
        labelSmoothing,
        regularization,
        softmaxSamples);
  }

  public LanguageModelConfig withEmbedding(int size, boolean shared) {
    return new LanguageModelConfig(
        vocabularySize,
        size,
        cell,
        hiddenSize,
        layers,
        dropout,
        dropoutKind,
        shared,
        labelSmoothing,
        regularization,
        softmaxSamples);
  }

  /** One rate for the embedding, between layers and before the softmax, and nothing else. */
  public LanguageModelConfig withDropout(float rate, Dropout.Kind kind) {
    return withRegularization(rate, kind, Regularization.masks(rate));
  }

  /**
   * @param rate between layers
   */
  public LanguageModelConfig withRegularization(
      float rate, Dropout.Kind kind, Regularization others) {
    return new LanguageModelConfig(
        vocabularySize,
        embeddingSize,
        cell,
        hiddenSize,
        layers,
        rate,
        kind,
        tied,
        labelSmoothing,
        others,
        softmaxSamples);
  }

  public LanguageModelConfig withLabelSmoothing(float share) {
    return withSoftmax(share, softmaxSamples);
  }

  /**
   * @param samples tokens of a training step's softmax on average; null for all of the vocabulary
   */
  public LanguageModelConfig withSoftmaxSamples(@Nullable Integer samples) {
    return withSoftmax(labelSmoothing, samples);
  }

  private LanguageModelConfig withSoftmax(float smoothing, @Nullable Integer samples) {
    return new LanguageModelConfig(
        vocabularySize,
        embeddingSize,
        cell,
        hiddenSize,
        layers,
        dropout,
        dropoutKind,
        tied,
        smoothing,
        regularization,
        samples);
  }

  /** The sizes of the recurrent layers alone. */
  public RecurrentConfig recurrent() {
    return RecurrentConfig.of(cell, embeddingSize, hiddenSize, layers)
        .withDropout(dropout, dropoutKind);
  }
}
