package dev.recurrent.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequences that a model writes step by step, reading what it has written. */
class FreeRunningTest {
  private static final SequenceModel DECODER =
      SequenceModel.input(5)
          .recurrent(CellType.LSTM, 4)
          .recurrent(CellType.GRU, 3)
          .dense(5)
          .loss(new SoftmaxCrossEntropy());

  private static final SequenceModel BOTH_WAYS =
      SequenceModel.input(5).recurrent(CellType.GRU, 4).bidirectional().dense(5);

  private static SequencePredictor predictor(SequenceModel model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    return new SequencePredictor(model, parameters);
  }

  private static Sequence sequence(int steps, long seed) {
    float[][] rows = new float[steps][];
    for (int t = 0; t < steps; t++) {
      rows[t] = Numbers.uniform(3, 1, 100 * seed + t);
    }
    return Sequence.of(rows);
  }

  private static Stream<Arguments> writers() {
    SequenceModel encoder =
        SequenceModel.input(3).recurrent(CellType.LSTM, 4).recurrent(CellType.GRU, 3);
    SequenceModel row = SequenceModel.input(3).pool(Pooling.LAST).dense(4, Activation.TANH);
    SequenceModel tokens =
        SequenceModel.embedding(5, 2)
            .recurrent(CellType.GRU, 4)
            .dense(5)
            .loss(new SoftmaxCrossEntropy());
    Function<Integer, Sequence> oneHot =
        at -> {
          float[] step = new float[5];
          step[at] = 1;
          return Sequence.of(step);
        };
    Function<Integer, Sequence> token = Sequence::ofTokens;
    return Stream.of(
        Arguments.of(DECODER, oneHot, false),
        Arguments.of(DECODER.initialStateFrom(encoder), oneHot, true),
        Arguments.of(tokens, token, false),
        Arguments.of(tokens.initialStateFrom(row), token, true));
  }

  private static int likeliest(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }

  private static Sequence joined(List<Sequence> steps) {
    if (steps.get(0).tokens() != null) {
      return Sequence.ofTokens(steps.stream().mapToInt(s -> s.tokens()[0]).toArray());
    }
    return Sequence.of(steps.stream().map(Sequence::features).toArray(float[][]::new));
  }

  /** What is written step by step is what reading all that was written gives. */
  @ParameterizedTest
  @MethodSource("writers")
  void aDecoderThatRunsFreeGivesWhatItGivesForItsOwnSteps(
      SequenceModel model, Function<Integer, Sequence> step, boolean withSource) {
    SequencePredictor predictor = predictor(model);
    List<Sequence> read = new ArrayList<>(List.of(step.apply(2)));
    UnaryOperator<Sequence> sourced = s -> withSource ? s.withSource(sequence(6, 2)) : s;
    float[][] rows =
        predictor.generate(
            sourced.apply(read.get(0)),
            6,
            row -> {
              // The first classes in turn, so that untrained weights do not repeat themselves.
              read.add(step.apply((likeliest(row) + read.size()) % 5));
              return read.get(read.size() - 1);
            });
    assertEquals(6, rows.length);
    float[][] whole = predictor.predict(sourced.apply(joined(read)));
    for (int t = 0; t < rows.length; t++) {
      assertArrayEquals(whole[t], rows[t], 1e-6f, "step " + t);
    }
    // Nothing of it is left for the next call.
    assertArrayEquals(whole[0], predictor.predict(sourced.apply(joined(read)))[0]);
    assertEquals(1, predictor.generate(sourced.apply(read.get(0)), 6, row -> null).length);
  }

  @Test
  void whatReadsFromTheEndCannotRunFree() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> predictor(BOTH_WAYS).generate(Sequence.of(new float[5]), 3, row -> null))
            .getMessage();
    assertTrue(message.startsWith("the model reads from the end too, expected"), message);
    SequencePredictor pooled = predictor(DECODER.pool(Pooling.LAST));
    assertThrows(
        IllegalArgumentException.class,
        () -> pooled.generate(Sequence.of(new float[5]), 3, row -> null));
  }
}
