package dev.recurrent.serve;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts of values up to each of some bounds, as Prometheus keeps them. */
final class Histogram {
  private final double[] bounds;
  private final LongAdder[] counts;
  private final DoubleAdder sum = new DoubleAdder();

  /**
   * @param bounds rising
   */
  Histogram(double... bounds) {
    this.bounds = bounds;
    this.counts = new LongAdder[bounds.length + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(double value) {
    int at = 0;
    while (at < bounds.length && value > bounds[at]) {
      at++;
    }
    counts[at].increment();
    sum.add(value);
  }

  void appendTo(StringBuilder text, String name) {
    long count = 0;
    for (int i = 0; i < counts.length; i++) {
      count += counts[i].sum();
      String bound = i < bounds.length ? String.valueOf(bounds[i]) : "+Inf";
      text.append(name).append("_bucket{le=\"").append(bound).append("\"} ").append(count);
      text.append('\n');
    }
    text.append(name).append("_sum ").append(sum.sum()).append('\n');
    text.append(name).append("_count ").append(count).append('\n');
  }
}
