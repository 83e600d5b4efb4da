package dev.recurrent.math;

/**
 * Sigmoid and tanh by one rational function, odd over odd: x P(x²) / Q(x²), fitted for the least
 * largest error on [-7.9, 7.9] and clamped beyond. Error of tanh below 5e-7, of sigmoid below 3e-7,
 * in float; |tanh| stays below 1.
 *
 * <p>The exponential is 2ⁿ eʳ with |r| at most ln 2 / 2 and nine terms of eʳ's series, in double:
 * relative error below 1e-11. A loss is a sum of its logarithms, and float would round it to 1e-7.
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

  static final double EXP_BOUND = 700;
  static final double LOG2_E = 1.4426950408889634;
  static final double LN2 = 0.6931471805599453;
  static final double E3 = 1 / 6.0;
  static final double E4 = 1 / 24.0;
  static final double E5 = 1 / 120.0;
  static final double E6 = 1 / 720.0;
  static final double E7 = 1 / 5040.0;
  static final double E8 = 1 / 40320.0;
  static final double E9 = 1 / 362880.0;

  private Activations() {}

  /** eˣ; arguments are clamped to ±700. */
  public static double exp(double x) {
    double v = Math.max(-EXP_BOUND, Math.min(EXP_BOUND, x));
    double n = Math.rint(v * LOG2_E);
    double r = Math.fma(n, -LN2, v);
    double p = Math.fma(r, E9, E8);
    p = Math.fma(p, r, E7);
    p = Math.fma(p, r, E6);
    p = Math.fma(p, r, E5);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, 0.5);
    p = Math.fma(p, r, 1);
    p = Math.fma(p, r, 1);
    return p * Double.longBitsToDouble(((long) n + 1023) << 52);
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
