package dev.recurrent.timeseries.series;

/** The number that at least half of some numbers are (Boyer and Moore 1981). */
final class Majority {
  private Majority() {}

  /**
   * The number that at least half of {@code numbers} are.
   *
   * @param preferred given back where half of them are it, or where there is no such number
   */
  static long of(long[] numbers, long preferred) {
    if (2 * count(numbers, preferred) >= numbers.length) {
      return preferred;
    }
    long candidate = preferred;
    int votes = 0;
    for (long number : numbers) {
      if (votes == 0) {
        candidate = number;
      }
      votes += number == candidate ? 1 : -1;
    }
    return 2 * count(numbers, candidate) >= numbers.length ? candidate : preferred;
  }

  private static int count(long[] numbers, long wanted) {
    int n = 0;
    for (long number : numbers) {
      n += number == wanted ? 1 : 0;
    }
    return n;
  }
}
