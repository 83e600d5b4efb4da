package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.List;

/**
 * Cuts a window out of a series into a batch. What the network may see at an origin is what lies
 * before it, and covariates and the calendar of the horizon: nothing else is read.
 */
public final class WindowCutter {
  private final WindowConfig config;

  public WindowCutter(WindowConfig config) {
    this.config = config;
  }

  /**
   * Writes window b of a batch.
   *
   * @param origin place of the first value to forecast; at most the series' length
   * @param withTargets whether the values from the origin on are targets
   */
  public void cut(TimeSeries series, int origin, WindowBatch batch, int b, boolean withTargets) {
    float[] values = series.values();
    Scaling.Scale scale = config.scale(values, origin);
    batch.scales[b] = scale;
    categories(series, origin, batch, b);
    for (int t = 0; t < config.contextLength(); t++) {
      int at = origin - config.contextLength() + t;
      int row = batch.context.index(t * batch.batchSize() + b);
      context(series, origin, at, scale, batch.context, row);
    }
    float last = Naive.lastObserved(values, origin);
    for (int k = 0; k < config.horizon(); k++) {
      int row = k * batch.batchSize() + b;
      float base = base(values, origin, k, last, scale);
      batch.base.data[row] = base;
      int next = batch.known.index(row);
      batch.known.data[next++] = base;
      if (config.feedback()) {
        int before = origin + k - 1;
        batch.known.data[next++] =
            before < origin || withTargets ? scaled(values, before, scale) : 0;
      }
      known(series, origin, k, scale, batch.known.data, next);
      boolean seen = withTargets && origin + k < values.length;
      batch.targets.data[row] = seen ? scale.apply(values[origin + k]) - base : Float.NaN;
    }
  }

  private void context(
      TimeSeries series, int origin, int at, Scaling.Scale scale, Matrix out, int row) {
    float[] values = series.values();
    int column = row;
    out.data[column++] = scaled(values, at, scale);
    if (config.observed()) {
      out.data[column++] = at >= 0 && !Float.isNaN(values[at]) ? 1 : 0;
    }
    for (int lag : config.lags()) {
      out.data[column++] = scaled(values, at - lag, scale);
    }
    calendarAndCovariates(series, origin, at, out.data, column);
  }

  private void known(
      TimeSeries series, int origin, int k, Scaling.Scale scale, float[] out, int column) {
    int next = column;
    for (int lag : config.lags()) {
      out[next++] = scaled(series.values(), Naive.back(origin, k, lag), scale);
    }
    calendarAndCovariates(series, origin, origin + k, out, next);
  }

  private void calendarAndCovariates(
      TimeSeries series, int origin, int at, float[] out, int column) {
    Frequency frequency = config.frequency();
    int next = column;
    if (config.calendar() && frequency != null) {
      Frequency own = series.frequency() == null ? frequency : series.frequency();
      own.calendar(own.time(series.step(at)), out, next);
      next += frequency.calendarSize();
    }
    List<Covariate> covariates = config.covariates();
    for (int c = 0; c < covariates.size(); c++) {
      Covariate one = covariates.get(c);
      if (!one.categorical() && read(one, origin, at)) {
        float value = value(series, c, origin, at);
        out[next++] = Float.isNaN(value) ? 0 : one.apply(value);
      }
    }
  }

  /** Whether a covariate is read at a place: of the horizon the past is not known. */
  private static boolean read(Covariate covariate, int origin, int at) {
    return at < origin || covariate.kind() != Covariate.Kind.PAST;
  }

  /** Before the series a covariate's first value, behind what is known its last. */
  private float value(TimeSeries series, int c, int origin, int at) {
    float[] all = series.covariates()[c];
    boolean none = origin == 0 && config.covariates().get(c).kind() == Covariate.Kind.PAST;
    return none || all.length == 0 ? Float.NaN : all[Math.max(0, Math.min(all.length - 1, at))];
  }

  /** The rows of the vectors; that of unknown values where there is none. */
  private void categories(TimeSeries series, int origin, WindowBatch batch, int b) {
    int j = 0;
    if (!config.series().isEmpty()) {
      batch.categories[j++][b] = config.seriesRow(series.name());
    }
    for (int c = 0; c < config.covariates().size(); c++) {
      Covariate one = config.covariates().get(c);
      if (one.categorical()) {
        int[] rows = batch.categories[j++];
        int windows = batch.batchSize();
        int first = origin - (one.kind() == Covariate.Kind.STATIC ? 0 : config.contextLength());
        for (int t = 0; t < rows.length / windows; t++) {
          int at = first + t;
          float row = value(series, c, origin, at);
          rows[t * windows + b] = Float.isNaN(row) ? 0 : (int) row;
        }
      }
    }
  }

  private float base(float[] values, int origin, int k, float last, Scaling.Scale scale) {
    return switch (config.residual()) {
      case NONE -> 0;
      case NAIVE -> scale.apply(last);
      case SEASONAL -> {
        int at = Naive.back(origin, k, config.season());
        yield at >= 0 && !Float.isNaN(values[at]) ? scale.apply(values[at]) : scale.apply(last);
      }
    };
  }

  /** Zero where there is nothing. */
  private static float scaled(float[] values, int at, Scaling.Scale scale) {
    return at >= 0 && at < values.length && !Float.isNaN(values[at]) ? scale.apply(values[at]) : 0;
  }
}
