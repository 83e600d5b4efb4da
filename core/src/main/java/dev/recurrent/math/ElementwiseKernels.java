package dev.recurrent.math;

/** Passes over whole arrays. */
interface ElementwiseKernels {
  /** The largest of {@code count} > 0 floats from {@code from}. */
  float max(float[] x, int from, int count);

  /** y += x over {@code count} floats that do not overlap. */
  void add(float[] x, int from, float[] y, int to, int count);

  /** y += scale x over {@code count} floats. */
  void addScaled(float scale, float[] x, int from, float[] y, int to, int count);

  /** x = e^(x - shift) for {@code count} floats; returns their sum before rounding to float. */
  double exp(float[] x, int from, int count, float shift);

  /**
   * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²; p -= rate m / (scale sqrt(v) +
   * epsilon).
   *
   * @param moments [m | v]
   */
  void adam(
      float[] p,
      float[] g,
      float[] moments,
      float beta1,
      float beta2,
      float rate,
      float scale,
      float epsilon);
}
