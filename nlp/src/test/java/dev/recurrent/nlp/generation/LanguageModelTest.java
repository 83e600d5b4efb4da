package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.ModelSummary;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageModelTest {
  /** Correct code stays below it in float, a two-percent error in one term does not. */
  private static final double LIMIT = 1e-3;

  private static void requireSmall(Map<String, Double> errors) {
    errors.forEach((name, error) -> assertTrue(error < LIMIT, () -> name + " misses by " + error));
  }

  private static TokenBatch batch() {
    return TinyModels.batch(TinyModels.tokens(15, 8), 3, 0, 4, true);
  }

  private static void requireGradient(LanguageModel model) {
    for (int seed = 1; seed <= 3; seed++) {
      float[] parameters = TinyModels.parameters(model, seed);
      double error = Differences.worst(model, parameters, batch(), 7 + seed);
      assertTrue(error < LIMIT, () -> model.config() + " misses by " + error);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rnn,false,0",
    "rnn,true,0.1",
    "lstm,false,0.1",
    "lstm,true,0",
    "gru,false,0",
    "gru,true,0.1",
    "gru-reset-before,false,0"
  })
  void theGradientIsTheDifferenceOfTheLoss(String cell, boolean tied, float smoothing) {
    LanguageModel plain = TinyModels.model(CellType.of(cell), 2, tied);
    requireGradient(new LanguageModel(plain.config().withLabelSmoothing(smoothing)));
  }

  @ParameterizedTest
  @CsvSource({
    "rnn,true,EACH_STEP", "rnn,false,WHOLE_SEQUENCE", "lstm,false,EACH_STEP",
    "lstm,true,WHOLE_SEQUENCE", "gru,true,EACH_STEP", "gru,false,WHOLE_SEQUENCE"
  })
  void theGradientHoldsUnderDropout(String cell, boolean tied, Dropout.Kind kind) {
    LanguageModel plain = TinyModels.model(CellType.of(cell), 2, tied);
    requireGradient(
        new LanguageModel(plain.config().withDropout(0.3f, kind).withLabelSmoothing(0.1f)));
  }

  @ParameterizedTest
  @CsvSource({"lstm,true", "lstm,false", "gru,true", "gru,false"})
  void theGradientPassesTheUsersCheck(String cell, boolean tied) {
    LanguageModel model = TinyModels.model(CellType.of(cell), 2, tied);
    requireSmall(GradientCheck.errors(model, TinyModels.parameters(model, 5), batch(), 1));
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void twoBatchesInARowHaveTheLossOfOneLongBatch(CellType cell) {
    LanguageModel model = TinyModels.model(cell, 2, false);
    float[] parameters = TinyModels.parameters(model, 2);
    int[] tokens = TinyModels.tokens(33, 4);
    double whole =
        TinyModels.pass(model, parameters).loss(TinyModels.batch(tokens, 3, 0, 10, true));
    LanguageModelPass pass = TinyModels.pass(model, parameters);
    double first = pass.loss(TinyModels.batch(tokens, 3, 0, 4, true));
    double second = pass.loss(TinyModels.batch(tokens, 3, 4, 10, false));
    assertEquals(whole, 0.4 * first + 0.6 * second, 1e-6);
    LanguageModelPass trained = TinyModels.pass(model, parameters);
    double third = trained.lossAndGradient(TinyModels.batch(tokens, 3, 0, 4, true), 1);
    double fourth = trained.lossAndGradient(TinyModels.batch(tokens, 3, 4, 10, false), 2);
    assertEquals(first, third, 1e-6);
    assertEquals(second, fourth, 1e-6);
  }

  @Test
  void aBatchThatStartsStreamsForgetsWhatCameBefore() {
    LanguageModel model = TinyModels.model(CellType.LSTM, 2, true);
    float[] parameters = TinyModels.parameters(model, 2);
    int[] tokens = TinyModels.tokens(33, 4);
    LanguageModelPass fresh = TinyModels.pass(model, parameters);
    LanguageModelPass used = TinyModels.pass(model, parameters);
    used.loss(TinyModels.batch(tokens, 3, 0, 4, true));
    TokenBatch starting = TinyModels.batch(tokens, 3, 4, 10, true);
    double expected = fresh.loss(starting);
    double carriedOn = used.loss(TinyModels.batch(tokens, 3, 4, 10, false));
    assertNotEquals(expected, carriedOn, 1e-4);
    assertEquals(expected, used.loss(starting));
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void whatIsCarriedResumesInAnotherPass(CellType cell) {
    LanguageModel model = TinyModels.model(cell, 3, false);
    float[] parameters = TinyModels.parameters(model, 9);
    int[] tokens = TinyModels.tokens(24, 4);
    LanguageModelPass pass = TinyModels.pass(model, parameters);
    pass.loss(TinyModels.batch(tokens, 2, 0, 5, true));
    float[] carry = pass.carry();
    LanguageModelPass other = TinyModels.pass(model, parameters);
    other.resume(carry);
    assertArrayEquals(carry, other.carry());
    TokenBatch next = TinyModels.batch(tokens, 2, 5, 11, false);
    assertEquals(pass.loss(next), other.loss(next));
    assertArrayEquals(pass.carry(), other.carry());
  }

  @Test
  void nothingCarriedIsAFreshStart() {
    LanguageModel model = TinyModels.model(CellType.GRU, 2, false);
    float[] parameters = TinyModels.parameters(model, 9);
    LanguageModelPass pass = TinyModels.pass(model, parameters);
    assertEquals(0, pass.carry().length);
    double first = pass.loss(batch());
    pass.resume(new float[0]);
    int[] tokens = TinyModels.tokens(15, 8);
    assertEquals(first, pass.loss(TinyModels.batch(tokens, 3, 0, 4, false)));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> pass.resume(new float[3]));
    assertTrue(e.getMessage().contains("3 floats"), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void readingStepByStepEqualsReadingAtOnce(CellType cell) {
    LanguageModel model = TinyModels.model(cell, 2, true);
    float[] parameters = TinyModels.parameters(model, 3);
    int streams = 2;
    int[] tokens = TinyModels.tokens(7 * streams, 5);
    float[] whole = TinyModels.pass(model, parameters).predict(tokens, streams).toArray();
    LanguageModelPass pass = TinyModels.pass(model, parameters);
    for (int t = 0; t < 7; t++) {
      int[] step = Arrays.copyOfRange(tokens, t * streams, (t + 1) * streams);
      float[] logits = pass.predict(step, streams).toArray();
      int at = t * logits.length;
      assertArrayEquals(Arrays.copyOfRange(whole, at, at + logits.length), logits, 1e-5f);
    }
  }

  @Test
  void selectedRowsGoOnAsTheSequencesTheyWereCopiedFrom() {
    LanguageModel model = TinyModels.model(CellType.LSTM, 2, false);
    float[] parameters = TinyModels.parameters(model, 3);
    LanguageModelPass pass = TinyModels.pass(model, parameters);
    pass.predict(TinyModels.tokens(12, 1), 3);
    LanguageModelPass unselected = TinyModels.pass(model, parameters);
    unselected.resume(pass.carry());
    Matrix before = unselected.predict(new int[] {4, 4, 4}, 3);
    int[] rows = {2, 0, 0, 1, 2};
    pass.select(rows);
    Matrix after = pass.predict(new int[] {4, 4, 4, 4, 4}, 5);
    for (int r = 0; r < rows.length; r++) {
      assertArrayEquals(
          before.rows(rows[r], 1).toArray(), after.rows(r, 1).toArray(), 1e-6f, "row " + r);
    }
    assertNotEquals(after.get(0, 0), after.get(1, 0), 1e-4f);
  }

  @Test
  void dropoutAndSmoothingChangeTrainingOnly() {
    LanguageModel model = TinyModels.model(CellType.GRU, 2, false);
    float[] parameters = TinyModels.parameters(model, 3);
    LanguageModel other =
        new LanguageModel(
            model.config().withDropout(0.5f, Dropout.Kind.WHOLE_SEQUENCE).withLabelSmoothing(0.2f));
    assertEquals(
        TinyModels.pass(model, parameters).loss(batch()),
        TinyModels.pass(other, parameters).loss(batch()));
    LanguageModelPass dropping = TinyModels.pass(other, parameters);
    double first = dropping.lossAndGradient(batch(), 1);
    assertEquals(first, dropping.lossAndGradient(batch(), 1));
    assertNotEquals(first, dropping.lossAndGradient(batch(), 2));
  }

  @ParameterizedTest
  @CsvSource({"rnn,1,false", "lstm,2,true", "gru,3,false", "gru-reset-before,2,true"})
  void theSummaryCountsTheLayout(String cell, int layers, boolean tied) {
    LanguageModel model = TinyModels.model(CellType.of(cell), layers, tied);
    long sum = model.layers().stream().mapToLong(ModelSummary.Layer::parameters).sum();
    assertEquals(model.layout().size(), sum);
  }

  @Test
  void anUntrainedModelKnowsNothing() {
    LanguageModel model = TinyModels.model(CellType.LSTM, 1, false);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    double loss = TinyModels.pass(model, parameters).loss(batch());
    assertEquals(Math.log(TinyModels.VOCABULARY), loss, 0.15);
    float[] again = new float[parameters.length];
    model.initialize(again, 1);
    assertArrayEquals(parameters, again);
  }
}
