package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.train.GradientCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierModelTest {
  private static final TextPreprocessing FORM =
      new TextPreprocessing(true, true, 20, TextPreprocessing.Keep.HEAD);

  private static ClassifierModel model(
      CellType cell, int layers, int directions, Pooling pooling, boolean frozen) {
    RecurrentConfig recurrent =
        new RecurrentConfig(cell, 4, 3, layers, directions, 0f, Dropout.Kind.EACH_STEP);
    return new ClassifierModel(
        new ClassifierConfig(
            List.of("bad", "fair", "good"), 11, 4, recurrent, pooling, 0f, 0f, 0f, frozen, FORM));
  }

  private static float[] parameters(ClassifierModel model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.6 * random.nextDouble() - 0.3);
    }
    return parameters;
  }

  private static final List<int[]> TEXTS =
      List.of(new int[] {4, 5, 6, 7, 8}, new int[] {9, 10}, new int[] {5, 4, 4}, new int[] {1});

  private static LabelledBatch batch() {
    return LabelledBatch.of(TEXTS, new int[] {0, 2, 1, 2}, new float[] {1, 0.5f, 2, 1});
  }

  private static LabelledBatch single() {
    List<int[]> texts = List.of(new int[] {4}, new int[] {9}, new int[] {5});
    return LabelledBatch.of(texts, new int[] {0, 2, 1}, new float[] {1, 0.5f, 2});
  }

  @ParameterizedTest
  @CsvSource({
    "rnn,1,1,LAST",
    "gru,2,2,LAST",
    "lstm,1,2,MEAN",
    "lstm,1,2,MEAN_MAX",
    "gru,1,2,MAX",
    "gru,1,2,ATTENTION",
    "lstm,2,1,ATTENTION"
  })
  void theGradientIsTheDifferenceOfTheLoss(
      String cell, int layers, int directions, Pooling pooling) {
    ClassifierModel model = model(CellType.of(cell), layers, directions, pooling, false);
    // The largest of several steps has kinks that a difference may step over: SequencePoolingTest
    // checks it by smaller steps, here texts of one token have nothing to choose from.
    boolean kinks = pooling == Pooling.MAX || pooling == Pooling.MEAN_MAX;
    GradientCheck.errors(model, parameters(model), kinks ? single() : batch(), 1)
        .forEach((name, error) -> assertTrue(error < 2e-3, name + " misses by " + error));
  }

  @Test
  void scaledRowsHaveTheGradientOfTheDifferenceOfTheLoss() {
    ClassifierModel plain = model(CellType.LSTM, 1, 1, Pooling.MEAN, false);
    ClassifierModel model = new ClassifierModel(plain.config().withScaling());
    assertEquals(plain.layout().size() + 2 * 3, model.layout().size());
    GradientCheck.errors(model, parameters(model), batch(), 1)
        .forEach((name, error) -> assertTrue(error < 2e-3, name + " misses by " + error));
  }

  @Test
  void aScaleOfOneAndAShiftOfNoneChangeNothing() {
    ClassifierModel plain = model(CellType.LSTM, 1, 1, Pooling.MEAN, false);
    ClassifierModel model = new ClassifierModel(plain.config().withScaling());
    float[] own = new float[plain.layout().size()];
    plain.initialize(own, 3);
    float[] scaled = new float[model.layout().size()];
    model.initialize(scaled, 3);
    assertEquals(
        plain.bind(own, new float[own.length]).loss(batch()),
        model.bind(scaled, new float[scaled.length]).loss(batch()));
  }

  @Test
  void aFrozenEmbeddingHasNoGradientAndTheRestTheSame() {
    ClassifierModel free = model(CellType.GRU, 1, 2, Pooling.MAX, false);
    ClassifierModel frozen = model(CellType.GRU, 1, 2, Pooling.MAX, true);
    float[] parameters = parameters(free);
    float[] one = new float[parameters.length];
    float[] other = new float[parameters.length];
    free.bind(parameters, one).lossAndGradient(batch(), 1);
    frozen.bind(parameters, other).lossAndGradient(batch(), 1);
    int embedded = 11 * 4;
    for (int i = 0; i < parameters.length; i++) {
      assertEquals(i < embedded ? 0f : one[i], other[i]);
    }
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void paddingChangesNothing(Pooling pooling) {
    ClassifierModel model = model(CellType.LSTM, 2, 2, pooling, false);
    float[] parameters = parameters(model);
    TextClassifier classifier = new TextClassifier(model, parameters, Texts.tokenizer());
    List<TextClassifier.Prediction> together = classifier.classifyTokens(TEXTS);
    for (int b = 0; b < TEXTS.size(); b++) {
      TextClassifier.Prediction alone = classifier.classifyTokens(List.of(TEXTS.get(b))).get(0);
      assertArrayEquals(alone.probabilities(), together.get(b).probabilities(), 1e-6);
    }
  }

  @Test
  void theEmbeddingIsTheDeepestLayerAndTheOutputNone() {
    ClassifierModel model = model(CellType.LSTM, 2, 2, Pooling.ATTENTION, false);
    for (ParameterLayout.Entry entry : model.layout().entries()) {
      String name = entry.name();
      int depth = name.startsWith("embedding") ? 3 : !name.startsWith("rnn") ? 0 : 1;
      assertEquals(name.contains("_l0") ? 2 : depth, model.depth(name), name);
    }
  }

  @Test
  void aTextOfWeightTwoCountsAsTwo() {
    ClassifierModel model = model(CellType.GRU, 1, 1, Pooling.MEAN, false);
    float[] parameters = parameters(model);
    List<int[]> twice = new ArrayList<>(TEXTS.subList(0, 2));
    twice.add(TEXTS.get(1));
    float[] ones = {1, 1, 1};
    double repeated =
        model
            .bind(parameters, new float[parameters.length])
            .loss(LabelledBatch.of(twice, new int[] {0, 2, 2}, ones));
    double weighted =
        model
            .bind(parameters, new float[parameters.length])
            .loss(LabelledBatch.of(TEXTS.subList(0, 2), new int[] {0, 2}, new float[] {1, 2}));
    // Means are over texts: of three here, of two there.
    assertEquals(3 * repeated, 2 * weighted, 1e-6);
  }

  @Test
  void aPairOfClassifiersHasTheMeanOfTheirProbabilities() {
    ClassifierModel model = model(CellType.GRU, 1, 1, Pooling.LAST, false);
    float[] parameters = parameters(model);
    TextClassifier forward = new TextClassifier(model, parameters, Texts.tokenizer());
    ClassifierConfig config = model.config();
    ClassifierModel reversed = new ClassifierModel(config.reading(true));
    TextClassifier backward = new TextClassifier(reversed, parameters, Texts.tokenizer());
    assertArrayEquals(
        forward.classify("film fine a").probabilities(),
        backward.classify("a fine film").probabilities());
    List<String> texts = List.of("a fine film", "a dull film", "bad");
    List<TextClassifier.Prediction> one = forward.classify(texts);
    List<TextClassifier.Prediction> other = backward.classify(texts);
    List<TextClassifier.Prediction> both = forward.averagedWith(backward).classify(texts);
    for (int i = 0; i < texts.size(); i++) {
      for (int j = 0; j < 3; j++) {
        double mean = (one.get(i).probabilities()[j] + other.get(i).probabilities()[j]) / 2;
        assertEquals(mean, both.get(i).probabilities()[j], 1e-12);
      }
      int label = both.get(i).index();
      assertEquals(config.labels().get(label), both.get(i).label());
      assertTrue(both.get(i).probabilities()[label] >= 1.0 / 3);
    }
  }

  @Test
  void attentionSaysWhichTokensDecided() {
    ClassifierModel model = model(CellType.GRU, 1, 2, Pooling.ATTENTION, false);
    TextClassifier classifier = new TextClassifier(model, parameters(model), Texts.tokenizer());
    List<TextClassifier.Weighed> weights = classifier.explain("a fine film");
    assertEquals(
        List.of(" a", " fine", " film"),
        weights.stream().map(TextClassifier.Weighed::token).toList());
    assertEquals(1, weights.stream().mapToDouble(TextClassifier.Weighed::weight).sum(), 1e-6);
  }

  @Test
  void threadsShareAClassifier() {
    ClassifierModel model = model(CellType.LSTM, 1, 2, Pooling.MAX, false);
    TextClassifier classifier = new TextClassifier(model, parameters(model), Texts.tokenizer());
    IntFunction<String> bits =
        i ->
            Arrays.toString(
                classifier
                    .classify((i % 2 == 0 ? "a fine" : "a dull") + " film".repeat(1 + i % 7))
                    .probabilities());
    List<String> alone = IntStream.range(0, 200).mapToObj(bits).toList();
    assertEquals(alone, IntStream.range(0, 200).parallel().mapToObj(bits).toList());
  }
}
