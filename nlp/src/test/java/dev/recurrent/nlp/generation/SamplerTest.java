package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static final int DRAWS = 20_000;

  private static Matrix row(float... logits) {
    return Matrix.view(logits, 0, 1, logits.length);
  }

  private static Matrix random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix logits = Matrix.zeros(rows, columns);
    for (int i = 0; i < logits.data.length; i++) {
      logits.data[i] = (float) (6 * random.nextDouble() - 3);
    }
    return logits;
  }

  private static int[] draws(SamplingConfig config, Matrix logits, int count) {
    Sampler sampler = new Sampler(config);
    return IntStream.range(0, count).map(i -> sampler.draw(logits, 0, 0)).toArray();
  }

  /** Pearson's statistic of draws against softmax(logits / temperature). */
  private static double chiSquare(int[] draws, float[] logits, double temperature) {
    double[] weights = new double[logits.length];
    Arrays.setAll(weights, i -> Math.exp(logits[i] / temperature));
    double all = Arrays.stream(weights).sum();
    double[] counts = new double[logits.length];
    for (int draw : draws) {
      counts[draw]++;
    }
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = draws.length * weights[i] / all;
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }

  @Test
  void temperatureZeroTakesTheLargestLogitOfTheRow() {
    Matrix logits = random(50, 13, 4);
    Sampler sampler = new Sampler(new SamplingConfig(0, 0, 1, 7));
    for (int r = 0; r < logits.rows; r++) {
      int best = 3;
      for (int j = 4; j < logits.columns; j++) {
        best = logits.get(r, j) > logits.get(r, best) ? j : best;
      }
      assertEquals(best, sampler.draw(logits, r, 3));
    }
  }

  @Test
  void ofEqualLogitsTheLowerTokenComesFirst() {
    Matrix logits = row(1, 2, 0, 2, 2, -1);
    assertArrayEquals(new int[] {1, 1, 1}, draws(new SamplingConfig(0, 0, 1, 1), logits, 3));
    int[] top = draws(new SamplingConfig(1, 2, 1, 1), logits, 400);
    assertArrayEquals(new int[] {1, 3}, Arrays.stream(top).distinct().sorted().toArray());
  }

  /** The 99.9 percent point of chi-square with 7 degrees of freedom is 24.3. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2.5})
  void drawsFollowTheSoftmaxAtTheTemperature(double temperature) {
    float[] logits = {0.3f, -1, 1.4f, 0, 2, -0.6f, 0.9f, -1.5f};
    int[] draws = draws(new SamplingConfig(temperature, 0, 1, 11), row(logits), DRAWS);
    double statistic = chiSquare(draws, logits, temperature);
    assertTrue(statistic < 24.3, "chi-square " + statistic);
  }

  @Test
  void drawsAmongTheKLikeliestKeepTheirProportions() {
    float[] logits = {0.3f, 1.2f, 1.4f, 0.1f, 2, 0};
    int[] draws = draws(new SamplingConfig(1, 3, 1, 5), row(logits), DRAWS);
    int[] kept = Arrays.stream(draws).map(d -> d == 1 ? 0 : d == 2 ? 1 : 2).toArray();
    assertArrayEquals(new int[] {1, 2, 4}, Arrays.stream(draws).distinct().sorted().toArray());
    double statistic = chiSquare(kept, new float[] {1.2f, 1.4f, 2}, 1);
    assertTrue(statistic < 13.8, "chi-square " + statistic);
  }

  @ParameterizedTest
  @CsvSource({"1,0.5", "1,0.9", "0.7,0.3", "2,0.99"})
  void topPNeverDrawsOutsideTheSmallestSetWithTheProbability(double temperature, double p) {
    for (int seed = 0; seed < 20; seed++) {
      Matrix logits = random(1, 12, seed);
      double[] probability = new double[12];
      Arrays.setAll(probability, i -> Math.exp(logits.data[i] / temperature));
      double all = Arrays.stream(probability).sum();
      for (int draw : draws(new SamplingConfig(temperature, 0, p, seed), logits, 200)) {
        double likelier =
            Arrays.stream(probability).filter(other -> other > probability[draw]).sum() / all;
        assertTrue(likelier < p + 1e-6, "drawn after " + likelier + " of " + p);
      }
    }
  }

  @Test
  void theStricterOfTopKAndTopPHolds() {
    Matrix logits = row(3, 2, 1, 0, -1);
    int[] byK = draws(new SamplingConfig(1, 1, 0.99, 2), logits, 200);
    assertTrue(Arrays.stream(byK).allMatch(d -> d == 0));
    int[] byP = draws(new SamplingConfig(1, 4, 0.1, 2), logits, 200);
    assertTrue(Arrays.stream(byP).allMatch(d -> d == 0));
    Matrix likely = row(log(0.4), log(0.3), log(0.2), log(0.1));
    int[] half = draws(new SamplingConfig(1, 2, 0.5, 2), likely, 200);
    assertTrue(Arrays.stream(half).allMatch(d -> d == 0), "4 of 7 is half of the likeliest two");
    int[] beyond = draws(new SamplingConfig(100, 900, 1, 2), logits, 400);
    assertEquals(5, Arrays.stream(beyond).distinct().count());
  }

  private static float log(double probability) {
    return (float) Math.log(probability);
  }

  @Test
  void tokensBelowTheFirstAreNeverDrawn() {
    Matrix logits = row(90, 80, 70, 60, 1, 0);
    Sampler sampler = new Sampler(SamplingConfig.defaults(3));
    assertTrue(IntStream.range(0, 200).map(i -> sampler.draw(logits, 0, 4)).allMatch(d -> d >= 4));
  }

  @Test
  void theSameSeedGivesTheSameDraws() {
    Matrix logits = random(1, 30, 8);
    int[] draws = draws(SamplingConfig.defaults(21), logits, 100);
    assertArrayEquals(draws, draws(SamplingConfig.defaults(21), logits, 100));
    assertFalse(Arrays.equals(draws, draws(SamplingConfig.defaults(22), logits, 100)));
  }

  @Test
  void extremeTemperaturesAreArgmaxAndUniform() {
    Matrix logits = row(-1, 5, 4.9f, 0);
    int[] cold = draws(new SamplingConfig(1e-300, 0, 1, 1), logits, 100);
    assertTrue(Arrays.stream(cold).allMatch(d -> d == 1));
    int[] hot = draws(new SamplingConfig(1e30, 0, 1, 1), logits, DRAWS);
    assertTrue(chiSquare(hot, new float[4], 1) < 16.3);
  }

  @Test
  void valuesThatCannotBeAreNamed() {
    assertRefused("temperature is -0.1", -0.1, 0, 1);
    assertRefused("temperature is NaN", Double.NaN, 0, 1);
    assertRefused("temperature is Infinity", Double.POSITIVE_INFINITY, 0, 1);
    assertRefused("top-k is -1", 1, -1, 1);
    assertRefused("top-p is 0.0", 1, 0, 0);
    assertRefused("top-p is 1.5", 1, 0, 1.5);
    assertRefused("top-p is NaN", 1, 0, Double.NaN);
  }

  private static void assertRefused(String message, double temperature, int k, double p) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new SamplingConfig(temperature, k, p, 1));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
