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
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

/** Layers whose outputs differ by thousandths, as those of a language model may. */
class OutputFitTest {
  private static final int WORDS = 12;

  private static ClassifierModel model(int labels) {
    List<String> names = List.of("bad", "fair", "good").subList(0, labels);
    RecurrentConfig recurrent =
        new RecurrentConfig(CellType.GRU, 4, 5, 1, 1, 0f, Dropout.Kind.EACH_STEP);
    TextPreprocessing form = new TextPreprocessing(true, true, 20, TextPreprocessing.Keep.HEAD);
    return new ClassifierModel(
        new ClassifierConfig(names, WORDS, 4, recurrent, Pooling.MEAN, 0.5f, 0f, 0f, false, form)
            .withScaling());
  }

  private static float[] parameters(ClassifierModel model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    Matrix embedding = model.layout().view(parameters, "embedding.weight");
    for (int i = 0; i < embedding.rows; i++) {
      for (int j = 0; j < embedding.columns; j++) {
        embedding.set(i, j, embedding.get(i, j) * 0.05f);
      }
    }
    return parameters;
  }

  /** A third of a text's words are its label's own, the others are any. */
  private static JavaRDD<Shard<LabelledBatch>> shards(int labels, int count, int seed, int shards) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Shard<LabelledBatch>> all = new ArrayList<>();
    for (int k = 0; k < shards; k++) {
      List<TextShard.Item> items = new ArrayList<>();
      for (int i = 0; i < count / shards; i++) {
        int label = random.nextInt(labels);
        char[] tokens = new char[4 + random.nextInt(6)];
        for (int t = 0; t < tokens.length; t++) {
          tokens[t] = (char) (random.nextInt(3) == 0 ? 4 + label : 4 + random.nextInt(WORDS - 4));
        }
        items.add(new TextShard.Item(i, tokens, label));
      }
      all.add(TextShard.inOrder(items, new float[] {1, 1, 1}, 16));
    }
    return TestSpark.context().parallelize(all, shards);
  }

  private static double loss(
      ClassifierModel model, float[] parameters, JavaRDD<Shard<LabelledBatch>> shards) {
    ClassifierPass pass = model.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    double sum = 0;
    int texts = 0;
    for (Shard<LabelledBatch> shard : shards.collect()) {
      for (int i = 0; i < shard.batches(); i++) {
        LabelledBatch batch = shard.batch(i);
        sum += pass.loss(batch) * batch.batchSize();
        texts += batch.batchSize();
      }
    }
    return sum / texts;
  }

  private static void requireFits(int labels) {
    ClassifierModel model = model(labels);
    JavaRDD<Shard<LabelledBatch>> training = shards(labels, 600, 1, 3);
    JavaRDD<Shard<LabelledBatch>> held = shards(labels, 200, 2, 2);
    float[] parameters = parameters(model);
    double before = loss(model, parameters, held);
    assertEquals(Math.log(labels), before, 0.1, "small outputs say nothing at first");
    double said = OutputFit.fit(model, parameters, training, held);
    assertEquals(loss(model, parameters, held), said, 1e-4, "the network's own loss");
    assertTrue(said < 0.85 * before, before + " became " + said);

    float[] again = parameters(model);
    OutputFit.fit(model, again, training, held);
    assertArrayEquals(parameters, again, "the same bits");
    requireStandardRows(model, parameters, training);
  }

  /** What the output layer reads has mean 0 and deviation 1. */
  private static void requireStandardRows(
      ClassifierModel model, float[] parameters, JavaRDD<Shard<LabelledBatch>> training) {
    ClassifierPass pass = model.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    Matrix scale = model.layout().view(parameters, "scaling.scale");
    Matrix shift = model.layout().view(parameters, "scaling.shift");
    double[] sum = new double[scale.columns];
    double[] squares = new double[scale.columns];
    int rows = 0;
    for (Shard<LabelledBatch> shard : training.collect()) {
      for (int i = 0; i < shard.batches(); i++) {
        Matrix pooled = pass.pooled(shard.batch(i));
        for (int b = 0; b < pooled.rows; b++, rows++) {
          for (int j = 0; j < sum.length; j++) {
            double value = pooled.get(b, j) * scale.get(0, j) + shift.get(0, j);
            sum[j] += value;
            squares[j] += value * value;
          }
        }
      }
    }
    for (int j = 0; j < sum.length; j++) {
      assertEquals(0, sum[j] / rows, 1e-3);
      assertEquals(1, squares[j] / rows, 1e-2);
    }
  }

  @Test
  void twoLabels() {
    requireFits(2);
  }

  @Test
  void threeLabels() {
    requireFits(3);
  }
}
