package dev.recurrent.nlp.generation;

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
import org.junit.jupiter.params.provider.ValueSource;

class SampledLanguageModelTest {
  /** Of gradients that are small because a sample has few tokens. */
  private static final double ROUNDING = 5e-3;

  private static TokenBatch batch() {
    return TinyModels.batch(TinyModels.tokens(15, 8), 3, 0, 4, true);
  }

  private static LanguageModel model(String cell, boolean tied, Integer samples) {
    LanguageModelConfig whole = TinyModels.model(CellType.of(cell), 2, tied).config();
    return new LanguageModel(whole.withSoftmaxSamples(samples));
  }

  @ParameterizedTest
  @CsvSource({"rnn,true,3", "gru,true,5", "lstm,false,1", "gru,false,8"})
  void theGradientIsTheDifferenceOfTheLoss(String cell, boolean tied, int samples) {
    LanguageModel plain = model(cell, tied, samples);
    Regularization others = new Regularization(0.2f, 0.3f, 0.2f, 0.3f, 2, 1, 0f);
    LanguageModel all =
        new LanguageModel(
            plain.config().withRegularization(0.3f, Dropout.Kind.WHOLE_SEQUENCE, others));
    for (LanguageModel model : new LanguageModel[] {plain, all}) {
      for (int seed = 1; seed <= 2; seed++) {
        double error =
            Differences.worst(model, TinyModels.parameters(model, seed), batch(), 7 + seed);
        assertTrue(error < ROUNDING, () -> model.config() + " misses by " + error);
      }
    }
  }

  @Test
  void measuringHasTheWholeVocabulary() {
    LanguageModel whole = model("lstm", false, null);
    float[] parameters = TinyModels.parameters(whole, 3);
    LanguageModelPass pass = TinyModels.pass(model("lstm", false, 3), parameters);
    double first = pass.lossAndGradient(batch(), 1);
    assertEquals(TinyModels.pass(whole, parameters).loss(batch()), pass.loss(batch()));
    assertEquals(first, pass.lossAndGradient(batch(), 1));
    assertNotEquals(first, pass.lossAndGradient(batch(), 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, TinyModels.VOCABULARY})
  void aSampleOfNoTokenOrOfAllIsRefused(int samples) {
    var refused = assertThrows(IllegalArgumentException.class, () -> model("lstm", false, samples));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("expected 1 to below 9"),
        refused.getMessage());
  }

  @Test
  void labelSmoothingIsRefused() {
    LanguageModelConfig smooth =
        TinyModels.model(CellType.LSTM, 1, false).config().withLabelSmoothing(0.1f);
    assertThrows(IllegalArgumentException.class, () -> smooth.withSoftmaxSamples(3));
  }
}
