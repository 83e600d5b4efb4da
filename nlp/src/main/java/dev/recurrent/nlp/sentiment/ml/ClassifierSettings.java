package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.AuxiliaryLosses;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier reads texts, what its network is, and how labels weigh.
 *
 * @param tokens what a token is
 * @param vocabularySize most tokens of the vocabulary
 * @param form how a text becomes tokens
 * @param network sizes and kinds of the network
 * @param vectors where the embedding begins: {@link #WORD2VEC} learns it from the texts, else a
 *     file in GloVe's, fastText's or word2vec's format; null for a random start
 * @param balanced whether all labels weigh the same, however rare they are
 */
public record ClassifierSettings(
    TokenizerType tokens,
    int vocabularySize,
    TextPreprocessing form,
    Network network,
    @Nullable String vectors,
    boolean balanced) {
  /** Learns the embedding from the texts before the network is trained. */
  public static final String WORD2VEC = "word2vec";

  /**
   * A network before its labels and its vocabulary are known.
   *
   * @param recurrent the layers above the embedding, whose input size is the embedding's
   * @param pooling of their outputs
   * @param dropout rate on the pooled row
   * @param embeddingDropout share of the embedding's columns left out of a text while training
   * @param wordDropout share of a text's tokens that are unknown ones while training
   * @param frozen whether the embedding stays as it began
   * @param auxiliary losses besides that of the labels
   */
  public record Network(
      RecurrentConfig recurrent,
      Pooling pooling,
      float dropout,
      float embeddingDropout,
      float wordDropout,
      boolean frozen,
      AuxiliaryLosses auxiliary) {
    /** Without auxiliary losses. */
    public Network(
        RecurrentConfig recurrent,
        Pooling pooling,
        float dropout,
        float embeddingDropout,
        float wordDropout,
        boolean frozen) {
      this(
          recurrent, pooling, dropout, embeddingDropout, wordDropout, frozen, AuxiliaryLosses.NONE);
    }

    /** The network for labels over a vocabulary. */
    ClassifierConfig config(List<String> labels, int vocabulary, TextPreprocessing form) {
      return new ClassifierConfig(
          labels,
          vocabulary,
          recurrent.inputSize(),
          recurrent,
          pooling,
          dropout,
          embeddingDropout,
          wordDropout,
          frozen,
          form,
          auxiliary,
          false);
    }

    /** Sizes and kinds, by name. */
    private Map<String, String> describe() {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("cell", recurrent.cell().name());
      settings.put("embedding-size", String.valueOf(recurrent.inputSize()));
      settings.put("hidden-size", String.valueOf(recurrent.hiddenSize()));
      settings.put("layers", String.valueOf(recurrent.layers()));
      settings.put("directions", String.valueOf(recurrent.directions()));
      settings.put("pooling", String.valueOf(pooling));
      settings.put("dropout", recurrent.dropout() + " and " + dropout);
      settings.put("embedding-dropout", String.valueOf(embeddingDropout));
      settings.put("word-dropout", String.valueOf(wordDropout));
      settings.put("freeze", String.valueOf(frozen));
      settings.put("auxiliary-losses", String.valueOf(auxiliary));
      return settings;
    }

    /** The same before a language model is known. */
    private Network withoutLanguageModel() {
      AuxiliaryLosses others =
          new AuxiliaryLosses(
              AuxiliaryLosses.Softmax.NONE,
              0,
              auxiliary.adversarial(),
              auxiliary.virtualAdversarial(),
              auxiliary.perturbation());
      return new Network(
          recurrent, pooling, dropout, embeddingDropout, wordDropout, frozen, others);
    }

    /** The same over the embedding and the recurrent layers of a language model. */
    Network over(PretrainedLayers layers) {
      return new Network(
          layers.recurrent(recurrent.dropout()),
          pooling,
          dropout,
          embeddingDropout,
          wordDropout,
          frozen,
          auxiliary.over(layers));
    }

    /** A trained network's sizes with the dropouts of this one, and frozen as this one is. */
    ClassifierConfig regularised(ClassifierConfig trained) {
      return new ClassifierConfig(
          trained.labels(),
          trained.vocabularySize(),
          trained.embeddingSize(),
          trained.recurrent().withDropout(dropout, Dropout.Kind.EACH_STEP),
          trained.pooling(),
          dropout,
          embeddingDropout,
          wordDropout,
          frozen,
          trained.form(),
          auxiliary.with(trained.auxiliary().softmax()),
          trained.scaling());
    }
  }

  /** Words of at most 400 a text, and a bidirectional LSTM of 64 units over 100 columns. */
  public static ClassifierSettings defaults() {
    RecurrentConfig recurrent =
        new RecurrentConfig(CellFactory.of("lstm"), 100, 64, 1, 2, 0.5f, Dropout.Kind.EACH_STEP);
    return new ClassifierSettings(
        TokenKind.WORD,
        20_000,
        new TextPreprocessing(true, true, 400, TextPreprocessing.Keep.BOTH),
        new Network(recurrent, Pooling.MEAN_MAX, 0.5f, 0.3f, 0.2f, false),
        null,
        false);
  }

  /**
   * Checks what can be checked before any text is read.
   *
   * @throws IllegalArgumentException naming the setting that cannot be
   */
  public ClassifierSettings requireValid() {
    if (vectors != null && tokens != TokenKind.WORD) {
      throw new IllegalArgumentException(
          "embeddings need tokens word, tokens are " + tokens.label());
    }
    TokenizerTrainer.requireSize(tokens, vocabularySize);
    network.recurrent().cell().requireStorable();
    int fewest = tokens.minimumVocabulary();
    ClassifierConfig config =
        network.withoutLanguageModel().config(List.of("a", "b"), fewest, form);
    new ClassifierModel(config).layout();
    return this;
  }

  /** What decides the result, by name. */
  Map<String, String> describe() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("tokens", tokens.label());
    settings.put("vocabulary-size", String.valueOf(vocabularySize));
    settings.put("embeddings", String.valueOf(vectors));
    settings.put("class-weights", balanced ? "balanced" : "none");
    settings.put("text", form.toString());
    settings.putAll(network.describe());
    return settings;
  }
}
