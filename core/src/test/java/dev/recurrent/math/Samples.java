package dev.recurrent.math;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Matrices and shapes to test kernels on. */
final class Samples {
  /** They fill no tile, no vector and no panel, or just do. */
  static final int[] SIZES = {1, 3, 7, 16, 17, 47, 63};

  private Samples() {}

  static Stream<int[]> shapes() {
    return Arrays.stream(SIZES)
        .boxed()
        .flatMap(
            m ->
                Arrays.stream(SIZES)
                    .boxed()
                    .flatMap(k -> Arrays.stream(SIZES).mapToObj(n -> new int[] {m, k, n})));
  }

  static Matrix random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // Inside a wider matrix, so that strides and offsets count.
    Matrix wide = Matrix.zeros(rows + 2, columns + 5);
    for (int i = 0; i < wide.data.length; i++) {
      wide.data[i] = (float) (2 * random.nextDouble() - 1);
    }
    return wide.rows(1, rows).columns(3, columns);
  }

  static Matrix copy(Matrix m) {
    Matrix copy = random(m.rows, m.columns, 99);
    copy.copyFrom(m);
    return copy;
  }
}
