package dev.recurrent.timeseries.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exponential smoothing of the form that Akaike's criterion chooses, corrected for few values
 * (AICc): errors additive or multiplicative, trend none, additive or damped, season none, additive
 * or multiplicative (Hyndman et al. 2002).
 */
final class ExponentialSmoothing implements FittedBaseline {
  /** Values that parameters are estimated from, at most: the last ones. The bound on time. */
  static final int FITTED = 3000;

  /** Forms that are fitted in full. */
  private static final int REFINED = 3;

  /** Fewer values have the last value as forecast. */
  private static final int FEWEST = 6;

  private final float[] values;
  private final EtsState state;
  private int read;

  private ExponentialSmoothing(float[] values, EtsState state, int read) {
    this.values = values;
    this.state = state;
    this.read = read;
  }

  static FittedBaseline fit(float[] values, int count, int season) {
    int from = Math.max(0, count - FITTED);
    EtsFit chosen = changes(values, from, count) ? chosen(values, from, count, season) : null;
    return chosen == null
        ? (origin, horizon) -> last(values[origin - 1], horizon)
        : new ExponentialSmoothing(values, chosen.first(), from);
  }

  private static double[] last(double value, int horizon) {
    double[] forecast = new double[horizon];
    Arrays.fill(forecast, value);
    return forecast;
  }

  private static boolean changes(float[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (values[i] != values[from]) {
        return to - from >= FEWEST;
      }
    }
    return false;
  }

  /**
   * A first look at all forms, then the best of them in full; of equal ones the first, which is the
   * simplest.
   */
  private static @Nullable EtsFit chosen(float[] values, int from, int to, int season) {
    boolean positive = true;
    for (int i = from; i < to; i++) {
      positive &= values[i] > 0;
    }
    boolean seasonal = season > 1 && to - from >= 2 * season + FEWEST;
    int period = seasonal ? season : 1;
    List<EtsFit> fits = new ArrayList<>();
    for (EtsForm form : EtsForm.of(positive, seasonal)) {
      fits.add(EtsFit.of(form, values, from, to, period));
    }
    fits.sort(Comparator.comparingDouble(fit -> fit.aicc(period)));
    List<EtsFit> best = fits.subList(0, Math.min(REFINED, fits.size()));
    best.forEach(EtsFit::refine);
    best.sort(Comparator.comparingDouble(fit -> fit.aicc(period)));
    return best.get(0).aicc(period) < Double.POSITIVE_INFINITY ? best.get(0) : null;
  }

  @Override
  public double[] forecast(int origin, int horizon) {
    state.read(values, read, origin);
    read = origin;
    return state.forecast(origin, horizon);
  }
}
