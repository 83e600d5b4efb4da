package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nn.Pooling;
import dev.recurrent.train.BoundModels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained classifier of texts. Needs no Spark. Threads can share it: each call works on memory of
 * its own.
 */
public final class TextClassifier {
  /** The file of the tokenizer in a model's directory. */
  public static final String TOKENIZER = "tokenizer.json";

  private static final int BATCH = 64;

  private final ClassifierModel model;
  private final float[] parameters;
  private final Tokenizer tokenizer;
  private final BoundModels<ClassifierPass> bound;

  public TextClassifier(ClassifierModel model, float[] parameters, Tokenizer tokenizer) {
    this.model = model;
    this.parameters = parameters;
    this.tokenizer = tokenizer;
    this.bound = new BoundModels<>(model::bind, parameters);
  }

  /**
   * Loads a finished model.
   *
   * @throws dev.recurrent.format.UnusableModelException if it is not one, or damaged
   */
  public static TextClassifier load(ModelDirectory directory) {
    ClassifierConfig config = directory.config(ClassifierModel.KIND, ClassifierConfig.class);
    ClassifierModel model = new ClassifierModel(config);
    float[] parameters = directory.parameters(model::layout);
    Tokenizer tokenizer = TokenizerJson.read(directory, TOKENIZER, config.vocabularySize());
    return new TextClassifier(model, parameters, tokenizer);
  }

  /**
   * The files of a classifier's directory but the manifest: model, tokenizer, parameters.
   *
   * @param more fields of {@code model.json}, such as "settings"
   */
  public Map<String, byte[]> files(Map<String, ?> more) {
    Map<String, byte[]> files = description(model, tokenizer, more);
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters));
    return files;
  }

  /** Those of {@link #files} that do not change while a network is trained. */
  public static Map<String, byte[]> description(
      ClassifierModel model, Tokenizer tokenizer, Map<String, ?> more) {
    Map<String, Object> fields = ModelDescription.of(model.kind(), model.config());
    fields.putAll(more);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ModelDirectory.MODEL, Json.document(fields));
    files.put(TOKENIZER, TokenizerJson.writeBytes(tokenizer));
    return files;
  }

  public ClassifierModel model() {
    return model;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Not copied. */
  public float[] parameters() {
    return parameters;
  }

  /**
   * The predicted label of a text.
   *
   * @param label the most probable one
   * @param index its place among the labels
   * @param probabilities of all labels, in their order
   */
  public record Prediction(String label, int index, double[] probabilities) {}

  /** Classifies one text. */
  public Prediction classify(String text) {
    return classify(List.of(text)).get(0);
  }

  /** Classifies many texts, those of about equal length together. */
  public List<Prediction> classify(List<String> texts) {
    List<int[]> tokens = new ArrayList<>(texts.size());
    List<Integer> order = new ArrayList<>(texts.size());
    for (String text : texts) {
      order.add(tokens.size());
      tokens.add(model.config().form().tokens(text, tokenizer));
    }
    order.sort(Comparator.comparingInt(i -> tokens.get(i).length));
    Prediction[] predictions = new Prediction[texts.size()];
    for (int from = 0; from < order.size(); from += BATCH) {
      List<Integer> some = order.subList(from, Math.min(order.size(), from + BATCH));
      List<Prediction> part = classifyTokens(some.stream().map(tokens::get).toList());
      for (int k = 0; k < part.size(); k++) {
        predictions[some.get(k)] = part.get(k);
      }
    }
    return List.of(predictions);
  }

  /** Classifies tokens in one batch. */
  List<Prediction> classifyTokens(List<int[]> tokens) {
    return bound.use(
        pass -> {
          Matrix logits = pass.predict(LabelledBatch.unlabelled(tokens));
          List<Prediction> predictions = new ArrayList<>(logits.rows);
          for (int b = 0; b < logits.rows; b++) {
            predictions.add(prediction(logits, b));
          }
          return predictions;
        });
  }

  private Prediction prediction(Matrix logits, int row) {
    int at = logits.index(row);
    double logSum = Activations.logSumExp(logits.data, at, logits.columns);
    double[] probabilities = new double[logits.columns];
    int best = 0;
    for (int j = 0; j < probabilities.length; j++) {
      probabilities[j] = Math.exp(logits.data[at + j] - logSum);
      best = probabilities[j] > probabilities[best] ? j : best;
    }
    return new Prediction(model.config().labels().get(best), best, probabilities);
  }

  /** A token and its weight in the attention. */
  public record Weighed(String token, double weight) {}

  /**
   * The tokens of a text with the attention's weights, which sum to 1; empty for other poolings.
   */
  public List<Weighed> explain(String text) {
    if (model.config().pooling() != Pooling.ATTENTION) {
      return List.of();
    }
    int[] tokens = model.config().form().tokens(text, tokenizer);
    return bound.use(
        pass -> {
          pass.predict(LabelledBatch.unlabelled(List.of(tokens)));
          List<Weighed> weighed = new ArrayList<>();
          for (int t = 0; t < tokens.length; t++) {
            String token = tokenizer.vocabulary().token(tokens[t]);
            weighed.add(new Weighed(token, pass.attention().get(t, 0)));
          }
          return weighed;
        });
  }
}
