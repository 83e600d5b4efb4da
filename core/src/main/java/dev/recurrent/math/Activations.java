package dev.recurrent.math;

/**
 * Sigmoid and tanh by one rational function, odd over odd: x P(x²) / Q(x²), fitted for the least
 * largest error on [-7.9, 7.9] and clamped beyond. Error of tanh below 5e-7, of sigmoid below 3e-7,
 * in float; |tanh| stays below 1.
 *
 * <p>The exponential is 2ⁿ eʳ with |r| at most ln 2 / 2 and a polynomial for eʳ fitted in the same
 * way: relative error below 2e-7; arguments are clamped to ±87.
 */
public final class Activations {
  static final float BOUND = 7.9f;
  static final float P0 = 0.9999994272596343f;
  static final float P1 = 0.12922785655124422f;
  static final float P2 = 0.002948614865466232f;
  static final float P3 = 1.1415694646375037e-05f;
  static final float Q1 = 0.4625590674010573f;
  static final float Q2 = 0.023803946025568814f;
  static final float Q3 = 0.000238409426224492f;
  static final float Q4 = 2.457545782846445e-07f;

  static final float EXP_BOUND = 87f;
  static final float LOG2_E = 1.44269504f;
  // ln 2 in two parts, the first with so few bits that n times it is exact.
  static final float LN2_HIGH = 0.693359375f;
  static final float LN2_LOW = -2.12194440e-4f;
  static final float E2 = 0.49999993451679864f;
  static final float E3 = 0.166665206896346f;
  static final float E4 = 0.041668387366989953f;
  static final float E5 = 0.008368709842592144f;
  static final float E6 = 0.0013814612984134264f;

  /** 1.5 2²³: adding it rounds to an integer, which is then in the low bits. */
  static final float ROUND = 12582912f;

  private Activations() {}

  /** eˣ. */
  public static float exp(float x) {
    float v = Math.max(-EXP_BOUND, Math.min(EXP_BOUND, x));
    float rounded = Math.fma(v, LOG2_E, ROUND);
    float n = rounded - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, v));
    float p = Math.fma(Math.fma(Math.fma(Math.fma(E6, r, E5), r, E4), r, E3), r, E2);
    float y = Math.fma(r * r, p, r + 1f);
    return y * Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << 23) + (127 << 23));
  }

  public static float tanh(float x) {
    float v = Math.max(-BOUND, Math.min(BOUND, x));
    float u = v * v;
    float p = Math.fma(Math.fma(Math.fma(P3, u, P2), u, P1), u, P0);
    float q = Math.fma(Math.fma(Math.fma(Math.fma(Q4, u, Q3), u, Q2), u, Q1), u, 1f);
    return v * p / q;
  }

  /** 1 / (1 + e⁻ˣ), as (1 + tanh(x / 2)) / 2. */
  public static float sigmoid(float x) {
    return Math.fma(0.5f, tanh(0.5f * x), 0.5f);
  }

  /**
   * The logarithm of the sum of exponentials of {@code count} floats from {@code from}, in nats.
   */
  public static double logSumExp(float[] values, int from, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, values[i]);
    }
    if (largest == Float.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.exp(values[i] - largest);
    }
    return largest + Math.log(sum);
  }
}
