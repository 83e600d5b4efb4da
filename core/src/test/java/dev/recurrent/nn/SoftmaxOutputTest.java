package dev.recurrent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.math.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxOutputTest {
  private static final int INPUTS = 9;
  private static final int CLASSES = 40;

  /** What a pass over rows gives: the loss twice, then every gradient. */
  private static double[] results(int rows, int logits) {
    ParameterLayout layout = Dense.layout(INPUTS, CLASSES);
    float[] values = random(1, layout.size(), 1).data;
    float[] gradient = new float[layout.size()];
    Dense dense = new Dense(Parameters.of(layout, values, gradient));
    SoftmaxOutput output = new SoftmaxOutput(dense, new SoftmaxCrossEntropy(0.1f), logits);
    int[] targets = new SplittableRandom(3).ints(rows, -1, CLASSES).toArray();
    Matrix x = random(rows, INPUTS, 2);
    double[] results = new double[2 + gradient.length + rows * INPUTS];
    // A second batch in the same memory.
    results[0] = output.lossAndGradient(x, targets);
    results[1] = output.loss(x, targets) + output.lossAndGradient(x, targets);
    for (int i = 0; i < gradient.length; i++) {
      results[2 + i] = gradient[i];
    }
    float[] dX = output.dInput().toArray();
    for (int i = 0; i < dX.length; i++) {
      results[2 + gradient.length + i] = dX[i];
    }
    return results;
  }

  private static Matrix random(int rows, int columns, long seed) {
    Matrix matrix = Matrix.zeros(rows, columns);
    Initializer.uniform(matrix, 0.5, new SplittableRandom(seed));
    return matrix;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 512, 513, 1024, 1700})
  void blocksOfRowsGiveWhatAllRowsGive(int rows) {
    double[] whole = results(rows, Integer.MAX_VALUE);
    double[] blocks = results(rows, 1);
    assertArrayEquals(whole, blocks, 1e-7);
    assertEquals(whole[0], blocks[0]);
  }

  /** A power of two multiplies without rounding. */
  @ParameterizedTest
  @ValueSource(ints = {1, Integer.MAX_VALUE})
  void aFactorMultipliesAllGradientsAndNotTheLoss(int logits) {
    ParameterLayout layout = Dense.layout(INPUTS, CLASSES);
    float[] values = random(1, layout.size(), 1).toArray();
    Matrix x = random(600, INPUTS, 2);
    int[] targets = new SplittableRandom(3).ints(600, -1, CLASSES).toArray();
    float[][] gradients = new float[2][];
    float[][] inputs = new float[2][];
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      gradients[i] = new float[layout.size()];
      Dense dense = new Dense(Parameters.of(layout, values, gradients[i]));
      SoftmaxOutput output = new SoftmaxOutput(dense, new SoftmaxCrossEntropy(), logits);
      losses[i] = output.lossAndGradient(x, targets, i == 0 ? 1 : 0.25f);
      inputs[i] = output.dInput().toArray();
    }
    assertEquals(losses[0], losses[1]);
    for (float[][] pair : new float[][][] {gradients, inputs}) {
      for (int j = 0; j < pair[0].length; j++) {
        assertEquals(0.25f * pair[0][j], pair[1][j]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Integer.MAX_VALUE})
  void aBatchWithoutTargetsHasNoLossAndNoGradient(int logits) {
    ParameterLayout layout = Dense.layout(INPUTS, CLASSES);
    float[] gradient = new float[layout.size()];
    Dense dense = new Dense(Parameters.of(layout, new float[layout.size()], gradient));
    SoftmaxOutput output = new SoftmaxOutput(dense, new SoftmaxCrossEntropy(), logits);
    int[] targets = new int[600];
    Arrays.fill(targets, SoftmaxCrossEntropy.MASKED);
    assertEquals(0, output.lossAndGradient(random(600, INPUTS, 1), targets));
    assertEquals(0, output.loss(random(600, INPUTS, 1), targets));
    assertArrayEquals(new float[gradient.length], gradient);
  }
}
