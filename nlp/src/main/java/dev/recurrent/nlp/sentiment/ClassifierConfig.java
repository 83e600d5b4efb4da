package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.OptionalField;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.io.Serializable;
import java.util.List;

/**
 * Sizes and kinds of a classifier.
 *
 * @param labels in the order of the classes, two or more
 * @param embeddingSize E
 * @param recurrent the layers above the embedding, whose input size is E
 * @param pooling of their outputs
 * @param dropout rate on the pooled row
 * @param embeddingDropout share of the embedding's columns left out of a whole text while training
 *     (spatial dropout)
 * @param wordDropout share of a text's tokens that are unknown ones while training (Iyyer et al.
 *     2015, Deep Averaging Networks, section 3)
 * @param frozen whether the embedding stays as it began
 * @param auxiliary losses besides that of the labels; left out, none
 * @param scaling whether the pooled row is scaled and shifted, column by column, before the output
 *     layer; left out, it is not
 */
public record ClassifierConfig(
    List<String> labels,
    int vocabularySize,
    int embeddingSize,
    RecurrentConfig recurrent,
    Pooling pooling,
    float dropout,
    float embeddingDropout,
    float wordDropout,
    boolean frozen,
    TextPreprocessing form,
    @OptionalField AuxiliaryLosses auxiliary,
    @OptionalField boolean scaling)
    implements Serializable {
  /**
   * @throws IllegalArgumentException for sizes that cannot be
   */
  public ClassifierConfig {
    labels = Labels.canonical(labels);
    if (labels.size() < 2) {
      throw new IllegalArgumentException("labels are " + labels + ", expected two or more");
    }
    if (!(wordDropout >= 0 && wordDropout < 1)) {
      throw new IllegalArgumentException(
          "word dropout is " + wordDropout + ", expected at least 0 and below 1");
    }
    requireRates(dropout, embeddingDropout);
    if (embeddingSize != recurrent.inputSize()) {
      throw new IllegalArgumentException(
          "embedding size is "
              + embeddingSize
              + ", expected "
              + recurrent.inputSize()
              + " (the layers' input)");
    }
    auxiliary = auxiliary == null ? AuxiliaryLosses.NONE : auxiliary;
    requireSoftmax(auxiliary, recurrent);
  }

  /** Without auxiliary losses and without scaling. */
  public ClassifierConfig(
      List<String> labels,
      int vocabularySize,
      int embeddingSize,
      RecurrentConfig recurrent,
      Pooling pooling,
      float dropout,
      float embeddingDropout,
      float wordDropout,
      boolean frozen,
      TextPreprocessing form) {
    this(
        labels,
        vocabularySize,
        embeddingSize,
        recurrent,
        pooling,
        dropout,
        embeddingDropout,
        wordDropout,
        frozen,
        form,
        AuxiliaryLosses.NONE,
        false);
  }

  /** A layer that has read the next token cannot predict it. */
  private static void requireSoftmax(AuxiliaryLosses auxiliary, RecurrentConfig recurrent) {
    boolean there = auxiliary.softmax() != AuxiliaryLosses.Softmax.NONE;
    if (!there && auxiliary.languageModel() > 0) {
      throw new IllegalArgumentException(
          "language-model weight is "
              + auxiliary.languageModel()
              + ", expected 0: the network has no layer for the next token");
    }
    if (there && recurrent.directions() != 1) {
      throw new IllegalArgumentException(
          "directions are "
              + recurrent.directions()
              + ", expected 1 with a layer for the next token");
    }
  }

  /** Refused where they are given, not where they are first drawn. */
  private static void requireRates(float dropout, float embeddingDropout) {
    if (!(dropout >= 0 && dropout < 1 && embeddingDropout >= 0 && embeddingDropout < 1)) {
      throw new IllegalArgumentException(
          "dropout is "
              + dropout
              + ", embedding dropout "
              + embeddingDropout
              + ", expected at least 0 and below 1");
    }
  }

  /** The same for a network that reads texts from their end, or from their beginning. */
  public ClassifierConfig reading(boolean fromTheEnd) {
    return with(form.reading(fromTheEnd), scaling, frozen);
  }

  /** The same with pooled rows that are scaled and shifted. */
  public ClassifierConfig withScaling() {
    return with(form, true, frozen);
  }

  /** The same with an embedding that is not trained. */
  public ClassifierConfig withFrozenEmbedding() {
    return with(form, scaling, true);
  }

  private ClassifierConfig with(
      TextPreprocessing otherForm, boolean otherScaling, boolean otherFrozen) {
    return new ClassifierConfig(
        labels,
        vocabularySize,
        embeddingSize,
        recurrent,
        pooling,
        dropout,
        embeddingDropout,
        wordDropout,
        otherFrozen,
        otherForm,
        auxiliary,
        otherScaling);
  }

  /** Columns of the pooled row. */
  public int pooledSize() {
    return pooling.outputSize(recurrent.outputSize());
  }

  /** Rows of the attention's projection: as many as the outputs have columns. */
  public int attentionSize() {
    return recurrent.outputSize();
  }

  Dropout spatial() {
    return new Dropout(embeddingDropout, Dropout.Kind.WHOLE_SEQUENCE);
  }
}
