package dev.recurrent.timeseries.series;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One series on regular steps, of which some may be left out. */
public final class TimeSeries implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final @Nullable Frequency frequency;
  private final long firstStep;
  private final int @Nullable [] steps;
  private final float[] values;
  private final float[][] covariates;

  /** A series without times of its own, no step of which is left out. */
  public TimeSeries(String name, long firstStep, float[] values, float[][] covariates) {
    this(name, null, firstStep, null, values, covariates);
  }

  /**
   * @param frequency with this series' anchor, null where it has no times
   * @param firstStep of the first value, in units of the frequency
   * @param steps of each place from the first step on, rising; null where none is left out
   * @param values NaN where nothing was observed
   * @param covariates one array a covariate, at least as long as {@code values}: what is longer is
   *     known of the future; or of one value that always holds
   * @throws IllegalArgumentException if a covariate or the steps are shorter than the values
   */
  public TimeSeries(
      String name,
      @Nullable Frequency frequency,
      long firstStep,
      int @Nullable [] steps,
      float[] values,
      float[][] covariates) {
    for (float[] covariate : covariates) {
      requireAsLong(
          name, "a covariate", covariate.length == 1 ? values.length : covariate.length, values);
    }
    if (steps != null) {
      requireAsLong(name, "the steps", steps.length, values);
    }
    this.name = name;
    this.frequency = frequency;
    this.firstStep = firstStep;
    this.steps = steps;
    this.values = values;
    this.covariates = covariates;
  }

  private static void requireAsLong(String series, String what, int length, float[] values) {
    if (length < values.length) {
      throw new IllegalArgumentException(
          "series \""
              + series
              + "\": "
              + what
              + " has "
              + length
              + " values, expected at least "
              + values.length);
    }
  }

  public String name() {
    return name;
  }

  /** With this series' anchor; null where it has no times. */
  public @Nullable Frequency frequency() {
    return frequency;
  }

  public long firstStep() {
    return step(0);
  }

  /**
   * The step of a place. Before the first place and behind the last one no step is left out.
   *
   * @param at may be below 0, and beyond the values
   */
  public long step(int at) {
    if (steps == null || steps.length == 0) {
      return firstStep + at;
    }
    if (at < 0) {
      return firstStep + steps[0] + at;
    }
    int last = steps.length - 1;
    return firstStep + (at <= last ? steps[at] : steps[last] + at - last);
  }

  /** Not copied. */
  public float[] values() {
    return values;
  }

  /** Not copied; {@code covariates()[k][t]}. */
  public float[][] covariates() {
    return covariates;
  }

  /** The same values with other covariates. */
  public TimeSeries withCovariates(float[][] other) {
    return new TimeSeries(name, frequency, firstStep, steps, values, other);
  }

  public int length() {
    return values.length;
  }

  /** Steps without a value. */
  public int missing() {
    int n = 0;
    for (float value : values) {
      n += Float.isNaN(value) ? 1 : 0;
    }
    return n;
  }

  /** The first {@code count} values, covariates as they are: the past as it was known then. */
  public TimeSeries until(int count) {
    return new TimeSeries(
        name, frequency, firstStep, steps, Arrays.copyOf(values, count), covariates);
  }

  /** Values from one place to before another, with their covariates. */
  public TimeSeries slice(int from, int to) {
    float[][] cut = new float[covariates.length][];
    for (int k = 0; k < cut.length; k++) {
      boolean constant = covariates[k].length == 1;
      cut[k] = constant ? covariates[k] : Arrays.copyOfRange(covariates[k], from, to);
    }
    int[] own = steps == null ? null : steps(from, to);
    return new TimeSeries(
        name, frequency, step(from), own, Arrays.copyOfRange(values, from, to), cut);
  }

  private int[] steps(int from, int to) {
    int[] own = new int[to - from];
    for (int i = 0; i < own.length; i++) {
      own[i] = (int) (step(from + i) - step(from));
    }
    return own;
  }

  /**
   * This series with another's values and covariates behind its own values. Steps between the two
   * are left out.
   *
   * @throws IllegalArgumentException if the other begins before this one ends
   */
  public TimeSeries followedBy(TimeSeries more) {
    float[][] joined = new float[covariates.length][];
    for (int k = 0; k < joined.length; k++) {
      boolean constant = covariates[k].length == 1;
      joined[k] =
          constant ? covariates[k] : joined(covariates[k], values.length, more.covariates[k]);
    }
    return new TimeSeries(
        name,
        frequency,
        firstStep(),
        joinedSteps(more),
        joined(values, values.length, more.values),
        joined);
  }

  private int @Nullable [] joinedSteps(TimeSeries more) {
    if (frequency != null && more.firstStep() < step(values.length)) {
      throw new IllegalArgumentException(
          "series \""
              + name
              + "\" ends at "
              + Clock.text(frequency.time(step(values.length - 1)))
              + ", and what is to follow it begins at "
              + Clock.text(frequency.time(more.firstStep())));
    }
    boolean follows = frequency == null || more.firstStep() == step(values.length);
    if (follows && steps == null && more.steps == null) {
      return null;
    }
    int[] own = Arrays.copyOf(steps(0, values.length), values.length + more.values.length);
    for (int i = 0; i < more.values.length; i++) {
      own[values.length + i] = (int) (more.step(i) - firstStep());
    }
    return own;
  }

  private static float[] joined(float[] first, int length, float[] second) {
    float[] all = Arrays.copyOf(first, length + second.length);
    System.arraycopy(second, 0, all, length, second.length);
    return all;
  }
}
