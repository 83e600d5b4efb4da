package dev.recurrent.math;

import static dev.recurrent.math.Samples.copy;
import static dev.recurrent.math.Samples.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every engine's products against their definition. */
class GemmTest {
  /** All there are, whichever of them this machine would choose. */
  private static final List<Gemm> ENGINES =
      List.of(
          new NativeGemm(new PlainGemm()),
          new VectorGemm(new VectorPackedGemm(false)),
          new VectorGemm(new VectorPackedGemm(true)),
          new PanelGemm(new PlainPackedGemm()));

  /** Rounding of a sum of K products of values in ±1, in float. */
  private static double tolerance(int k) {
    return 2e-7 * (k + 4);
  }

  /** The small ones, and those of lone rows by many columns, and of more than a block of K. */
  static Stream<int[]> stepShapes() {
    return Stream.concat(
        Samples.shapes(),
        Stream.of(
            new int[] {1, 600, 200},
            new int[] {3, 300, 161},
            new int[] {9, 513, 20},
            new int[] {5, 800, 40},
            new int[] {8, 1290, 70},
            new int[] {1, 40, 128},
            new int[] {50, 270, 260},
            new int[] {104, 300, 70},
            new int[] {119, 40, 100}));
  }

  @ParameterizedTest
  @MethodSource("dev.recurrent.math.Samples#shapes")
  void everyProductEqualsTheOracle(int[] shape) {
    int m = shape[0];
    int k = shape[1];
    int n = shape[2];
    Gemm oracle = new PlainGemm();
    for (Gemm products : ENGINES) {
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
  @CsvSource({
    "5,700,33",
    "61,259,300",
    "130,513,31",
    "12,300,32",
    "200,64,1",
    "33,520,290",
    "12,5,257",
    "61,259,270",
    "270,40,20",
    "513,16,40",
    "50,1100,64",
    "800,20,40",
    "20,9,1090",
    "8,1300,70"
  })
  void productsLongerThanABlockEqualTheOracle(int m, int k, int n) {
    Matrix a = random(m, k, 1);
    Matrix b = random(k, n, 2);
    for (Gemm products : ENGINES) {
      Matrix expected = random(m, n, 3);
      Matrix actual = copy(expected);
      new PlainGemm().multiply(a, b, expected, 1f);
      products.multiply(a, b, actual, 1f);
      assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(k));
      new PlainGemm().multiplyTransposedRight(a, random(n, k, 4), expected, 0f);
      products.multiplyTransposedRight(a, random(n, k, 4), actual, 0f);
      assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(k));
      new PlainGemm().multiplyTransposedLeft(random(k, m, 5), b, expected, 1f);
      products.multiplyTransposedLeft(random(k, m, 5), b, actual, 1f);
      assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(2 * k));
    }
  }

  @Test
  void productsWriteNothingBesideTheirMatrix() {
    for (Gemm products : ENGINES) {
      for (int n : new int[] {1, 3, 16, 17, 47, 63, 257, 270}) {
        Matrix c = inNegativeZeros(63, n);
        float[] before = c.data.clone();
        products.multiply(random(63, 5, 1), random(5, n, 2), c, 1f);
        products.multiplyTransposedRight(random(63, 5, 1), random(n, 5, 2), c, 0f);
        products.multiplyTransposedLeft(random(5, 63, 1), random(5, n, 2), c, 1f);
        requireEqualBeside(c, before);
      }
    }
  }

  /** Arrays that end with their matrix, so that nothing can be read or written behind them. */
  @ParameterizedTest
  @CsvSource({"12,1,257", "13,5,32", "63,7,63", "50,9,50", "1,1,1", "31,3,12", "257,2,17"})
  void productsStayInsideTheirArrays(int m, int k, int n) {
    for (Gemm products : ENGINES) {
      Matrix c = Matrix.zeros(m, n);
      Matrix expected = Matrix.zeros(m, n);
      for (Gemm one : List.of(products, new PlainGemm())) {
        Matrix to = one == products ? c : expected;
        one.multiply(dense(m, k, 1), dense(k, n, 2), to, 0f);
        one.multiplyTransposedRight(dense(m, k, 1), dense(n, k, 3), to, 1f);
        one.multiplyTransposedLeft(dense(k, m, 4), dense(k, n, 2), to, 1f);
      }
      assertArrayEquals(expected.data, c.data, (float) tolerance(3 * k));
    }
  }

  private static Matrix dense(int rows, int columns, long seed) {
    return Matrix.view(random(rows, columns, seed).toArray(), 0, rows, columns);
  }

  /** Even 0 added to it would show. */
  private static Matrix inNegativeZeros(int rows, int columns) {
    Matrix wide = Matrix.zeros(rows + 2, columns + 5);
    wide.fill(-0f);
    Matrix c = wide.rows(1, rows).columns(3, columns);
    c.copyFrom(random(rows, columns, 3));
    return c;
  }

  private static void requireEqualBeside(Matrix c, float[] before) {
    for (int i = 0; i < c.rows; i++) {
      Arrays.fill(c.data, c.index(i), c.index(i) + c.columns, 0f);
      Arrays.fill(before, c.index(i), c.index(i) + c.columns, 0f);
    }
    assertArrayEquals(before, c.data);
  }

  @ParameterizedTest
  @MethodSource("stepShapes")
  void stepProductEqualsTheOracle(int[] shape) {
    Matrix a = random(shape[0], shape[1], 1);
    Matrix b = random(shape[1], shape[2], 2);
    Matrix expected = random(shape[0], shape[2], 3);
    Matrix actual = copy(expected);
    Matrix whole = copy(expected);
    PackedMatrix packed = new PackedMatrix(shape[1], shape[2]);
    packed.pack(b);
    new PlainGemm().multiply(a, b, expected, 1f);
    Kernels.addProduct(a, packed, actual);
    assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(shape[1]));

    Matrix transposed = Matrix.zeros(shape[2], shape[1]);
    for (int i = 0; i < shape[1]; i++) {
      for (int j = 0; j < shape[2]; j++) {
        transposed.set(j, i, b.get(i, j));
      }
    }
    packed.packTransposed(transposed);
    Kernels.addProduct(a, packed, whole);
    assertArrayEquals(actual.toArray(), whole.toArray());
    assertEquals(b.get(shape[1] - 1, shape[2] - 1), packed.get(shape[1] - 1, shape[2] - 1));
  }

  @ParameterizedTest
  @MethodSource("stepShapes")
  void affineMapsEqualTheOracle(int[] shape) {
    Matrix x = random(shape[0], shape[1], 1);
    Matrix weight = random(shape[2], shape[1], 2);
    Matrix bias = random(1, shape[2], 3);
    Matrix expected = Matrix.zeros(shape[0], shape[2]);
    Kernels.setRows(expected, bias);
    new PlainGemm().multiplyTransposedRight(x, weight, expected, 1f);
    PackedMatrix packed = new PackedMatrix(shape[1], shape[2]);
    packed.packTransposed(weight);
    for (PackedGemm steps : steps()) {
      Matrix y = inNotANumber(shape[0], shape[2]);
      steps.affine(x, packed, bias, y);
      assertArrayEquals(expected.toArray(), y.toArray(), (float) tolerance(shape[1]));
    }
    for (Gemm products : ENGINES) {
      Matrix y = inNotANumber(shape[0], shape[2]);
      products.affine(x, weight, bias, y);
      assertArrayEquals(expected.toArray(), y.toArray(), (float) tolerance(shape[1]));
    }
  }

  /** Every engine that this machine can run, and plain Java with the same panels. */
  private static List<PackedGemm> steps() {
    return List.of(new VectorPackedGemm(false), new VectorPackedGemm(true), new PlainPackedGemm());
  }

  /** What is not written shows. */
  private static Matrix inNotANumber(int rows, int columns) {
    Matrix c = inNegativeZeros(rows, columns);
    c.fill(Float.NaN);
    return c;
  }

  @ParameterizedTest
  @MethodSource("stepShapes")
  void transposedProductOfRowsThatComeOneByOneEqualsTheOracle(int[] shape) {
    int k = shape[1];
    Matrix a = random(k, shape[0], 1);
    Matrix b = random(k, shape[2], 2);
    Matrix expected = random(shape[0], shape[2], 3);
    Matrix start = copy(expected);
    new PlainGemm().multiplyTransposedLeft(a, b, expected, 1f);
    for (PackedGemm steps : steps()) {
      PackedMatrix packed = new PackedMatrix(1, 1);
      packed.reshape(k, shape[2]);
      int half = k / 2;
      Matrix sums = Matrix.zeros(1, shape[2]);
      steps.packRows(b.rows(half, k - half), packed, half, sums);
      steps.packRows(b.rows(0, half), packed, 0, sums);
      Matrix expectedSums = Matrix.zeros(1, shape[2]);
      Kernels.addColumnSums(b, expectedSums);
      assertArrayEquals(expectedSums.toArray(), sums.toArray(), (float) tolerance(k));
      Matrix c = inNegativeZeros(shape[0], shape[2]);
      c.copyFrom(start);
      float[] before = c.data.clone();
      steps.addTransposedProduct(a, packed, c);
      assertArrayEquals(expected.toArray(), c.toArray(), (float) tolerance(k));
      requireEqualBeside(c, before);
    }
  }

  @Test
  void affineMapsOfNothingAreTheirBias() {
    Matrix bias = random(1, 5, 3);
    Matrix y = inNotANumber(2, 5);
    Kernels.affine(Matrix.zeros(2, 0), new PackedMatrix(0, 5), bias, y);
    assertArrayEquals(bias.toArray(), y.rows(1, 1).toArray());
    y.fill(Float.NaN);
    Kernels.affine(Matrix.zeros(2, 0), Matrix.zeros(5, 0), bias, y);
    assertArrayEquals(bias.toArray(), y.rows(1, 1).toArray());
  }

  @Test
  void stepProductWritesNothingBesideItsMatrix() {
    for (int n : new int[] {1, 17, 33, 161}) {
      Matrix c = inNegativeZeros(7, n);
      float[] before = c.data.clone();
      PackedMatrix packed = new PackedMatrix(3, n);
      packed.pack(random(3, n, 2));
      Kernels.addProduct(random(7, 3, 1), packed, c);
      requireEqualBeside(c, before);
    }
  }

  @ParameterizedTest
  @MethodSource("stepShapes")
  void plainStepProductEqualsTheVectorOne(int[] shape) {
    Matrix a = random(shape[0], shape[1], 1);
    PackedMatrix packed = new PackedMatrix(shape[1], shape[2]);
    packed.pack(random(shape[1], shape[2], 2));
    Matrix expected = random(shape[0], shape[2], 3);
    Matrix actual = copy(expected);
    Kernels.addProduct(a, packed, expected);
    new PlainPackedGemm().addProduct(a, packed, actual);
    assertArrayEquals(expected.toArray(), actual.toArray(), (float) tolerance(shape[1]));
  }

  @Test
  void wrongShapesAreNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Kernels.multiply(Matrix.zeros(2, 3), Matrix.zeros(4, 5), Matrix.zeros(2, 5), 0f));
    assertEquals("b is 4x5, expected 3x5", e.getMessage());
  }
}
