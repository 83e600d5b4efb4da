package dev.recurrent.math;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * OpenBLAS through netlib's JNI, which pins heap arrays instead of copying them. JavaCPP's own
 * {@code float[]} calls would copy the whole array each time; it only brings the library.
 */
final class NativeGemm implements Gemm {
  private static final String LIBRARY_KEY = "dev.ludovic.netlib.blas.nativeLibPath";

  private final BLAS blas;
  private final Gemm fallback;

  /**
   * Unpacks and loads OpenBLAS, on one thread: a Spark task has one core.
   *
   * @param fallback for the rare view that netlib refuses
   * @throws LinkageError where the library or its loader is missing
   * @throws RuntimeException where netlib cannot bind it
   */
  NativeGemm(Gemm fallback) {
    this.fallback = fallback;
    Loader.load(openblas_nolapack.class);
    openblas_nolapack.blas_set_num_threads(1);
    if (System.getProperty(LIBRARY_KEY) == null) {
      String wrapper = Loader.load(openblas_nolapack.class);
      System.setProperty(LIBRARY_KEY, libraryBeside(wrapper));
    }
    blas = NativeBLAS.getInstance();
  }

  private static String libraryBeside(String wrapper) {
    java.io.File folder = new java.io.File(wrapper).getParentFile();
    String[] names = folder.list((directory, name) -> name.startsWith("libopenblas"));
    if (names == null || names.length == 0) {
      throw new UnsatisfiedLinkError("no libopenblas next to " + wrapper);
    }
    java.util.Arrays.sort(names);
    return new java.io.File(folder, names[0]).getPath();
  }

  @Override
  public String name() {
    return "OpenBLAS";
  }

  // BLAS stores columns, we store rows: Cᵀ = Bᵀ Aᵀ, so B goes first and the transposes stay.

  @Override
  public void multiply(Matrix a, Matrix b, Matrix c, float beta) {
    if (fits(a) && fits(b) && fits(c)) {
      gemm("N", "N", a.columns, a, b, c, beta);
    } else {
      fallback.multiply(a, b, c, beta);
    }
  }

  @Override
  public void multiplyTransposedRight(Matrix a, Matrix b, Matrix c, float beta) {
    if (fits(a) && fits(b) && fits(c)) {
      gemm("T", "N", a.columns, a, b, c, beta);
    } else {
      fallback.multiplyTransposedRight(a, b, c, beta);
    }
  }

  @Override
  public void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c, float beta) {
    if (fits(a) && fits(b) && fits(c)) {
      gemm("N", "T", a.rows, a, b, c, beta);
    } else {
      fallback.multiplyTransposedLeft(a, b, c, beta);
    }
  }

  /** netlib checks for whole strides, which a column view of an array's last row does not have. */
  private static boolean fits(Matrix m) {
    return m.offset + (long) m.rows * m.stride <= m.data.length;
  }

  private void gemm(String right, String left, int k, Matrix a, Matrix b, Matrix c, float beta) {
    blas.sgemm(
        right, left, c.columns, c.rows, k, 1f, b.data, b.offset, b.stride, a.data, a.offset,
        a.stride, beta, c.data, c.offset, c.stride);
  }
}
