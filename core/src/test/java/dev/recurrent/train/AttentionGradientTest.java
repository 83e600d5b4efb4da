package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.nn.attention.AttentionDecoder;
import dev.recurrent.nn.attention.AttentionDecoderConfig;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.AttentionModel;
import dev.recurrent.testing.Numbers;
import dev.recurrent.testing.WeightBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoder's gradients against differences, and what its attention may not depend on. */
class AttentionGradientTest {
  /**
   * Longer chains than a stack alone, hence more rounding; the golden values are the sharper test.
   */
  private static final double LIMIT = 4e-3;

  private static final int STEPS = 4;
  private static final int MEMORY = 5;
  private static final int[] LENGTHS = {3, 5, 1};

  static Stream<AttentionDecoderConfig> cases() {
    List<AttentionDecoderConfig> cases = new ArrayList<>();
    for (Attention.Kind kind : Attention.Kind.values()) {
      for (CellType cell : List.of(CellType.RNN, CellType.LSTM, CellType.GRU)) {
        cases.add(config(RecurrentConfig.of(cell, 1, 5, 1), kind, false));
        cases.add(
            config(
                RecurrentConfig.of(cell, 1, 5, 2).withDropout(0.4f, Dropout.Kind.WHOLE_SEQUENCE),
                kind,
                true));
      }
    }
    return cases.stream();
  }

  private static AttentionDecoderConfig config(
      RecurrentConfig layers, Attention.Kind kind, boolean feeding) {
    int memory = kind == Attention.Kind.DOT ? layers.hiddenSize() : 6;
    return new AttentionDecoderConfig(3, layers, kind, memory, 4, feeding);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientEqualsDifferences(AttentionDecoderConfig config) {
    AttentionModel model = new AttentionModel(config, STEPS, MEMORY, LENGTHS.length);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 11);
    WeightBatch weights = model.weights(LENGTHS, 21);
    Map<String, Double> errors = GradientCheck.errors(model, parameters, weights, 31);
    errors.forEach((name, error) -> assertTrue(error < LIMIT, () -> name + " misses by " + error));
  }

  /** A decoder over random parameters, asked by one query a step. */
  private static AttentionDecoder decoder(AttentionDecoderConfig config) {
    float[] values = Numbers.uniform(config.layout().size(), 0.7, 3);
    AttentionDecoder decoder =
        new AttentionDecoder(
            config, Parameters.of(config.layout(), values, new float[values.length]));
    decoder.pack();
    return decoder;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stepsOfSearchGiveWhatTrainingGives(AttentionDecoderConfig config) {
    AttentionDecoder decoder = decoder(config);
    int batch = LENGTHS.length;
    Matrix memory = Numbers.matrix(MEMORY * batch, config.memorySize(), 4);
    Matrix x = Numbers.matrix(STEPS * batch, config.embeddingSize(), 5);
    Matrix[] states = new Matrix[decoder.levels()];
    for (int i = 0; i < states.length; i++) {
      states[i] = Numbers.matrix(batch, decoder.stateSize(), 6 + i);
    }
    decoder.attendTo(memory, LENGTHS, STEPS);
    float[] all = decoder.forward(x, batch, states, null).toArray();
    decoder.attendTo(memory, LENGTHS, 1);
    Matrix fed = Matrix.zeros(batch, config.outputSize());
    for (int t = 0; t < STEPS; t++) {
      fed.copyFrom(decoder.step(x.rows(t * batch, batch), fed, states));
      int size = batch * config.outputSize();
      float[] expected = java.util.Arrays.copyOfRange(all, t * size, (t + 1) * size);
      assertArrayEquals(expected, fed.toArray(), 1e-5f);
    }
  }

  @Test
  void weightsAreASoftmaxOverTheRowsThereAre() {
    for (Attention.Kind kind : List.of(Attention.Kind.GENERAL, Attention.Kind.BAHDANAU)) {
      AttentionDecoderConfig config =
          config(RecurrentConfig.of(CellType.GRU, 1, 5, 1), kind, false);
      AttentionDecoder decoder = decoder(config);
      Matrix memory = Numbers.matrix(MEMORY * 3, config.memorySize(), 4);
      // What padding holds is nobody's business.
      memory.rows(4 * 3, 1).fill(1e6f);
      decoder.attendTo(memory, LENGTHS, 1);
      Matrix[] states = {Numbers.matrix(3, 5, 6)};
      decoder.step(Numbers.matrix(3, 3, 7), Matrix.zeros(3, 4), states);
      Attention attention = decoder.attention();
      for (int b = 0; b < LENGTHS.length; b++) {
        double sum = 0;
        for (int s = 0; s < MEMORY; s++) {
          float weight = attention == null ? Float.NaN : attention.weight(b, 0, s);
          assertEquals(s < LENGTHS[b], weight > 0, kind + " " + b + " " + s);
          sum += weight;
        }
        assertEquals(1, sum, 1e-5);
      }
    }
  }

  @Test
  void refusesWhatCannotBe() {
    RecurrentConfig layers = RecurrentConfig.of(CellType.GRU, 1, 5, 1);
    AttentionDecoderConfig unequal =
        new AttentionDecoderConfig(3, layers, Attention.Kind.DOT, 6, 4, false);
    assertThrows(IllegalArgumentException.class, unequal::layout);
    assertThrows(IllegalArgumentException.class, () -> Attention.Kind.of("cosine"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new AttentionDecoderConfig(
                3, layers.bidirectional(), Attention.Kind.GENERAL, 6, 4, false));
  }
}
