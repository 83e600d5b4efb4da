package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.BoundModel;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveLanguageModelTest {
  private static final int STEPS = 10;
  private final LanguageModel model = TinyModels.model(CellType.LSTM, 1, false);
  private final float[] parameters = TinyModels.parameters(model, 4);

  /** Eight tokens at random, again and again. */
  private static int[] repetitive() {
    int[] pattern = new SplittableRandom(3).ints(8, 0, TinyModels.VOCABULARY).toArray();
    int[] tokens = new int[401];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = pattern[i % pattern.length];
    }
    return tokens;
  }

  private static double loss(BoundModel<TokenBatch> bound) {
    int[] tokens = repetitive();
    bound.parametersChanged();
    double sum = 0;
    for (int from = 0; from + STEPS < tokens.length; from += STEPS) {
      sum += bound.loss(TinyModels.batch(tokens, 1, from, from + STEPS, from == 0));
    }
    return sum / (tokens.length / STEPS);
  }

  private double adaptive(float rate, int cache, float weight) {
    AdaptiveReading reading = new AdaptiveReading(rate, 0.001f, cache, weight, 0.3f);
    return loss(new AdaptiveLanguageModel(model, reading).bind(parameters, new float[0]));
  }

  private double plain() {
    return loss(model.bind(parameters, new float[parameters.length]));
  }

  @ParameterizedTest
  @CsvSource({"0,0,0.5", "0,50,0"})
  void withoutARateOrAShareItIsThePlainFigureToTheBit(float rate, int cache, float weight) {
    assertEquals(plain(), adaptive(rate, cache, weight));
  }

  @Test
  void bothMakeARepetitiveTextEasier() {
    double plain = plain();
    double dynamic = adaptive(0.5f, 0, 0);
    double cached = adaptive(0, 50, 0.5f);
    double both = adaptive(0.5f, 50, 0.5f);
    assertTrue(dynamic < plain - 0.1, plain + " to " + dynamic);
    assertTrue(cached < plain - 0.1, plain + " to " + cached);
    assertTrue(both < plain - 0.1, plain + " to " + both);
  }

  @Test
  void theModelItselfIsAsItWas() {
    float[] before = parameters.clone();
    double first = adaptive(0.5f, 50, 0.5f);
    assertEquals(first, adaptive(0.5f, 50, 0.5f));
    assertArrayEquals(before, parameters);
  }

  @Test
  void aCachesShareIsThatOfTheLikeStates() {
    StateCache cache = new StateCache(2, 1);
    cache.add(new float[] {9, 9}, 0, 2, 5);
    cache.add(new float[] {1, 0}, 0, 2, 3);
    cache.add(new float[] {0, 1}, 0, 2, 4);
    float[] state = {1, 0};
    double e = Math.E;
    assertEquals(e / (e + 1), cache.probability(3, state, 0, 2), 1e-9);
    assertEquals(1 / (e + 1), cache.probability(4, state, 0, 2), 1e-9);
    assertEquals(0, cache.probability(5, state, 0, 2), "the oldest has gone");
  }
}
