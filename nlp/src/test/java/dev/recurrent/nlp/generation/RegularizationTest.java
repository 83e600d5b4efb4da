package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.cell.CellType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegularizationTest {
  private static TokenBatch batch() {
    return TinyModels.batch(TinyModels.tokens(15, 8), 3, 0, 4, true);
  }

  private static LanguageModel model(
      String cell, boolean tied, float between, Regularization others) {
    LanguageModelConfig plain = TinyModels.model(CellType.of(cell), 2, tied).config();
    return new LanguageModel(
        plain.withRegularization(between, Dropout.Kind.WHOLE_SEQUENCE, others));
  }

  @ParameterizedTest
  @CsvSource({
    "lstm,true,0.3,0.2,0.4,0.3,0.3,2,1",
    "lstm,false,0,0,0,0,0.4,0,0",
    "gru,false,0,0,0,0,0.4,0,0",
    "gru-reset-before,false,0,0,0,0,0.4,0,0",
    "rnn,false,0,0,0,0,0.4,0,0",
    "lstm,true,0,0,0,0.4,0,0,0",
    "rnn,true,0,0.3,0,0.4,0,0,0",
    "gru,false,0,0,0.4,0,0,2,0",
    "rnn,false,0,0,0.4,0,0,0,3",
  })
  void theGradientIsTheDifferenceOfTheLoss(
      String cell,
      boolean tied,
      float between,
      float in,
      float out,
      float words,
      float weights,
      float size,
      float change) {
    Regularization others = new Regularization(in, out, words, weights, size, change, 0f);
    LanguageModel model = model(cell, tied, between, others);
    for (int seed = 1; seed <= 2; seed++) {
      double error =
          Differences.worst(model, TinyModels.parameters(model, seed), batch(), 7 + seed);
      assertTrue(error < 1e-3, () -> model.config() + " misses by " + error);
    }
  }

  private static float[] gradient(LanguageModel model, float[] parameters, long... seeds) {
    float[] gradient = new float[parameters.length];
    LanguageModelPass pass = model.bind(parameters, gradient);
    pass.parametersChanged();
    for (long seed : seeds) {
      pass.lossAndGradient(batch(), seed);
    }
    return gradient;
  }

  /** A rate that rounds to no weight at all takes the way of the masks. */
  @ParameterizedTest
  @CsvSource({"lstm", "gru", "gru-reset-before", "rnn"})
  void aMaskOfOnesHasTheBitsOfNoMask(String cell) {
    LanguageModel plain = model(cell, false, 0, Regularization.masks(0));
    LanguageModel ones = model(cell, false, 0, new Regularization(0, 0, 0, 1e-7f, 0, 0, 0f));
    float[] parameters = TinyModels.parameters(plain, 2);
    // Of one batch, as in training: where gradients of several are added, the order of sums
    // differs.
    assertArrayEquals(gradient(plain, parameters, 3), gradient(ones, parameters, 3));
  }

  @Test
  void noneOfItIsLeftAtInference() {
    LanguageModel plain = model("lstm", true, 0, Regularization.masks(0));
    LanguageModel other =
        model("lstm", true, 0.3f, new Regularization(0.3f, 0.3f, 0.3f, 0.5f, 2, 1, 0f));
    float[] parameters = TinyModels.parameters(plain, 3);
    LanguageModelPass pass = TinyModels.pass(other, parameters);
    double first = pass.lossAndGradient(batch(), 1);
    assertEquals(TinyModels.pass(plain, parameters).loss(batch()), pass.loss(batch()));
    assertEquals(first, pass.lossAndGradient(batch(), 1));
    assertNotEquals(first, pass.lossAndGradient(batch(), 2));
  }

  /** The second batch goes on from the first: with a rate near 1 nearly all streams forget it. */
  @Test
  void streamsForgetTheirState() {
    LanguageModel keeps = model("lstm", false, 0, Regularization.masks(0));
    LanguageModel forgets = model("lstm", false, 0, new Regularization(0, 0, 0, 0, 0, 0, 0.999f));
    float[] parameters = TinyModels.parameters(keeps, 3);
    int[] tokens = TinyModels.tokens(27, 8);
    TokenBatch first = TinyModels.batch(tokens, 3, 0, 4, true);
    TokenBatch second = TinyModels.batch(tokens, 3, 4, 8, false);
    TokenBatch alone = TinyModels.batch(tokens, 3, 4, 8, true);
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      LanguageModelPass pass = TinyModels.pass(i == 0 ? keeps : forgets, parameters);
      pass.lossAndGradient(first, 1);
      losses[i] = pass.lossAndGradient(second, 2);
    }
    double fresh = TinyModels.pass(keeps, parameters).lossAndGradient(alone, 2);
    assertNotEquals(fresh, losses[0]);
    assertEquals(fresh, losses[1]);
    // Reading on to measure or to write forgets nothing.
    LanguageModelPass reader = TinyModels.pass(forgets, parameters);
    reader.loss(first);
    assertNotEquals(fresh, reader.loss(second));
  }

  @Test
  void aWordIsLeftOutWhereverItStands() {
    LanguageModel model = model("rnn", false, 0, new Regularization(0, 0, 0.5f, 0, 0, 0, 0f));
    float[] parameters = TinyModels.parameters(model, 3);
    float[] gradient = gradient(model, parameters, 3, 4);
    int without = 0;
    for (int token = 0; token < TinyModels.VOCABULARY; token++) {
      boolean zero = true;
      for (int j = 0; j < 5; j++) {
        zero &= gradient[token * 5 + j] == 0;
      }
      without += zero ? 1 : 0;
    }
    assertTrue(without > 0 && without < TinyModels.VOCABULARY, "without a gradient: " + without);
  }

  @ParameterizedTest
  @CsvSource({"1,0,0,0,0,0,input dropout", "0,0,0,-1,0,0,weight drop", "0,0,0,0,-1,0,activation"})
  void whatIsNoRateIsRefused(
      float in, float out, float words, float weights, float size, float change, String name) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Regularization(in, out, words, weights, size, change, 0f));
    assertTrue(String.valueOf(refused.getMessage()).contains(name), refused.getMessage());
  }
}
