package dev.recurrent.timeseries.series;

import java.io.Serializable;
import java.util.Arrays;

/** One series on regular steps. */
public final class TimeSeries implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final long firstStep;
  private final float[] values;
  private final float[][] covariates;

  /**
   * @param firstStep of the first value, in units of the frequency
   * @param values NaN where nothing was observed
   * @param covariates one array a covariate, at least as long as {@code values}: what is longer is
   *     known of the future; or of one value that always holds
   * @throws IllegalArgumentException if a covariate is shorter than the values
   */
  public TimeSeries(String name, long firstStep, float[] values, float[][] covariates) {
    for (float[] covariate : covariates) {
      if (covariate.length < values.length && covariate.length != 1) {
        throw new IllegalArgumentException(
            "series \""
                + name
                + "\": a covariate has "
                + covariate.length
                + " values, expected 1 or at least "
                + values.length);
      }
    }
    this.name = name;
    this.firstStep = firstStep;
    this.values = values;
    this.covariates = covariates;
  }

  public String name() {
    return name;
  }

  public long firstStep() {
    return firstStep;
  }

  /** Not copied. */
  public float[] values() {
    return values;
  }

  /** Not copied; {@code covariates()[k][t]}. */
  public float[][] covariates() {
    return covariates;
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
    return new TimeSeries(name, firstStep, Arrays.copyOf(values, count), covariates);
  }

  /** Values from one place to before another, with their covariates. */
  public TimeSeries slice(int from, int to) {
    float[][] cut = new float[covariates.length][];
    for (int k = 0; k < cut.length; k++) {
      boolean constant = covariates[k].length == 1;
      cut[k] = constant ? covariates[k] : Arrays.copyOfRange(covariates[k], from, to);
    }
    return new TimeSeries(name, firstStep + from, Arrays.copyOfRange(values, from, to), cut);
  }

  /** This series with another's values and covariates behind its own values. */
  public TimeSeries followedBy(TimeSeries more) {
    float[][] joined = new float[covariates.length][];
    for (int k = 0; k < joined.length; k++) {
      boolean constant = covariates[k].length == 1;
      joined[k] =
          constant ? covariates[k] : joined(covariates[k], values.length, more.covariates[k]);
    }
    return new TimeSeries(name, firstStep, joined(values, values.length, more.values), joined);
  }

  private static float[] joined(float[] first, int length, float[] second) {
    float[] all = Arrays.copyOf(first, length + second.length);
    System.arraycopy(second, 0, all, length, second.length);
    return all;
  }
}
