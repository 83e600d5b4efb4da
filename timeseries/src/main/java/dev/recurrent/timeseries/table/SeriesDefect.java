package dev.recurrent.timeseries.table;

import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.KnownFuture;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a series useless to a network: it has no value, lacks a covariate altogether, or lacks
 * what has to be known of its future.
 *
 * @param covariates in the order of the series' arrays
 * @param horizon steps behind the last value that are to be forecast, 0 if none are
 * @param withoutHistory whether a series needs no value
 */
public record SeriesDefect(List<Covariate> covariates, int horizon, boolean withoutHistory)
    implements Serializable {
  private static final String NO_VALUE = "has no value";

  /** Of series that need a value. */
  public SeriesDefect(List<Covariate> covariates, int horizon) {
    this(covariates, horizon, false);
  }

  /** The first defect in words that follow the series' name, or null. */
  public @Nullable String of(TimeSeries series) {
    boolean empty = series.length() == 0;
    if (empty && !withoutHistory) {
      return NO_VALUE;
    }
    for (int c = 0; c < covariates.size(); c++) {
      // A series without a value has no past; a word that is not there is an unknown word.
      boolean needed = !empty && !covariates.get(c).categorical();
      if (needed && lacks(series.covariates()[c], series.length())) {
        return "has no value of " + option(covariates.get(c)) + covariates.get(c).name() + "\"";
      }
    }
    return horizon == 0 ? null : KnownFuture.missing(series, covariates, series.length(), horizon);
  }

  /** Whether a defect is one to answer for: to learn nothing from an empty series is no loss. */
  boolean counts(String defect) {
    return horizon > 0 || !defect.equals(NO_VALUE);
  }

  /** Gaps are filled before, so that one value is enough. */
  private static boolean lacks(float[] covariate, int length) {
    for (int t = 0; t < Math.min(length, covariate.length); t++) {
      if (!Float.isNaN(covariate[t])) {
        return false;
      }
    }
    return true;
  }

  private static String option(Covariate covariate) {
    return switch (covariate.kind()) {
      case KNOWN -> "covariate \"";
      case PAST -> "past covariate \"";
      case STATIC -> "static covariate \"";
    };
  }
}
