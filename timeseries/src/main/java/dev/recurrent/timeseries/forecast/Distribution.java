package dev.recurrent.timeseries.forecast;

import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.SquaredError;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The built-in heads, by the names that users and files know. */
public enum Distribution implements Head {
  /** One number, by the squared error. */
  POINT(new PointHead(new SquaredError())),
  /** One number, by the absolute error. */
  POINT_ABSOLUTE(new PointHead(new AbsoluteError())),
  /** One number, by Huber's error. */
  POINT_HUBER(new PointHead(new Huber(1f))),
  NORMAL(new NormalHead()),
  STUDENT_T(new StudentTHead()),
  NEGATIVE_BINOMIAL(new NegativeBinomialHead()),
  ZERO_INFLATED_NEGATIVE_BINOMIAL(new ZeroInflatedHead()),
  TWEEDIE(new TweedieHead()),
  QUANTILE(new QuantileHead());

  private final Head head;

  Distribution(Head head) {
    this.head = head;
  }

  /** The one with this label or name in any letter case, or null. */
  static @Nullable Distribution find(String label) {
    String name = label.toUpperCase(Locale.ROOT).replace('-', '_');
    for (Distribution one : values()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    return null;
  }

  @Override
  public int parameters() {
    return head.parameters();
  }

  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    return head.lossAndGradient(outputs, at, target, share);
  }

  @Override
  public double point(float[] outputs, int at) {
    return head.point(outputs, at);
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    return head.quantile(outputs, at, level);
  }

  @Override
  public double sample(float[] outputs, int at, Random random) {
    return head.sample(outputs, at, random);
  }

  @Override
  public boolean probabilistic() {
    return head.probabilistic();
  }

  @Override
  public boolean canSample() {
    return head.canSample();
  }

  @Override
  public boolean counts() {
    return head.counts();
  }

  @Override
  public boolean nonNegative() {
    return head.nonNegative();
  }
}
