package dev.recurrent.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Computing once what is the same for all tokens alike may not change what comes out. */
class DistinctRowsTest {
  private static final double NOISE = 3e-6;
  private static final int VOCABULARY = 23;
  private static final int STEPS = 9;
  private static final int BATCH = 13;
  private static final int[] LENGTHS = {9, 4, 1, 9, 7, 2, 9, 9, 3, 5, 8, 6, 9};

  @ParameterizedTest
  @EnumSource(CellType.class)
  void asEachTokensRow(CellType cell) {
    RecurrentConfig one = RecurrentConfig.of(cell, 17, 20, 2);
    for (RecurrentConfig config : new RecurrentConfig[] {one, one.bidirectional()}) {
      for (int[] lengths : new int[][] {null, LENGTHS}) {
        Run each = run(config, lengths, false);
        Run once = run(config, lengths, true);
        requireEqual(each.output, once.output);
        requireEqual(each.dInitial, once.dInitial);
        requireEqual(each.gradient, once.gradient);
      }
    }
  }

  @Test
  void onlyWhereTokensRepeat() {
    Embedding embedding = embedding();
    DistinctRows some = embedding.lookup(new int[] {5, 2, 5, 5, 2, 7, 5, 5}, 8);
    assertEquals(3, some.rows().rows);
    assertArrayEquals(new int[] {0, 1, 0, 0, 1, 2, 0, 0}, some.indices());
    DistinctRows all = embedding.lookup(new int[] {5, 2, 5, 9}, 4);
    assertEquals(3, all.rows().rows);
    all = embedding.lookup(new int[] {5, 2, 5, 9, 1, 4, 6, 8}, 8);
    assertTrue(all.single());
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, all.indices());
    assertEquals(all.rows().get(0, 0), all.rows().get(2, 0));
  }

  @Test
  void tokenOutsideTheVocabulary() {
    Embedding embedding = embedding();
    int[] wrong = {1, 1, 1, 1, VOCABULARY};
    assertThrows(IllegalArgumentException.class, () -> embedding.lookup(wrong, 5));
    assertEquals(1, embedding.lookup(wrong, 4).rows().rows);
  }

  private static Embedding embedding() {
    ParameterLayout layout = Embedding.layout(VOCABULARY, 3);
    float[] values = Numbers.uniform(layout.size(), 1, 1);
    return new Embedding(Parameters.of(layout, values, new float[values.length]));
  }

  private record Run(float[] output, float[] dInitial, float[] gradient) {}

  private static Run run(RecurrentConfig config, int[] lengths, boolean once) {
    ParameterLayout layout =
        ParameterLayout.empty()
            .with("embedding.", Embedding.layout(VOCABULARY, config.inputSize()))
            .with("recurrent.", config.layout());
    float[] values = Numbers.uniform(layout.size(), 0.2, 1);
    float[] gradient = new float[values.length];
    Parameters parameters = Parameters.of(layout, values, gradient);
    Embedding embedding = new Embedding(parameters.at("embedding."));
    RecurrentStack stack = new RecurrentStack(config, parameters.at("recurrent."));
    stack.pack();
    Matrix[] initial = {state(config, 0), state(config, 1)};
    int[] tokens = new SplittableRandom(2).ints((long) STEPS * BATCH, 0, VOCABULARY).toArray();
    Matrix y =
        once
            ? stack.forward(embedding.lookup(tokens, tokens.length), BATCH, lengths, initial)
            : stack.forward(embedding.forward(tokens, tokens.length), BATCH, lengths, initial);
    float[] output = y.toArray();
    Matrix d = stack.backward(Numbers.matrix(y.rows, y.columns, 3), null);
    assertEquals(once ? VOCABULARY : tokens.length, d.rows);
    embedding.backward(d);
    return new Run(output, stack.dInitial(0).toArray(), gradient);
  }

  private static Matrix state(RecurrentConfig config, int level) {
    int columns = config.cellOf(level).stateSize() * config.directions();
    return Numbers.matrix(BATCH, columns, 4 + level);
  }

  private static void requireEqual(float[] expected, float[] actual) {
    double difference = Numbers.relativeDifference(expected, actual);
    assertTrue(difference < NOISE, () -> "differs by " + difference);
  }
}
