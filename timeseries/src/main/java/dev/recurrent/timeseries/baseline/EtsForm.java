package dev.recurrent.timeseries.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * A member of the ETS family (Hyndman et al. 2008): what its errors, its trend and its season are.
 *
 * @param multiplicativeError whether errors are relative to the forecast
 */
record EtsForm(boolean multiplicativeError, Trend trend, Season season) {
  enum Trend {
    NONE,
    ADDITIVE,
    DAMPED
  }

  enum Season {
    NONE,
    ADDITIVE,
    MULTIPLICATIVE
  }

  /**
   * Those to choose from. Additive errors with a multiplicative season are left out: their variance
   * is not stable.
   *
   * @param positive whether all values are above 0: only then can anything be relative
   */
  static List<EtsForm> of(boolean positive, boolean seasonal) {
    List<EtsForm> all = new ArrayList<>();
    for (Season season : Season.values()) {
      for (Trend trend : Trend.values()) {
        for (boolean multiplicative : new boolean[] {false, true}) {
          EtsForm form = new EtsForm(multiplicative, trend, season);
          if (form.possible(positive, seasonal)) {
            all.add(form);
          }
        }
      }
    }
    return all;
  }

  private boolean possible(boolean positive, boolean seasonal) {
    boolean relative = multiplicativeError || season == Season.MULTIPLICATIVE;
    boolean unstable = !multiplicativeError && season == Season.MULTIPLICATIVE;
    return (positive || !relative) && !unstable && (seasonal || season == Season.NONE);
  }

  /** Smoothing parameters: of the level, the trend, its damping, the season. */
  int smoothing() {
    return 1
        + (trend == Trend.NONE ? 0 : trend == Trend.ADDITIVE ? 1 : 2)
        + (season == Season.NONE ? 0 : 1);
  }

  /** Parameters that AIC counts: smoothing, first states, variance. */
  int parameters(int period) {
    return smoothing()
        + 2
        + (trend == Trend.NONE ? 0 : 1)
        + (season == Season.NONE ? 0 : period - 1);
  }
}
