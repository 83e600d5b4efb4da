package dev.recurrent.nlp.sentiment.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.ClassifierPass;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

/** Networks that are too sure, and the temperature that says so. */
class TemperatureTest {
  private static final ClassifierModel MODEL =
      new ClassifierModel(
          new ClassifierConfig(
              List.of("bad", "fair", "good"),
              11,
              4,
              new RecurrentConfig(CellType.GRU, 4, 5, 1, 1, 0, Dropout.Kind.EACH_STEP),
              Pooling.MEAN,
              0,
              0,
              0,
              false,
              new TextPreprocessing(true, true, 9, TextPreprocessing.Keep.HEAD)));

  /** Parameters whose logits are some units apart, times a factor. */
  private static float[] parameters(double factor) {
    float[] parameters = new float[MODEL.layout().size()];
    MODEL.initialize(parameters, 3);
    Matrix embedding = MODEL.layout().view(parameters, "embedding.weight");
    for (int i = 0; i < embedding.rows; i++) {
      for (int j = 0; j < embedding.columns; j++) {
        embedding.set(i, j, 20 * embedding.get(i, j));
      }
    }
    Matrix weight = MODEL.layout().view(parameters, "output.weight");
    for (int i = 0; i < weight.rows; i++) {
      for (int j = 0; j < weight.columns; j++) {
        weight.set(i, j, (float) (2 * factor * weight.get(i, j)));
      }
    }
    return parameters;
  }

  /** Texts whose labels are drawn with the probabilities of a network. */
  private static List<TextShard.Item> drawn(float[] parameters, int count) {
    SplittableRandom random = new SplittableRandom(5);
    ClassifierPass pass = MODEL.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    List<TextShard.Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] text = random.ints(1 + i % 5, 2, 11).toArray();
      Matrix logits = pass.predict(LabelledBatch.unlabelled(List.of(text)));
      new SoftmaxCrossEntropy().predict(logits.data, logits.index(0), 3);
      double drawn = random.nextDouble();
      int label =
          drawn < logits.get(0, 0) ? 0 : drawn < logits.get(0, 0) + logits.get(0, 1) ? 1 : 2;
      char[] tokens = new char[text.length];
      for (int t = 0; t < text.length; t++) {
        tokens[t] = (char) text[t];
      }
      items.add(new TextShard.Item(i, tokens, label));
    }
    return items;
  }

  private static JavaRDD<Shard<LabelledBatch>> shards(List<TextShard.Item> items, int count) {
    List<Shard<LabelledBatch>> shards = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      List<TextShard.Item> own =
          items.subList(k * items.size() / count, (k + 1) * items.size() / count);
      shards.add(TextShard.inOrder(own, new float[] {1, 1, 1}, 64));
    }
    return TestSpark.context().parallelize(shards, count);
  }

  private static Temperature fit(float[] parameters, List<TextShard.Item> items, int shards) {
    return Temperature.fit(TestSpark.context(), MODEL, parameters, shards(items, shards));
  }

  private static List<String> predicted(float[] parameters, List<TextShard.Item> items) {
    ClassifierPass pass = MODEL.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    Shard<LabelledBatch> shard = TextShard.inOrder(items, new float[] {1, 1, 1}, 64);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < shard.batches(); i++) {
      Matrix logits = pass.predict(shard.batch(i));
      for (int b = 0; b < logits.rows; b++) {
        float[] row = {logits.get(b, 0), logits.get(b, 1), logits.get(b, 2)};
        labels.add(row[0] >= row[1] && row[0] >= row[2] ? "0" : row[1] >= row[2] ? "1" : "2");
      }
    }
    return labels;
  }

  @Test
  void aNetworkThatIsFourTimesTooSureIsDividedByFour() {
    float[] honest = parameters(1);
    List<TextShard.Item> items = drawn(honest, 1500);
    double one = fit(honest, items, 2).value();
    assertEquals(1, one, 0.15, "the labels were drawn with its own probabilities");
    float[] sure = parameters(4);
    Temperature four = fit(sure, items, 2);
    assertEquals(4 * one, four.value(), 0.02);
    assertEquals(four.value(), fit(sure, items, 3).value(), "shards decide nothing");

    float[] scaled = four.scaled(MODEL, sure);
    assertEquals(predicted(sure, items), predicted(scaled, items));
    assertEquals(1, fit(scaled, items, 1).value(), 0.01);
    // An ensemble of one network twice has its temperature, and each member is scaled.
    float[] twice = new float[2 * sure.length];
    System.arraycopy(sure, 0, twice, 0, sure.length);
    System.arraycopy(sure, 0, twice, sure.length, sure.length);
    assertEquals(four.value(), fit(twice, items, 1).value(), 1e-9);
    float[] both = four.scaled(MODEL, twice);
    assertArrayEquals(scaled, Arrays.copyOfRange(both, sure.length, both.length));
  }

  @Test
  void fewTextsLeaveTheTemperatureAtOne() {
    float[] parameters = parameters(4);
    Temperature few = fit(parameters, drawn(parameters(1), 99), 1);
    assertEquals(1, few.value());
    assertTrue(few.reason().contains("fewer than 100 texts"), few.reason());
    assertArrayEquals(parameters, few.scaled(MODEL, parameters));
  }
}
