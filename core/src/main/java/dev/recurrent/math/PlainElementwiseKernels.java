package dev.recurrent.math;

/** The passes over arrays as they read: the oracle, and the tail of each vector loop. */
final class PlainElementwiseKernels implements ElementwiseKernels {
  @Override
  public float max(float[] x, int from, int count) {
    float largest = x[from];
    for (int i = from + 1; i < from + count; i++) {
      largest = Math.max(largest, x[i]);
    }
    return largest;
  }

  @Override
  public void add(float[] x, int from, float[] y, int to, int count) {
    for (int j = 0; j < count; j++) {
      y[to + j] += x[from + j];
    }
  }

  @Override
  public void addScaled(float scale, float[] x, int from, float[] y, int to, int count) {
    for (int j = 0; j < count; j++) {
      y[to + j] = Math.fma(scale, x[from + j], y[to + j]);
    }
  }

  @Override
  public double exp(float[] x, int from, int count, float shift) {
    double even = 0;
    double odd = 0;
    int end = from + count;
    int j = from;
    for (; j + 2 <= end; j += 2) {
      double first = Activations.exp((double) x[j] - shift);
      double second = Activations.exp((double) x[j + 1] - shift);
      x[j] = (float) first;
      x[j + 1] = (float) second;
      even += first;
      odd += second;
    }
    if (j < end) {
      double last = Activations.exp((double) x[j] - shift);
      x[j] = (float) last;
      even += last;
    }
    return even + odd;
  }

  @Override
  public void adam(
      float[] p,
      float[] g,
      float[] moments,
      float beta1,
      float beta2,
      float rate,
      float scale,
      float epsilon) {
    adam(p, g, moments, beta1, beta2, rate, scale, epsilon, 0);
  }

  static void adam(
      float[] p,
      float[] g,
      float[] moments,
      float beta1,
      float beta2,
      float rate,
      float scale,
      float epsilon,
      int from) {
    int n = p.length;
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    for (int i = from; i < n; i++) {
      float d = g[i];
      float m = Math.fma(rest1, d, beta1 * moments[i]);
      float v = Math.fma(rest2 * d, d, beta2 * moments[n + i]);
      moments[i] = m;
      moments[n + i] = v;
      p[i] -= rate * m / Math.fma(scale, (float) Math.sqrt(v), epsilon);
    }
  }
}
