package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A network that is combined with a bag of two terms. */
class WeightedBagTest {
  private static final TextPreprocessing FORM =
      new TextPreprocessing(true, true, 9, TextPreprocessing.Keep.HEAD);
  private static final float[] WEIGHTS = {0, 2, /* not good */ 1, -1};
  private static final float[] BIAS = {0.5f, 0};

  private static WeightedBag bag() {
    return new WeightedBag(
        new Terms(FORM, false),
        new String[] {"good", "not good"},
        new TermScores(TermScores.Link.SOFTMAX, WEIGHTS, BIAS),
        0.5);
  }

  private static TextClassifier network() {
    RecurrentConfig recurrent =
        new RecurrentConfig(CellType.GRU, 4, 3, 1, 2, 0f, Dropout.Kind.EACH_STEP);
    ClassifierModel model =
        new ClassifierModel(
            new ClassifierConfig(
                List.of("bad", "good"),
                Texts.tokenizer().vocabulary().size(),
                4,
                recurrent,
                Pooling.MEAN,
                0f,
                0f,
                0f,
                false,
                FORM));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    return new TextClassifier(model, parameters, Texts.tokenizer());
  }

  private static Map<String, byte[]> files(TextClassifier classifier) {
    return new LinkedHashMap<>(classifier.files(Map.of()));
  }

  private static ModelDirectory directory(Map<String, byte[]> files) {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(Manifest.NAME, Manifest.of(files).toBytes());
    return ModelDirectory.of(all, "m");
  }

  @Test
  void scoresAreAddedToTheWeightedLogProbabilities() {
    TextClassifier network = network();
    double[] alone = network.classify("A film, NOT good. Good!").probabilities();
    // Both terms are there; "good" counts once.
    double[] scores = {0.5 * Math.log(alone[0]) + 0.5 + 1, 0.5 * Math.log(alone[1]) + 2 - 1};
    double expected = 1 / (1 + Math.exp(scores[0] - scores[1]));
    TextClassifier both = network.combinedWith(bag());
    TextClassifier.Prediction found = both.classify("A film, NOT good. Good!");
    assertEquals(expected, found.probabilities()[1], 1e-12);
    assertEquals(1, found.probabilities()[0] + found.probabilities()[1], 1e-12);
    assertArrayEquals(
        alone, both.combinedWith(null).classify("A film, NOT good. Good!").probabilities());
    // Each text of a batch has its own terms, whatever the lengths are.
    List<String> texts = List.of("good", "a fine film", "not good", "dull");
    List<TextClassifier.Prediction> batch = both.classify(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(
          both.classify(texts.get(i)).probabilities(), batch.get(i).probabilities(), 1e-6);
    }
  }

  @Test
  void aModelsFilesKeepIt() {
    TextClassifier saved = network().combinedWith(bag());
    TextClassifier loaded = TextClassifier.load(directory(files(saved)));
    for (String text : List.of("", "not good", "a fine film", "ä good")) {
      assertArrayEquals(
          saved.classify(text).probabilities(), loaded.classify(text).probabilities(), text);
    }
    assertEquals(files(saved).keySet(), files(loaded).keySet());
  }

  /** Executors get it as a broadcast value. */
  @Test
  void sparksSerializersKeepIt() {
    double[] network = {0.4, 0.6};
    for (Serializer serializer :
        List.of(new JavaSerializer(new SparkConf()), new KryoSerializer(new SparkConf()))) {
      SerializerInstance instance = serializer.newInstance();
      ClassTag<WeightedBag> type = ClassTag$.MODULE$.apply(WeightedBag.class);
      WeightedBag read = instance.deserialize(instance.serialize(bag(), type), type);
      assertArrayEquals(
          bag().combined(network, "<b>Not</b> good"), read.combined(network, "<b>Not</b> good"));
    }
  }

  @Test
  void aBagOfOtherLabelsOrTermsIsRefused() {
    Map<String, byte[]> files = files(network().combinedWith(bag()));
    files.put(
        WeightedBag.TERMS,
        Json.document(Map.of("characters", false, "networkWeight", 0.5, "terms", List.of("good"))));
    String said =
        assertThrows(UnusableModelException.class, () -> TextClassifier.load(directory(files)))
            .getMessage();
    assertTrue(said.contains("weights of [2, 2], expected [1, 2]"), said);
    files.remove(WeightedBag.WEIGHTS);
    assertThrows(UnusableModelException.class, () -> TextClassifier.load(directory(files)));
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    float[] broken = {0, Float.NaN, 1, 1};
    WeightedBag bag =
        new WeightedBag(
            new Terms(FORM, false),
            new String[] {"a", "b"},
            new TermScores(TermScores.Link.SOFTMAX, broken, BIAS),
            1);
    ModelDirectory directory = directory(files(network().combinedWith(bag)));
    assertThrows(UnusableModelException.class, () -> TextClassifier.load(directory));
  }

  /** Another framework's file would have other probabilities. */
  @Test
  void anExportNeedsLossy() {
    ModelDirectory directory = directory(files(network().combinedWith(bag())));
    for (ModelExporter exporter : List.of(new ClassifierOnnx(), new ClassifierHuggingface())) {
      String said =
          assertThrows(InexpressibleModelException.class, () -> exporter.files(directory, false))
              .getMessage();
      assertTrue(said.contains("--lossy") && said.contains("--combine-baseline false"), said);
      assertEquals(exporter.names(), exporter.files(directory, true).keySet());
    }
  }
}
