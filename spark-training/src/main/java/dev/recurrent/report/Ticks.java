package dev.recurrent.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Chooses round values for an axis; the first and last tick enclose the range. */
final class Ticks {

  /** Keeps a bound that is a tick but for rounding from adding another tick. */
  private static final double ROUNDING = 1e-6;

  /** Under this many powers of ten, evenly spaced ticks read better than 1, 2, 5. */
  private static final double FEW_DECADES = 0.7;

  /** Over this many powers of ten, the powers alone are enough. */
  private static final double MANY_DECADES = 2.5;

  private static final int[] MANTISSAS = {1, 2, 5};

  private Ticks() {}

  /** Multiples of 1, 2 or 5 times a power of ten, about {@code count} of them. */
  static List<Tick> linear(Range range, int count) {
    BigDecimal step = step((range.high() - range.low()) / count, range.whole());
    double width = step.doubleValue();
    long first = (long) Math.floor(range.low() / width + ROUNDING);
    long last = (long) Math.ceil(range.high() / width - ROUNDING);
    BigDecimal largest =
        step.multiply(BigDecimal.valueOf(Math.max(Math.abs(first), Math.abs(last))));
    return LongStream.rangeClosed(first, last)
        .mapToObj(k -> step.multiply(BigDecimal.valueOf(k)))
        .map(value -> new Tick(value.doubleValue(), NumberText.tick(value, step, largest)))
        .toList();
  }

  private static BigDecimal step(double least, boolean whole) {
    if (whole && least <= 1) {
      return BigDecimal.ONE;
    }
    int exponent = (int) Math.floor(Math.log10(least));
    double fraction = least / Math.pow(10, exponent);
    for (int mantissa : MANTISSAS) {
      if (fraction <= mantissa + ROUNDING) {
        return BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
  }

  /** Ticks for a positive range that is drawn by its logarithm. */
  static List<Tick> logarithmic(Range range, int count) {
    double low = Math.log10(range.low());
    double high = Math.log10(range.high());
    if (high - low < FEW_DECADES) {
      return linear(range, count).stream().filter(tick -> tick.value() > 0).toList();
    }
    int first = (int) Math.floor(low + ROUNDING);
    int last = (int) Math.ceil(high - ROUNDING);
    if (high - low > MANY_DECADES) {
      return decades(first, last, count);
    }
    List<BigDecimal> values = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent++) {
      for (int mantissa : MANTISSAS) {
        values.add(BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent));
      }
    }
    int from = 0;
    while (from + 1 < values.size() && log(values.get(from + 1)) <= low + ROUNDING) {
      from++;
    }
    int to = values.size() - 1;
    while (to > from && log(values.get(to - 1)) >= high - ROUNDING) {
      to--;
    }
    return values.subList(from, to + 1).stream()
        .map(value -> new Tick(value.doubleValue(), NumberText.shortest(value)))
        .toList();
  }

  private static List<Tick> decades(int first, int last, int count) {
    int stride = Math.max(1, (last - first + count - 1) / count);
    int end = first + stride * ((last - first + stride - 1) / stride);
    boolean plain = NumberText.isPlain(first) && NumberText.isPlain(end);
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = first; exponent <= end; exponent += stride) {
      BigDecimal value = BigDecimal.ONE.scaleByPowerOfTen(exponent);
      String label = plain ? NumberText.shortest(value) : NumberText.powerOfTen(exponent);
      ticks.add(new Tick(value.doubleValue(), label));
    }
    return ticks;
  }

  private static double log(BigDecimal value) {
    return Math.log10(value.doubleValue());
  }
}
