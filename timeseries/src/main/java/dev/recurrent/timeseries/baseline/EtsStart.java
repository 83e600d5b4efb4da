package dev.recurrent.timeseries.baseline;

/**
 * First states of exponential smoothing: the season of a classical decomposition, and the line
 * through the first values without it (Hyndman et al. 2008, section 2.6.1).
 */
record EtsStart(double level, double slope, double[] season) {
  private static final int FIRST = 10;

  static EtsStart of(EtsForm form, float[] values, int from, int to, int period) {
    boolean ratios = form.season() == EtsForm.Season.MULTIPLICATIVE;
    double[] season =
        form.season() == EtsForm.Season.NONE
            ? new double[] {0}
            : Seasonality.indices(values, from, to, period, ratios);
    if (ratios) {
      for (int s = 0; s < season.length; s++) {
        season[s] = Math.max(1e-2, season[s]);
      }
    }
    int count = Math.min(to - from, Math.max(FIRST, 2 * period));
    Trend line = new Trend();
    double mean = 0;
    for (int i = from; i < from + count; i++) {
      double index = season[i % season.length];
      double value = ratios ? values[i] / index : values[i] - index;
      line.add(value);
      mean += value / count;
    }
    return form.trend() == EtsForm.Trend.NONE
        ? new EtsStart(mean, 0, season)
        : new EtsStart(line.intercept(), line.slope(), season);
  }

  EtsState state(EtsForm form) {
    return new EtsState(form, level, slope, season);
  }
}
