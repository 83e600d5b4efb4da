package dev.recurrent.math;

import static dev.recurrent.math.Samples.copy;
import static dev.recurrent.math.Samples.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every pass over gates and arrays against the plain one, on sizes that fill no vector. */
class KernelsTest {
  @ParameterizedTest
  @MethodSource("dev.recurrent.math.Samples#shapes")
  void everyGateMapEqualsTheOracle(int[] shape) {
    int b = shape[0];
    int h = shape[2];
    GateKernels plain = new PlainGateKernels();
    GateKernels fast = Kernels.gates();
    Matrix previous = random(b, 2 * h, 5);
    Matrix dNext = random(b, 2 * h, 6);
    Matrix[] p = {
      random(b, 5 * h, 1), random(b, 2 * h, 2), random(b, 2 * h, 3), random(b, 6 * h, 4)
    };
    Matrix[] q = {copy(p[0]), copy(p[1]), copy(p[2]), copy(p[3])};

    plain.lstmForward(p[0], previous, p[1]);
    fast.lstmForward(q[0], previous, q[1]);
    requireEqual(p, q);
    plain.lstmBackward(p[0], previous, dNext, p[2]);
    fast.lstmBackward(q[0], previous, dNext, q[2]);
    requireEqual(p, q);

    Matrix h0 = previous.columns(0, h);
    Matrix dh = dNext.columns(0, h);
    plain.gruForward(p[3], h0, p[1].columns(0, h));
    fast.gruForward(q[3], h0, q[1].columns(0, h));
    requireEqual(p, q);
    plain.gruBackward(p[3], h0, dh, p[2].columns(0, h));
    fast.gruBackward(q[3], h0, dh, q[2].columns(0, h));
    requireEqual(p, q);

    plain.rnnForward(p[0].columns(0, h), p[1].columns(0, h));
    fast.rnnForward(q[0].columns(0, h), q[1].columns(0, h));
    requireEqual(p, q);
    plain.rnnBackward(p[0].columns(0, h), dh);
    fast.rnnBackward(q[0].columns(0, h), dh);
    requireEqual(p, q);
  }

  @ParameterizedTest
  @ValueSource(floats = {-1e30f, -20f, -7.9f, -0f, 7.95f, 1e30f, Float.NaN})
  void gatesSaturateAndKeepWhatIsNoNumber(float x) {
    int h = 21;
    Matrix gates = random(2, h, 1);
    Matrix next = random(2, h, 2);
    gates.set(1, 3, x);
    gates.set(1, h - 1, x);
    Kernels.rnnForward(gates, next);
    assertEquals(Activations.tanh(x), next.get(1, 3), 1e-6);
    assertEquals(Activations.tanh(x), next.get(1, h - 1), 1e-6);
    assertFalse(Math.abs(next.get(1, 3)) >= 1);
  }

  private static void requireEqual(Matrix[] expected, Matrix[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i].toArray(), actual[i].toArray(), 2e-6f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 16, 17, 63})
  void everyArrayMapEqualsTheOracle(int n) {
    ElementwiseKernels plain = new PlainElementwiseKernels();
    ElementwiseKernels fast = Kernels.arrays();
    float[] x = random(1, n, 1).data;
    float[] y = x.clone();
    assertEquals(plain.max(x, 2, n), fast.max(y, 2, n));
    plain.add(random(1, n, 3).data, 0, x, 2, n);
    fast.add(random(1, n, 3).data, 0, y, 2, n);
    plain.addScaled(-0.7f, random(1, n, 4).data, 0, x, 2, n);
    fast.addScaled(-0.7f, random(1, n, 4).data, 0, y, 2, n);
    assertArrayEquals(x, y);
    float[] e = x.clone();
    float[] f = x.clone();
    e[2] = -1000;
    f[2] = -1000;
    double sum = plain.exp(e, 2, n, 0.3f);
    assertEquals(sum, fast.exp(f, 2, n, 0.3f), 1e-10 * sum);
    assertArrayEquals(e, f, 1e-6f);
    f[1 + n] = Float.NaN;
    assertTrue(Double.isNaN(fast.exp(f, 2, n, 0.3f)), "a diverged run is found by its loss");
    float[] g = random(1, n, 2).data;
    float[] moments = new float[2 * x.length];
    float[] others = moments.clone();
    for (int step = 0; step < 3; step++) {
      plain.adam(x, g, moments, 0.9f, 0.999f, 0.01f, 1.5f, 1e-8f);
      fast.adam(y, g, others, 0.9f, 0.999f, 0.01f, 1.5f, 1e-8f);
    }
    assertArrayEquals(x, y);
    assertArrayEquals(moments, others);
  }

  @Test
  void exponentialStaysWithinItsStatedError() {
    for (double x = -690; x <= 690; x += 1e-2) {
      assertEquals(1, Activations.exp(x) / Math.exp(x), 1e-11, "at " + x);
    }
    assertEquals(0, Activations.exp(Double.NEGATIVE_INFINITY), 1e-300);
    assertTrue(Double.isNaN(Activations.exp(Double.NaN)));
    float[] x = {0, 1, -2, 3, 4};
    double sum = Kernels.exp(x, 1, 4, 1f);
    assertEquals(1 + Math.exp(-3) + Math.exp(2) + Math.exp(3), sum, 1e-10);
    assertArrayEquals(
        new float[] {0, 1, (float) Math.exp(-3), (float) Math.exp(2), (float) Math.exp(3)}, x);
  }

  @Test
  void activationsStayWithinTheirStatedErrors() {
    for (double x = -20; x <= 20; x += 1e-3) {
      float v = (float) x;
      assertEquals(Math.tanh(v), Activations.tanh(v), 5e-7);
      assertEquals(1 / (1 + Math.exp(-v)), Activations.sigmoid(v), 3e-7);
      assertTrue(Math.abs(Activations.tanh(v)) < 1);
    }
    assertTrue(Float.isNaN(Activations.tanh(Float.NaN)));
  }

  @Test
  void sumOfSquaresEqualsItsDefinition() {
    float[] x = new float[61];
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 0.25f - 3;
      expected += i >= 3 ? (double) x[i] * x[i] : 0;
    }
    assertEquals(expected, Sums.ofSquares(x, 3, 58), 1e-9);
  }

  @Test
  void seedsDependOnEveryPartAndItsPlace() {
    long[] seeds = {
      Seed.of(1, 2, 3), Seed.of(1, 3, 2), Seed.of(2, 1, 3), Seed.of(1, 2), Seed.of(1, 2, 3, 0)
    };
    assertEquals(seeds.length, Arrays.stream(seeds).distinct().count());
    assertEquals(Seed.of(1, 2, 3), seeds[0]);
  }
}
