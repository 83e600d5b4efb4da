package dev.recurrent.timeseries.baseline;

/** The line of least squares through values at the times 1, 2, 3 and so on. */
final class Trend {
  private long count;
  private double meanTime;
  private double meanValue;
  private double squares;
  private double products;

  /** Adds the next value. */
  void add(double value) {
    count++;
    double off = count - meanTime;
    meanTime += off / count;
    meanValue += (value - meanValue) / count;
    squares += off * (count - meanTime);
    products += off * (value - meanValue);
  }

  double slope() {
    return squares == 0 ? 0 : products / squares;
  }

  double intercept() {
    return meanValue - slope() * meanTime;
  }

  /** The line at a time. */
  double at(double time) {
    return meanValue + slope() * (time - meanTime);
  }
}
