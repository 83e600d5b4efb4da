package dev.recurrent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampledSoftmaxTest {
  private static final int INPUTS = 9;
  private static final int CLASSES = 40;
  private static final int ROWS = 30;
  private static final ParameterLayout LAYOUT = Dense.layout(INPUTS, CLASSES);

  private final float[] values = random(1, LAYOUT.size(), 1).toArray();
  private final float[] gradient = new float[LAYOUT.size()];
  private final Parameters parameters = Parameters.of(LAYOUT, values, gradient);
  private final Matrix x = random(ROWS, INPUTS, 2);
  private final int[] targets = new SplittableRandom(3).ints(ROWS, -1, CLASSES).toArray();

  private static Matrix random(int rows, int columns, long seed) {
    Matrix matrix = Matrix.zeros(rows, columns);
    Initializer.uniform(matrix, 0.5, new SplittableRandom(seed));
    return matrix;
  }

  private static double[] all(int classes, double probability) {
    double[] probabilities = new double[classes];
    Arrays.fill(probabilities, probability);
    return probabilities;
  }

  @Test
  void aSampleOfAllClassesGivesTheFullSoftmax() {
    SoftmaxOutput full = new SoftmaxOutput(new Dense(parameters), new SoftmaxCrossEntropy());
    double loss = full.lossAndGradient(x, targets);
    float[] expected = gradient.clone();
    float[] expectedInput = full.dInput().toArray();
    Arrays.fill(gradient, 0);
    SampledSoftmax sampled =
        new SampledSoftmax(parameters, parameters, new ClassSample(all(CLASSES, 1)));
    assertEquals(loss, sampled.lossAndGradient(x, targets, 5), 1e-12);
    assertArrayEquals(expected, gradient, 1e-7f);
    assertArrayEquals(expectedInput, sampled.dInput().toArray(), 1e-7f);
  }

  @ParameterizedTest
  @CsvSource({"1,4", "5,4", "20,4", "39,4", "20,5", "20,6"})
  void theGradientIsTheDifferenceOfTheLoss(int expected, long seed) {
    SampledSoftmax sampled = new SampledSoftmax(parameters, parameters, expected);
    sampled.lossAndGradient(x, targets, seed);
    float[] found = gradient.clone();
    float[] foundInput = sampled.dInput().toArray();
    for (int i = 0; i < values.length; i++) {
      assertEquals(difference(sampled, values, i, seed), found[i], 2e-4);
    }
    for (int i = 0; i < foundInput.length; i++) {
      assertEquals(difference(sampled, x.data, i, seed), foundInput[i], 2e-4);
    }
  }

  private double difference(SampledSoftmax sampled, float[] of, int i, long seed) {
    float before = of[i];
    of[i] = before + 0.01f;
    double more = sampled.lossAndGradient(x, targets, seed);
    of[i] = before - 0.01f;
    double less = sampled.lossAndGradient(x, targets, seed);
    of[i] = before;
    return (more - less) / 0.02;
  }

  /**
   * Where the logits are the logarithms of the probabilities with which targets occur, the expected
   * gradient is zero, however few classes a sample has. A plain sum over a sample misses that.
   */
  @Test
  void theExpectedGradientIsZeroAtTheProbabilitiesOfTheTargets() {
    double[] occur = {0.4, 0.3, 0.15, 0.1, 0.05};
    ParameterLayout layout = Dense.layout(1, occur.length);
    float[] logits = new float[layout.size()];
    float[] sums = new float[layout.size()];
    Parameters own = Parameters.of(layout, logits, sums);
    for (int k = 0; k < occur.length; k++) {
      own.value("bias").data[own.value("bias").offset + k] = (float) Math.log(occur[k]);
    }
    // 20 rows: each class as often as it occurs.
    int[] rows = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4};
    SampledSoftmax sampled = new SampledSoftmax(own, own, 2);
    int draws = 40_000;
    for (int seed = 0; seed < draws; seed++) {
      sampled.lossAndGradient(Matrix.zeros(rows.length, 1), rows, seed);
    }
    for (int k = 0; k < occur.length; k++) {
      Matrix d = own.gradient("bias");
      assertEquals(0, d.data[d.offset + k] / draws, 0.0035, "class " + k);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 300, 999})
  void aSampleHasTheExpectedSizeAndFrequentClassesMoreOften(int expected) {
    ClassSample sample = ClassSample.ofRanks(1000, expected);
    double sum = 0;
    for (int k = 0; k < 1000; k++) {
      sum += Math.exp(sample.logProbability(k));
      assertTrue(k == 0 || sample.logProbability(k) <= sample.logProbability(k - 1));
    }
    assertEquals(expected, sum, 1e-3 * expected);
    double mean = 0;
    for (int seed = 0; seed < 400; seed++) {
      sample.draw(seed);
      mean += sample.size() / 400.0;
      for (int place = 0; place < sample.size(); place++) {
        assertEquals(place, sample.placeOf(sample.at(place)));
      }
    }
    assertEquals(expected, mean, 0.1 * expected + 0.3);
  }

  @Test
  void theSameSeedDrawsTheSameSampleAfterOthers() {
    SampledSoftmax one = new SampledSoftmax(parameters, parameters, 10);
    double loss = one.lossAndGradient(x, targets, 4);
    one.lossAndGradient(random(7, INPUTS, 5), targets, 5);
    assertEquals(loss, one.lossAndGradient(x, targets, 4));
  }

  @Test
  void aBatchWithoutTargetsHasNoLossAndNoGradient() {
    Arrays.fill(targets, SoftmaxCrossEntropy.MASKED);
    SampledSoftmax sampled = new SampledSoftmax(parameters, parameters, 10);
    assertEquals(0, sampled.lossAndGradient(x, targets, 4));
    assertArrayEquals(new float[gradient.length], gradient);
    assertArrayEquals(new float[ROWS * INPUTS], sampled.dInput().toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, CLASSES, CLASSES + 1})
  void aSampleOfNoClassOrOfAllIsRefused(int expected) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SampledSoftmax(parameters, parameters, expected));
    assertTrue(e.getMessage().contains("expected 1 to below 40"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, CLASSES})
  void aTargetThatIsNoClassIsRefused(int target) {
    targets[3] = target;
    SampledSoftmax sampled = new SampledSoftmax(parameters, parameters, 10);
    assertThrows(IllegalArgumentException.class, () -> sampled.lossAndGradient(x, targets, 4));
  }
}
