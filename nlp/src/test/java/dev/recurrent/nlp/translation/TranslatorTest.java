package dev.recurrent.nlp.translation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.translation.PairBatch.Pair;
import dev.recurrent.nlp.translation.TranslatorConfig.Noise;
import dev.recurrent.nlp.translation.TranslatorConfig.VocabularyConfig;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole network: gradients, and what a batch's padding may not change. */
class TranslatorTest {
  /** Correct code stays below it in float, a two-percent error in one term does not. */
  private static final double LIMIT = 1e-2;

  private static final int VOCABULARY = 9;
  private static final int[][] LENGTHS = {{3, 2}, {1, 4}, {4, 1}};

  static Stream<TranslatorConfig> cases() {
    List<TranslatorConfig> cases = new ArrayList<>();
    VocabularyConfig apart = new VocabularyConfig(VOCABULARY + 2, VOCABULARY, false, false);
    VocabularyConfig shared = new VocabularyConfig(VOCABULARY, VOCABULARY, true, true);
    Noise noise = new Noise(0.3f, Dropout.Kind.WHOLE_SEQUENCE, 0.1f, 0f);
    for (CellType cell : List.of(CellType.RNN, CellType.LSTM, CellType.GRU)) {
      for (Attention.Kind kind : Attention.Kind.values()) {
        TranslatorConfig config =
            TranslatorConfig.defaults(kind == Attention.Kind.DOT ? apart : shared)
                .withCell(cell, 6, 1)
                .withEmbeddingSize(4)
                .withAttention(kind, kind != Attention.Kind.NONE);
        cases.add(config);
        cases.add(
            config.withCell(cell, 6, 2).withEncoder(kind == Attention.Kind.NONE).withNoise(noise));
      }
    }
    return cases.stream();
  }

  /** Far from the small weights training starts with, whose gradients drown in rounding. */
  private static float[] start(Translator model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 5);
    for (ParameterLayout.Entry entry : model.layout().entries()) {
      double scale = entry.name().contains("attention.") ? 1.2 : 0.4;
      for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
        parameters[i] += (float) (scale * Math.sin(i * 12.9898));
      }
    }
    return parameters;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientEqualsDifferences(TranslatorConfig config) {
    Translator model = new Translator(config);
    float[] parameters = start(model);
    PairBatch batch = PairBatch.of(Pairs.unrelated(1, VOCABULARY, LENGTHS));
    Map<String, Double> errors = GradientCheck.errors(model, parameters, batch, 7);
    errors.forEach((name, error) -> assertTrue(error < LIMIT, () -> name + " misses by " + error));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void paddingChangesNothing(TranslatorConfig config) {
    Translator model = new Translator(config.withNoise(Noise.none()));
    float[] parameters = start(model);
    TranslatorPass pass = model.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    List<Pair> pairs = Pairs.unrelated(1, VOCABULARY, LENGTHS);
    double sum = 0;
    int targets = 0;
    for (Pair pair : pairs) {
      PairBatch alone = PairBatch.of(List.of(pair));
      sum += pass.loss(alone) * alone.targets();
      targets += alone.targets();
    }
    assertEquals(sum / targets, pass.loss(PairBatch.of(pairs)), 2e-6);
  }

  @Test
  void gradientOfABatchIsThatOfItsSentences() {
    VocabularyConfig shared = new VocabularyConfig(VOCABULARY, VOCABULARY, true, true);
    Translator model =
        new Translator(
            TranslatorConfig.defaults(shared).withCell(CellType.LSTM, 6, 2).withEmbeddingSize(4));
    float[] parameters = start(model);
    float[] together = new float[parameters.length];
    List<Pair> pairs = Pairs.unrelated(1, VOCABULARY, LENGTHS);
    PairBatch all = PairBatch.of(pairs);
    TranslatorPass pass = model.bind(parameters, together);
    pass.parametersChanged();
    pass.lossAndGradient(all, 1);
    double[] apart = new double[parameters.length];
    for (Pair pair : pairs) {
      float[] gradient = new float[parameters.length];
      PairBatch alone = PairBatch.of(List.of(pair));
      TranslatorPass own = model.bind(parameters, gradient);
      own.parametersChanged();
      own.lossAndGradient(alone, 1);
      for (int i = 0; i < apart.length; i++) {
        apart[i] += (double) gradient[i] * alone.targets() / all.targets();
      }
    }
    float[] expected = new float[apart.length];
    for (int i = 0; i < apart.length; i++) {
      expected[i] = (float) apart[i];
    }
    assertArrayEquals(expected, together, 2e-5f);
  }

  @Test
  void scheduledSamplingIsAFunctionOfTheSeed() {
    VocabularyConfig shared = new VocabularyConfig(VOCABULARY, VOCABULARY, true, false);
    TranslatorConfig config =
        TranslatorConfig.defaults(shared).withCell(CellType.GRU, 6, 1).withEmbeddingSize(4);
    Translator forced = new Translator(config);
    Translator sampling = new Translator(config.withNoise(Noise.none().withScheduledSampling(.5f)));
    float[] parameters = start(forced);
    PairBatch batch = PairBatch.of(Pairs.unrelated(1, VOCABULARY, LENGTHS));
    double once = loss(sampling, parameters, batch, 1);
    assertEquals(once, loss(sampling, parameters, batch, 1));
    assertNotEquals(once, loss(forced, parameters, batch, 1));
  }

  private static double loss(Translator model, float[] parameters, PairBatch batch, long seed) {
    TranslatorPass pass = model.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    return pass.lossAndGradient(batch, seed);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void summaryCountsEveryParameter(TranslatorConfig config) {
    Translator model = new Translator(config);
    assertEquals(model.layout().size(), ModelSummary.parameters(model.layers()));
  }

  @Test
  void freshParametersKnowHowFrequentWordsAre() {
    Noise smoothed = new Noise(0f, Dropout.Kind.WHOLE_SEQUENCE, 0.1f, 0f);
    VocabularyConfig shared = new VocabularyConfig(VOCABULARY, VOCABULARY, true, true);
    Translator model = new Translator(TranslatorConfig.defaults(shared).withNoise(smoothed));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 5);
    model.expectFrequencies(parameters, new long[] {0, 0, 0, 40, 90, 60, 5, 3, 2});
    float[] bias = model.layout().view(parameters, "output.bias").toArray();
    double sum = 0;
    for (float logarithm : bias) {
      sum += Math.exp(logarithm);
    }
    assertEquals(1, sum, 1e-5);
    assertEquals(0.9 * 91 / 209 + 0.1 / 9, Math.exp(bias[4]), 1e-5);

    PairBatch batch = PairBatch.of(Pairs.unrelated(1, VOCABULARY, LENGTHS));
    double expected = 0;
    int targets = 0;
    for (int token : batch.targetTokens()) {
      expected -= token < 0 ? 0 : bias[token];
      targets += token < 0 ? 0 : 1;
    }
    // The rest of a fresh network says next to nothing yet.
    TranslatorPass pass = model.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    assertEquals(expected / targets, pass.loss(batch), 0.3);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new VocabularyConfig(9, 10, true, false));
    TranslatorConfig config = TranslatorConfig.defaults(new VocabularyConfig(9, 10, false, false));
    assertThrows(IllegalArgumentException.class, () -> config.withCell(CellType.GRU, 7, 1));
    assertThrows(IllegalArgumentException.class, () -> Noise.none().withScheduledSampling(1.5f));
  }
}
