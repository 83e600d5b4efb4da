package dev.recurrent.timeseries.forecast;

import dev.recurrent.timeseries.series.TimeSeries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to be known of a horizon before it comes: the covariates that a network reads there. */
public final class KnownFuture {
  private KnownFuture() {}

  /**
   * What a series lacks for a forecast: repeating the last value of a covariate would look like
   * knowledge.
   *
   * @param origin place of the first value to forecast
   * @return the covariate and the step it is missing at, or null where everything is there
   */
  public static @Nullable String missing(
      TimeSeries series, List<Covariate> covariates, int origin, int horizon) {
    for (int c = 0; c < covariates.size(); c++) {
      if (covariates.get(c).kind() == Covariate.Kind.KNOWN) {
        float[] values = series.covariates()[c];
        for (int k = 0; k < horizon; k++) {
          if (origin + k >= values.length || Float.isNaN(values[origin + k])) {
            return String.format(
                java.util.Locale.ROOT,
                "has no value of covariate \"%s\" %d %s after its last value; the horizon needs"
                    + " %d: add rows with covariates and without a target",
                covariates.get(c).name(),
                k + 1,
                k == 0 ? "step" : "steps",
                horizon);
          }
        }
      }
    }
    return null;
  }
}
