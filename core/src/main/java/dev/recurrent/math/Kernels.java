package dev.recurrent.math;

/**
 * The engine's facade: every product and fused pass goes through here. Chosen once, when the class
 * loads: the Vector API for steps and gates if the module is there, plain Java if not; for large
 * products the Vector API too where vectors hold 16 floats, else OpenBLAS if it loads. One machine
 * and one set of flags give the same bits every time.
 */
public final class Kernels {
  /** Columns of a panel where vectors have 16 floats. */
  private static final int WIDE_PANEL = 32;

  private static final boolean VECTORS =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  /** Before the first loop is compiled. */
  private static final boolean LOOPS_APART = VECTORS && LoopsApart.request();

  private static final PackedGemm STEPS =
      VECTORS ? new VectorPackedGemm(Processor.packsRows()) : new PlainPackedGemm();
  private static final GateKernels GATES =
      VECTORS ? new VectorGateKernels() : new PlainGateKernels();
  private static final ElementwiseKernels ARRAYS =
      VECTORS ? new VectorElementwiseKernels() : new PlainElementwiseKernels();
  private static final Gemm PRODUCTS = chooseProducts();

  private Kernels() {}

  private static Gemm chooseProducts() {
    Gemm own =
        STEPS instanceof VectorPackedGemm vectors ? new VectorGemm(vectors) : new PanelGemm(STEPS);
    if (wide()) {
      return own;
    }
    try {
      return new NativeGemm(own);
    } catch (LinkageError | RuntimeException absent) {
      return own;
    }
  }

  /**
   * Whether vectors hold 16 floats. Own products are then as fast as OpenBLAS at its best, and
   * OpenBLAS is at its worst where it is older than the processor.
   */
  static boolean wide() {
    return VECTORS && STEPS.panelColumns() >= WIDE_PANEL;
  }

  /** What computes here. Processes with equal fingerprints on equal processors give equal bits. */
  public static String fingerprint() {
    return "products " + PRODUCTS.name() + ", steps " + STEPS.name() + ", gates " + GATES.name();
  }

  /** What computes here, and what to pass where a slow engine was chosen; one line. */
  public static String description() {
    String line = "kernels: " + fingerprint();
    if (!VECTORS) {
      line += "; pass --add-modules jdk.incubator.vector to driver and executors for full speed";
    }
    if (VECTORS && !LOOPS_APART) {
      line += "; this JVM takes no compiler directive (module jdk.management): steps may be slower";
    }
    if (!(PRODUCTS instanceof NativeGemm) && !wide()) {
      line +=
          "; put OpenBLAS for this platform (org.bytedeco:openblas) on the class path for speed";
    }
    return line;
  }

  static int panelColumns() {
    return STEPS.panelColumns();
  }

  static Gemm products() {
    return PRODUCTS;
  }

  static PackedGemm steps() {
    return STEPS;
  }

  static GateKernels gates() {
    return GATES;
  }

  static ElementwiseKernels arrays() {
    return ARRAYS;
  }

  /**
   * C = A B + beta C, with A (M,K), B (K,N), C (M,N); with beta 0, C is not read.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiply(Matrix a, Matrix b, Matrix c, float beta) {
    Matrix.requireShape("b", b, a.columns, c.columns);
    Matrix.requireShape("c", c, a.rows, b.columns);
    if (!empty(c, a.columns, beta)) {
      PRODUCTS.multiply(a, b, c, beta);
    }
  }

  /**
   * C = A Bᵀ + beta C, with A (M,K), B (N,K), C (M,N).
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiplyTransposedRight(Matrix a, Matrix b, Matrix c, float beta) {
    Matrix.requireShape("b", b, c.columns, a.columns);
    Matrix.requireShape("c", c, a.rows, b.rows);
    if (!empty(c, a.columns, beta)) {
      PRODUCTS.multiplyTransposedRight(a, b, c, beta);
    }
  }

  /**
   * C = Aᵀ B + beta C, with A (K,M), B (K,N), C (M,N).
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c, float beta) {
    Matrix.requireShape("b", b, a.rows, c.columns);
    Matrix.requireShape("c", c, a.columns, b.columns);
    if (!empty(c, a.rows, beta)) {
      PRODUCTS.multiplyTransposedLeft(a, b, c, beta);
    }
  }

  /** Whether there is nothing to multiply; C is then only scaled. */
  private static boolean empty(Matrix c, int inner, float beta) {
    if (inner == 0) {
      PanelGemm.scale(c, beta);
    }
    return c.rows == 0 || c.columns == 0 || inner == 0;
  }

