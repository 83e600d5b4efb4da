package dev.recurrent.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every engine against the plain one, on sizes that fill no tile. */
class KernelsTest {
  private static final int[] SIZES = {1, 3, 7, 16, 17, 47, 63};

  /** All there are, whichever of them this machine would choose. */
  private static final List<Products> ENGINES =
      List.of(
          new NativeProducts(new PlainProducts()),
          new VectorProducts(),
          new PackedProducts(Kernels.steps()));

  /** Rounding of a sum of K products of values in ±1, in float. */
  private static double tolerance(int k) {
    return 2e-7 * (k + 4);
  }

  static Stream<int[]> shapes() {
    return Arrays.stream(SIZES)
        .boxed()
        .flatMap(
            m ->
                Arrays.stream(SIZES)
                    .boxed()
                    .flatMap(k -> Arrays.stream(SIZES).mapToObj(n -> new int[] {m, k, n})));
  }

  private static Matrix random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // Inside a wider matrix, so that strides and offsets count.
    Matrix wide = Matrix.zeros(rows + 2, columns + 5);
    for (int i = 0; i < wide.data.length; i++) {
      wide.data[i] = (float) (2 * random.nextDouble() - 1);
    }
    return wide.rows(1, rows).columns(3, columns);
  }

  private static Matrix copy(Matrix m) {
    Matrix copy = random(m.rows, m.columns, 99);
    copy.copyFrom(m);
    return copy;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyProductEqualsTheOracle(int[] shape) {
    int m = shape[0];
    int k = shape[1];
    int n = shape[2];
    Products oracle = new PlainProducts();
    for (Products products : ENGINES) {
      for (float beta : new float[] {0f, 1f, 0.5f}) {
        Matrix c = random(m, n, 3);
        Matrix expected = copy(c);
        oracle.multiply(random(m, k, 1), random(k, n, 2), expected, beta);
        products.multiply(random(m, k, 1), random(k, n, 2), c, beta);
        assertArrayEquals(expected.toArray(), c.toArray(), (float) tolerance(k));

        oracle.multiplyTransposedRight(random(m, k, 1), random(n, k, 2), expected, beta);
        products.multiplyTransposedRight(random(m, k, 1), random(n, k, 2), c, beta);
        assertArrayEquals(expected.toArray(), c.toArray(), (float) tolerance(2 * k));

        oracle.multiplyTransposedLeft(random(k, m, 1), random(k, n, 2), expected, beta);
        products.multiplyTransposedLeft(random(k, m, 1), random(k, n, 2), c, beta);
        assertArrayEquals(expected.toArray(), c.toArray(), (float) tolerance(3 * k));
      }
    }
  }

  /** Past every block: of K, of columns, of strips and of the rows that share a panel. */
  @ParameterizedTest
  @CsvSource({"5,700,33", "61,259,300", "130,513,31", "12,300,32", "200,64,1", "33,520,290"})
  void productsLongerThanABlockEqualTheOracle(int m, int k, int n) {
    Matrix a = random(m, k, 1);
    Matrix b = random(k, n, 2);
    for (Products products : ENGINES) {
      Matrix expected = random(m, n, 3);
      Matrix actual = copy(expected);
      new PlainProducts().multiply(a, b, expected, 1f);
      products.multiply(a, b, actual, 1f);
      assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(k));
      new PlainProducts().multiplyTransposedRight(a, random(n, k, 4), expected, 0f);
      products.multiplyTransposedRight(a, random(n, k, 4), actual, 0f);
      assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(k));
      new PlainProducts().multiplyTransposedLeft(random(k, m, 5), b, expected, 1f);
      products.multiplyTransposedLeft(random(k, m, 5), b, actual, 1f);
      assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(2 * k));
    }
  }

  @Test
  void productsWriteNothingBesideTheirMatrix() {
    for (Products products : ENGINES) {
      for (int n : SIZES) {
        Matrix c = random(63, n, 3);
        float[] before = c.data.clone();
        products.multiply(random(63, 5, 1), random(5, n, 2), c, 1f);
        products.multiplyTransposedRight(random(63, 5, 1), random(n, 5, 2), c, 0f);
        products.multiplyTransposedLeft(random(5, 63, 1), random(5, n, 2), c, 1f);
        requireEqualBeside(c, before);
      }
    }
  }

  private static void requireEqualBeside(Matrix c, float[] before) {
    for (int i = 0; i < c.rows; i++) {
      Arrays.fill(c.data, c.index(i), c.index(i) + c.columns, 0f);
      Arrays.fill(before, c.index(i), c.index(i) + c.columns, 0f);
    }
    assertArrayEquals(before, c.data);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void stepProductEqualsTheOracle(int[] shape) {
    Matrix a = random(shape[0], shape[1], 1);
    Matrix b = random(shape[1], shape[2], 2);
    Matrix expected = random(shape[0], shape[2], 3);
    Matrix actual = copy(expected);
    Matrix whole = copy(expected);
    PackedMatrix packed = new PackedMatrix(shape[1], shape[2]);
    packed.pack(b);
    new PlainProducts().multiply(a, b, expected, 1f);
    Kernels.addProduct(a, packed, actual);
    assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(shape[1]));

    Matrix turned = Matrix.zeros(shape[2], shape[1]);
    for (int i = 0; i < shape[1]; i++) {
      for (int j = 0; j < shape[2]; j++) {
        turned.set(j, i, b.get(i, j));
      }
    }
    packed.packTransposed(turned);
    Kernels.addProduct(a, packed, whole);
    assertArrayEquals(actual.toArray(), whole.toArray());
    assertEquals(b.get(shape[1] - 1, shape[2] - 1), packed.get(shape[1] - 1, shape[2] - 1));
  }

  @Test
  void stepProductWritesNothingBesideItsMatrix() {
    Matrix c = random(7, 17, 3);
    float[] before = c.data.clone();
    PackedMatrix packed = new PackedMatrix(3, 17);
    packed.pack(random(3, 17, 2));
    Kernels.addProduct(random(7, 3, 1), packed, c);
    requireEqualBeside(c, before);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void plainStepProductEqualsTheVectorOne(int[] shape) {
    Matrix a = random(shape[0], shape[1], 1);
    PackedMatrix packed = new PackedMatrix(shape[1], shape[2]);
    packed.pack(random(shape[1], shape[2], 2));
    Matrix expected = random(shape[0], shape[2], 3);
    Matrix actual = copy(expected);
    Kernels.addProduct(a, packed, expected);
    new PlainStepProducts().addProduct(a, packed, actual);
    assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(shape[1]));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyGateMapEqualsTheOracle(int[] shape) {
    int b = shape[0];
    int h = shape[2];
    GateMaps plain = new PlainGateMaps();
    GateMaps fast = Kernels.gates();
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
    ArrayMaps plain = new PlainArrayMaps();
    ArrayMaps fast = Kernels.arrays();
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
  void wrongShapesAreNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Kernels.multiply(Matrix.zeros(2, 3), Matrix.zeros(4, 5), Matrix.zeros(2, 5), 0f));
    assertEquals("b is 4x5, expected 3x5", e.getMessage());
  }

  @Test
  void sumOfSquaresEqualsItsDefinition() {
    float[] x = new float[61];
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 0.25f - 3;
      expected += i >= 3 ? (double) x[i] * x[i] : 0;
    }
    assertEquals(expected, Kernels.sumOfSquares(x, 3, 58), 1e-9);
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
