package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.train.BoundModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained classifier of texts, or an ensemble of several, whose probabilities are the means of
 * theirs; it can be combined with a bag of words. Needs no Spark. Threads can share it: each call
 * works on memory of its own.
 */
public final class TextClassifier {
  /** The file of the tokenizer in a model's directory. */
  public static final String TOKENIZER = "tokenizer.json";

  private static final int BATCH = 64;

  private final ClassifierModel model;
  private final float[] parameters;
  private final Tokenizer tokenizer;
  private final List<BoundModels<ClassifierPass>> members;
  private final @Nullable WeightedBag bag;
  private final @Nullable TextClassifier other;

  /**
   * @param parameters of a network, or of all members of an ensemble, one behind another
   */
  public TextClassifier(ClassifierModel model, float[] parameters, Tokenizer tokenizer) {
    this(model, parameters, tokenizer, null, null);
  }

  private TextClassifier(
      ClassifierModel model,
      float[] parameters,
      Tokenizer tokenizer,
      @Nullable WeightedBag bag,
      @Nullable TextClassifier other) {
    this.model = model;
    this.parameters = parameters;
    this.tokenizer = tokenizer;
    this.bag = bag;
    this.other = other;
    this.members =
        EnsembleLayout.split(model.layout(), parameters).stream()
            .map(member -> new BoundModels<>(model::bind, member))
            .toList();
  }

  /**
   * Loads a finished model.
   *
   * @throws dev.recurrent.format.UnusableModelException if it is not one, or damaged
   */
  public static TextClassifier load(ModelDirectory directory) {
    ClassifierConfig config = directory.config(ClassifierModel.KIND, ClassifierConfig.class);
    ClassifierModel model = new ClassifierModel(config);
    float[] parameters = directory.ensemble(model::layout);
    Tokenizer tokenizer = TokenizerJson.read(directory, TOKENIZER, config.vocabularySize());
    WeightedBag bag = WeightedBag.load(directory, config.form(), config.labels());
    return new TextClassifier(model, parameters, tokenizer, bag, null);
  }

  /**
   * The files of a classifier's directory but the manifest: model, tokenizer, parameters.
   *
   * @param more fields of {@code model.json}, such as "settings"
   */
  public Map<String, byte[]> files(Map<String, ?> more) {
    Map<String, byte[]> files = description(model, tokenizer, more);
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters));
    if (bag != null) {
      files.putAll(bag.files());
    }
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

  /**
   * A classifier whose probabilities are the means of this one's and another's, such as of a
   * network that reads forward and one that reads backward.
   *
   * @throws IllegalArgumentException if their labels differ
   */
  public TextClassifier averagedWith(TextClassifier second) {
    List<String> labels = model.config().labels();
    if (!labels.equals(second.model.config().labels())) {
      throw new IllegalArgumentException(
          "labels are "
              + second.model.config().labels()
              + ", expected those of the model, "
              + labels);
    }
    return new TextClassifier(model, parameters, tokenizer, bag, second);
  }

  /**
   * The network combined with a bag of words, or the network alone.
   *
   * @param words of the same labels, null for none
   */
  public TextClassifier combinedWith(@Nullable WeightedBag words) {
    return new TextClassifier(model, parameters, tokenizer, words, other);
  }

  /** The bag of words that the network is combined with, or null. */
  public @Nullable WeightedBag bag() {
    return bag;
  }

  /** The classifier that this one is averaged with, or null. */
  public @Nullable TextClassifier other() {
    return other;
  }

  public ClassifierModel model() {
    return model;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Of all members, one behind another. Not copied. */
  public float[] parameters() {
    return parameters;
  }

  /** Networks whose probabilities are averaged. */
  public int members() {
    return members.size();
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
    List<Prediction> own = classifyAlone(texts);
    if (other == null) {
      return own;
    }
    List<Prediction> others = other.classify(texts);
    List<Prediction> means = new ArrayList<>(own.size());
    for (int i = 0; i < own.size(); i++) {
      double[] mean = own.get(i).probabilities().clone();
      for (int j = 0; j < mean.length; j++) {
        mean[j] = (mean[j] + others.get(i).probabilities()[j]) / 2;
      }
      means.add(prediction(mean));
    }
    return means;
  }

  private List<Prediction> classifyAlone(List<String> texts) {
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
        int place = some.get(k);
        predictions[place] = combined(part.get(k), texts.get(place));
      }
    }
    return List.of(predictions);
  }

  private Prediction combined(Prediction network, String text) {
    return bag == null ? network : prediction(bag.combined(network.probabilities(), text));
  }

  /** Classifies tokens in one batch, by the network alone. */
  List<Prediction> classifyTokens(List<int[]> tokens) {
    double[][] probabilities = new double[tokens.size()][model.config().labels().size()];
    for (BoundModels<ClassifierPass> member : members) {
      member.use(
          pass -> {
            Matrix logits = pass.predict(LabelledBatch.unlabelled(tokens));
            for (int b = 0; b < logits.rows; b++) {
              addProbabilities(logits, b, probabilities[b]);
            }
            return logits.rows;
          });
    }
    return Arrays.stream(probabilities).map(this::prediction).toList();
  }

  private void addProbabilities(Matrix logits, int row, double[] to) {
    int at = logits.index(row);
    double logSum = Activations.logSumExp(logits.data, at, logits.columns);
    for (int j = 0; j < to.length; j++) {
      to[j] += Math.exp(logits.data[at + j] - logSum) / members.size();
    }
  }

  private Prediction prediction(double[] probabilities) {
    int best = 0;
    for (int j = 0; j < probabilities.length; j++) {
      best = probabilities[j] > probabilities[best] ? j : best;
    }
    return new Prediction(model.config().labels().get(best), best, probabilities);
  }

  /** A token and its weight in the attention. */
  public record Weighed(String token, double weight) {}

  /**
   * The tokens of a text with the attention's weights, which sum to 1; of an ensemble the means of
   * its members' weights. Empty for other poolings.
   */
  public List<Weighed> explain(String text) {
    if (model.config().pooling() != Pooling.ATTENTION) {
      return List.of();
    }
    int[] tokens = model.config().form().tokens(text, tokenizer);
    double[] weights = new double[tokens.length];
    for (BoundModels<ClassifierPass> member : members) {
      member.use(
          pass -> {
            pass.predict(LabelledBatch.unlabelled(List.of(tokens)));
            for (int t = 0; t < tokens.length; t++) {
              weights[t] += (double) pass.attention().get(t, 0) / members.size();
            }
            return tokens.length;
          });
    }
    List<Weighed> weighed = new ArrayList<>();
    for (int t = 0; t < tokens.length; t++) {
      weighed.add(new Weighed(tokenizer.vocabulary().token(tokens[t]), weights[t]));
    }
    if (model.config().form().backward()) {
      Collections.reverse(weighed);
    }
    return weighed;
  }
}
