package dev.recurrent.timeseries.series;

/** Numbers that are no times, at a distance from one another. */
final class IndexSteps implements Frequency {
  private static final long serialVersionUID = 1L;

  private final long distance;
  private final long phase;

  /**
   * @throws IllegalArgumentException if {@code distance} is below 1
   */
  IndexSteps(long distance, long phase) {
    if (distance < 1) {
      throw new IllegalArgumentException("index counts by " + distance + ", expected at least 1");
    }
    this.distance = distance;
    this.phase = Math.floorMod(phase, distance);
  }

  @Override
  public long step(long time) {
    return Math.floorDiv(time - phase, distance);
  }

  @Override
  public long time(long step) {
    return step * distance + phase;
  }

  @Override
  public int season() {
    return 1;
  }

  @Override
  public int calendarSize() {
    return 0;
  }

  @Override
  public void calendar(long time, float[] out, int at) {
    // A number has no calendar.
  }

  @Override
  public boolean wholeDays() {
    return true;
  }

  @Override
  public Frequency anchored(long[] times) {
    long[] phases = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      phases[i] = Math.floorMod(times[i], distance);
    }
    return new IndexSteps(distance, Majority.of(phases, phase));
  }

  @Override
  public String anchor() {
    return "";
  }

  @Override
  public FrequencySpec spec() {
    return FrequencySpec.of(
        FrequencySpec.INDEX, distance, phase == 0 ? null : String.valueOf(phase));
  }

  @Override
  public String describe() {
    return distance == 1 ? "an index of whole numbers" : "an index that counts by " + distance;
  }

  @Override
  public String toString() {
    return distance == 1 ? "index" : "index by " + distance;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexSteps steps && distance == steps.distance && phase == steps.phase;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(distance) + Long.hashCode(phase);
  }
}
