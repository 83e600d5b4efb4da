package dev.recurrent.timeseries.forecast;

import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.SquaredError;
import java.util.Locale;

/** What is forecast of a value. */
public enum Distribution {
  /** One number, by the squared error. */
  POINT,
  /** One number, by the absolute error. */
  POINT_ABSOLUTE,
  /** One number, by Huber's error. */
  POINT_HUBER,
  NORMAL,
  STUDENT_T,
  NEGATIVE_BINOMIAL,
  QUANTILE;

  Head head() {
    return switch (this) {
      case POINT -> new PointHead(new SquaredError());
      case POINT_ABSOLUTE -> new PointHead(new AbsoluteError());
      case POINT_HUBER -> new PointHead(new Huber(1f));
      case NORMAL -> new NormalHead();
      case STUDENT_T -> new StudentTHead();
      case NEGATIVE_BINOMIAL -> new NegativeBinomialHead();
      case QUANTILE -> new QuantileHead();
    };
  }

  /** Whether it says how sure it is. */
  public boolean probabilistic() {
    return this != POINT && this != POINT_ABSOLUTE && this != POINT_HUBER;
  }

  /** "student-t". */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException listing the names there are
   */
  public static Distribution of(String label) {
    for (Distribution one : values()) {
      if (one.label().equals(label.toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "distribution is \""
            + label
            + "\", expected normal, student-t, negative-binomial, quantile, point,"
            + " point-absolute or point-huber");
  }
}
