package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Safetensors;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.InexpressibleModelException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bag of words that a network is combined with. The scores of its terms are added to the weighted
 * logarithms of the network's probabilities, as Mesnil et al. (2014, Ensemble of Generative and
 * Discriminative Techniques for Sentiment Analysis of Movie Reviews) combine a recurrent network
 * with NBSVM.
 */
public final class WeightedBag implements Serializable {
  /** The files of a bag of words in a model's directory. */
  public static final String TERMS = "bag-of-words.json";

  public static final String WEIGHTS = "bag-of-words.safetensors";

  private static final long serialVersionUID = 1L;

  /** The least probability whose logarithm is added. */
  private static final double LEAST = 1e-15;

  /**
   * What {@link #TERMS} holds.
   *
   * @param characters whether terms are of characters, not of words
   * @param networkWeight factor of the network's log probabilities
   * @param terms in the order of the weights' rows
   */
  private record Content(boolean characters, double networkWeight, List<String> terms) {}

  private final Terms terms;
  private final String[] vocabulary;
  private final TermScores scores;
  private final double networkWeight;
  private transient @Nullable Map<String, Integer> places;

  /**
   * @param vocabulary the terms, in the order of the scores' rows
   * @param scores to be added
   * @param networkWeight factor of the network's log probabilities
   * @throws IllegalArgumentException if there are more or fewer terms than rows
   */
  public WeightedBag(Terms terms, String[] vocabulary, TermScores scores, double networkWeight) {
    if (vocabulary.length != scores.terms()) {
      throw new IllegalArgumentException(
          vocabulary.length + " terms, but weights of " + scores.terms());
    }
    this.terms = terms;
    this.vocabulary = vocabulary;
    this.scores = scores;
    this.networkWeight = networkWeight;
  }

  /** Factor of the network's log probabilities. */
  public double networkWeight() {
    return networkWeight;
  }

  /** Places of the terms of a text that are known, rising. */
  public int[] places(String text) {
    Map<String, Integer> known = places();
    return terms.of(text).stream()
        .map(known::get)
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .distinct()
        .sorted()
        .toArray();
  }

  private synchronized Map<String, Integer> places() {
    if (places == null) {
      Map<String, Integer> all = new HashMap<>(2 * vocabulary.length);
      for (int i = 0; i < vocabulary.length; i++) {
        all.put(vocabulary[i], i);
      }
      places = all;
    }
    return places;
  }

  /**
   * The probabilities of the labels by both.
   *
   * @param network the network's probabilities of the labels
   */
  double[] combined(double[] network, String text) {
    return combined(network, scores.scores(places(text)), networkWeight, 1);
  }

  /**
   * The softmax of the weighted sum of the network's log probabilities and a bag's scores.
   *
   * @param network probabilities of the labels
   * @param scores of the labels
   */
  public static double[] combined(
      double[] network, double[] scores, double networkWeight, double bagWeight) {
    double[] sum = new double[network.length];
    Arrays.setAll(sum, k -> networkWeight * log(network[k]) + bagWeight * scores[k]);
    return TermScores.softmax(sum);
  }

  /** The logarithm of a probability, which is finite. */
  public static double log(double probability) {
    return Math.log(Math.max(LEAST, probability));
  }

  /** The files that hold it. */
  public Map<String, byte[]> files() {
    Content content = new Content(terms.characters(), networkWeight, List.of(vocabulary));
    int labels = scores.bias().length;
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "weight", new Safetensors.Tensor(new int[] {vocabulary.length, labels}, scores.weights()));
    tensors.put("bias", Safetensors.Tensor.vector(scores.bias()));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(TERMS, Json.document(content));
    files.put(WEIGHTS, new Safetensors(tensors, Map.of()).toBytes());
    return files;
  }

  /**
   * The bag of words of a model, or null where it has none.
   *
   * @param labels of the model
   * @throws UnusableModelException if it is damaged, or of other labels
   */
  static @Nullable WeightedBag load(
      ModelDirectory directory, TextPreprocessing form, List<String> labels) {
    if (!directory.has(TERMS)) {
      return null;
    }
    String name = directory.where() + "/" + TERMS;
    Content content = JsonObject.read(directory.file(TERMS), name).as(Content.class);
    Safetensors tensors = directory.tensors(WEIGHTS);
    Safetensors.Tensor weights = tensors.tensor("weight");
    int[] expected = {content.terms().size(), labels.size()};
    if (!Arrays.equals(weights.shape(), expected)
        || tensors.tensor("bias").values().length != labels.size()) {
      throw new UnusableModelException(
          directory.where()
              + "/"
              + WEIGHTS
              + " has weights of "
              + Arrays.toString(weights.shape())
              + ", expected "
              + Arrays.toString(expected)
              + ": the terms of "
              + TERMS
              + " and the labels of the model");
    }
    requireNumbers(tensors, directory.where() + "/" + WEIGHTS);
    return new WeightedBag(
        new Terms(form, content.characters()),
        content.terms().toArray(new String[0]),
        new TermScores(TermScores.Link.SOFTMAX, weights.values(), tensors.tensor("bias").values()),
        content.networkWeight());
  }

  /**
   * Says that another framework's file cannot have it.
   *
   * @param lossy whether it may be left out
   * @throws InexpressibleModelException if a model has one that may not
   */
  static void requireNone(ModelDirectory directory, boolean lossy) {
    if (!lossy && directory.has(TERMS)) {
      throw new InexpressibleModelException(
          "the model combines its network with bags of words, which the format cannot hold: with"
              + " --lossy the file has the network alone; sentiment train --combine-baseline false"
              + " makes a model of a network alone");
    }
  }

  private static void requireNumbers(Safetensors tensors, String name) {
    tensors
        .tensors()
        .forEach(
            (tensor, values) -> {
              for (float value : values.values()) {
                if (!Float.isFinite(value)) {
                  throw new UnusableModelException(
                      name + " has " + value + " in \"" + tensor + "\", expected numbers");
                }
              }
            });
  }
}