  /**
   * C += A P for a packed P (K,N): the product of one time step.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void addProduct(Matrix a, PackedMatrix p, Matrix c) {
    Matrix.requireShape("a", a, c.rows, p.rows);
    Matrix.requireShape("c", c, a.rows, p.columns);
    STEPS.addProduct(a, p, c);
  }

  /**
   * y = x W + b for a packed W (K,N), with x (M,K), b (1,N), y (M,N); what y was is not read.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void affine(Matrix x, PackedMatrix weight, Matrix bias, Matrix y) {
    Matrix.requireShape("x", x, y.rows, weight.rows);
    Matrix.requireShape("y", y, x.rows, weight.columns);
    Matrix.requireShape("bias", bias, 1, weight.columns);
    if (weight.rows == 0) {
      setRows(y, bias);
    } else {
      STEPS.affine(x, weight, bias, y);
    }
  }

  /** As above for a W that is given as (N,K): y = x Wᵀ + b. */
  public static void affine(Matrix x, Matrix weight, Matrix bias, Matrix y) {
    Matrix.requireShape("weight", weight, y.columns, x.columns);
    Matrix.requireShape("y", y, x.rows, weight.rows);
    Matrix.requireShape("bias", bias, 1, weight.rows);
    if (empty(y, x.columns, 1f)) {
      setRows(y, bias);
    } else {
      PRODUCTS.affine(x, weight, bias, y);
    }
  }

  /**
   * Rows of {@code p} (K,N) from {@code row} become those of {@code a} (R,N), whose sum is added to
   * {@code sums} (1,N).
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void packRows(Matrix a, PackedMatrix p, int row, Matrix sums) {
    Matrix.requireShape("a", a, Math.min(a.rows, p.rows - row), p.columns);
    Matrix.requireShape("sums", sums, 1, p.columns);
    STEPS.packRows(a, p, row, sums);
  }

  /**
   * C += Aᵀ P for a packed P (K,N), with A (K,M), C (M,N).
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void addTransposedProduct(Matrix a, PackedMatrix p, Matrix c) {
    Matrix.requireShape("a", a, p.rows, c.rows);
    Matrix.requireShape("c", c, a.columns, p.columns);
    STEPS.addTransposedProduct(a, p, c);
  }

  /** Every row of {@code c} becomes the row vector {@code bias} (1,N). */
  public static void setRows(Matrix c, Matrix bias) {
    for (int i = 0; i < c.rows; i++) {
      System.arraycopy(bias.data, bias.offset, c.data, c.index(i), c.columns);
    }
  }

  /** Adds the sums of the columns of {@code a} (M,N) to {@code sums} (1,N), in row order. */
  public static void addColumnSums(Matrix a, Matrix sums) {
    for (int i = 0; i < a.rows; i++) {
      ARRAYS.add(a.data, a.index(i), sums.data, sums.offset, a.columns);
    }
  }

  /** y += x over {@code count} floats. */
  public static void add(float[] x, int from, float[] y, int to, int count) {
    ARRAYS.add(x, from, y, to, count);
  }

  /** y += scale x over {@code count} floats. */
  public static void addScaled(float scale, float[] x, int from, float[] y, int to, int count) {
    ARRAYS.addScaled(scale, x, from, y, to, count);
  }

  /** The largest of {@code count} floats, at least one. */
  public static float max(float[] x, int from, int count) {
    return ARRAYS.max(x, from, count);
  }

  /** x = e^(x - shift) for {@code count} floats; returns their sum before rounding to float. */
  public static double exp(float[] x, int from, int count, float shift) {
    return ARRAYS.exp(x, from, count, shift);
  }

  /**
   * Adam's step: m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²; p -= rate m / (scale
   * sqrt(v) + epsilon).
   *
   * @param moments [m | v], twice as long as the others
   */
  public static void adam(
      float[] p,
      float[] g,
      float[] moments,
      float beta1,
      float beta2,
      float rate,
      float scale,
      float epsilon) {
    ARRAYS.adam(p, g, moments, beta1, beta2, rate, scale, epsilon);
  }

  public static void rnnForward(Matrix gates, Matrix next) {
    GATES.rnnForward(gates, next);
  }

  public static void rnnBackward(Matrix gates, Matrix dNext) {
    GATES.rnnBackward(gates, dNext);
  }

  public static void lstmForward(Matrix tape, Matrix previous, Matrix next) {
    GATES.lstmForward(tape, previous, next);
  }

  public static void lstmBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    GATES.lstmBackward(tape, previous, dNext, dPrevious);
  }

  public static void gruForward(Matrix tape, Matrix previous, Matrix next) {
    GATES.gruForward(tape, previous, next);
  }

  public static void gruBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    GATES.gruBackward(tape, previous, dNext, dPrevious);
  }
}
