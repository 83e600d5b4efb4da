package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.spark.ml.RunParams;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameters of a classifier of texts, as typed settings. */
public final class ClassifierParams extends RunParams {
  private static final long serialVersionUID = 1L;

  final Param<String> textCol = text("textCol", "Column of texts.", "text");
  final Param<String> labelCol = text("labelCol", "Column of labels.", "label");
  final Param<String> predictionCol =
      text(
          "predictionCol",
          "Column of the predicted label as a number: the label itself if all labels are"
              + " numbers, else its place among the labels.",
          "prediction");
  final Param<String> predictedLabelCol =
      text("predictedLabelCol", "Column of the predicted label, as a word.", "predictedLabel");
  final Param<String> probabilityCol =
      text("probabilityCol", "Column of all labels' probabilities.", "probability");
  final DoubleParam maxBadFraction =
      share(
          "maxBadFraction",
          "Share of the rows that may be unusable. They are left out.",
          true,
          0.01);
  final DoubleParam validationFraction =
      share("validationFraction", "Share of the texts to validate on.", false, 0.1);
  final Param<String> tokens =
      text(
          "tokens",
          "word, char, bpe, or a class that implements Tokenizer.",
          "word",
          (Consumer<String> & Serializable) TokenizerType::of);
  final IntParam vocabularySize =
      integer("vocabularySize", "Largest vocabulary, in tokens.", 1, 20_000);
  final IntParam maxLength =
      integer("maxLength", "Largest number of tokens of a text; a longer text is cut.", 1, 400);
  final Param<String> truncate =
      text(
          "truncate",
          "Which part of a longer text is kept: head, tail or both.",
          "both",
          (Consumer<String> & Serializable) TextPreprocessing.Keep::of);
  final BooleanParam lowercase = flag("lowercase", "Whether case is ignored.", true);
  final BooleanParam stripMarkup = flag("stripMarkup", "Whether HTML tags are left out.", true);
  final BooleanParam bidirectional =
      flag(
          "bidirectional",
          "Whether a second stack of layers reads sequences from their end.",
          true);
  final IntParam embeddingSize = integer("embeddingSize", "Columns of the embedding.", 1, 100);
  final FloatParam dropout =
      rate("dropout", "Dropout rate of the inputs of each recurrent layer.", 0.5f);
  final FloatParam embeddingDropout =
      rate(
          "embeddingDropout",
          "Share of the embedding's columns that are zero for a text while training.",
          0.3f);
  final FloatParam wordDropout =
      rate(
          "wordDropout",
          "Share of a text's words that training replaces by the unknown word.",
          0.2f);
  final Param<String> pooling =
      text(
          "pooling",
          "last, mean, max, mean-max or attention.",
          "mean-max",
          (Consumer<String> & Serializable) Pooling::of);
  final Param<String> embeddings =
      text(
          "embeddings",
          "Where the embedding begins: word2vec, or a file in GloVe's, fastText's or word2vec's"
              + " format.");
  final BooleanParam freeze =
      flag("freeze", "Keep the embedding's starting values: it is not trained.", false);
  final Param<String> classWeights =
      text(
          "classWeights",
          "none or balanced. With balanced, rare labels weigh more.",
          "none",
          (Consumer<String> & Serializable) ClassifierParams::requireWeights);
  final IntParam average =
      integer(
          "average",
          "Use the mean of the parameters of the best N validations, if it scores no worse.",
          1,
          1);

  ClassifierParams(Params stage) {
    super(stage);
  }

  private static void requireWeights(String name) {
    if (!List.of("none", "balanced").contains(name)) {
      throw new IllegalArgumentException(
          "classWeights is \"" + name + "\", expected none or balanced");
    }
  }

  /**
   * The training that the values describe.
   *
   * @throws IllegalArgumentException for values that do not go together
   */
  TextClassifierTraining training() {
    TextClassifierTraining training =
        TextClassifierTraining.of(settings(), plan())
            .columns(value(textCol), value(labelCol))
            .validationFraction(value(validationFraction))
            .maxBadFraction(value(maxBadFraction))
            .average(value(average));
    String place = output();
    if (place != null) {
      training.directory(place);
    }
    return resume() ? training.resumeIfBegun() : training;
  }

  private ClassifierSettings settings() {
    RecurrentConfig recurrent =
        new RecurrentConfig(
            cell(),
            value(embeddingSize),
            hiddenSize(),
            layers(),
            value(bidirectional) ? 2 : 1,
            value(dropout),
            Dropout.Kind.EACH_STEP);
    return new ClassifierSettings(
        TokenizerType.of(value(tokens)),
        value(vocabularySize),
        new TextPreprocessing(
            value(lowercase),
            value(stripMarkup),
            value(maxLength),
            TextPreprocessing.Keep.of(value(truncate))),
        new ClassifierSettings.Network(
            recurrent,
            Pooling.of(value(pooling)),
            value(dropout),
            value(embeddingDropout),
            value(wordDropout),
            value(freeze)),
        valueOrNull(embeddings),
        value(classWeights).equals("balanced"));
  }
}
