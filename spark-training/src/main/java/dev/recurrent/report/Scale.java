package dev.recurrent.report;

import java.util.List;

/** Maps the values of an axis to fractions of its length, and holds its ticks. */
final class Scale {

  /**
   * Greater values, and on a logarithmic axis values under its inverse, cannot be scaled safely.
   */
  private static final double LARGEST = 1e300;

  private final double low;
  private final double high;
  private final boolean logarithmic;
  private final List<Tick> ticks;

  private Scale(double low, double high, boolean logarithmic, List<Tick> ticks) {
    this.low = low;
    this.high = high;
    this.logarithmic = logarithmic;
    this.ticks = ticks;
  }

  /** A scale that ends where the values end. */
  static Scale tight(Range values, boolean logarithmic, int count) {
    Range range = values.widened(logarithmic);
    List<Tick> ticks = ticks(range, logarithmic, count);
    Scale scale = new Scale(range.low(), range.high(), logarithmic, ticks);
    List<Tick> inside =
        ticks.stream()
            .filter(tick -> Math.abs(scale.fraction(tick.value()) - 0.5) < 0.5001)
            .toList();
    return new Scale(range.low(), range.high(), logarithmic, inside);
  }

  /** A scale that ends at the ticks around the values. */
  static Scale round(Range values, boolean logarithmic, int count) {
    Range range = values.widened(logarithmic);
    List<Tick> ticks = ticks(range, logarithmic, count);
    double low = Math.min(range.low(), ticks.get(0).value());
    double high = Math.max(range.high(), ticks.get(ticks.size() - 1).value());
    return new Scale(low, high, logarithmic, ticks);
  }

  private static List<Tick> ticks(Range range, boolean logarithmic, int count) {
    return logarithmic ? Ticks.logarithmic(range, count) : Ticks.linear(range, count);
  }

  /** Whether an axis can show the value at all. */
  static boolean shows(double value, boolean logarithmic) {
    return logarithmic
        ? value >= 1 / LARGEST && value <= LARGEST
        : Math.abs(value) <= LARGEST; // false for NaN
  }

  /** 0 at the low end, 1 at the high end, NaN where the axis cannot show the value. */
  double fraction(double value) {
    if (!shows(value, logarithmic)) {
      return Double.NaN;
    }
    return logarithmic
        ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
        : (value - low) / (high - low);
  }

  List<Tick> ticks() {
    return ticks;
  }
}
