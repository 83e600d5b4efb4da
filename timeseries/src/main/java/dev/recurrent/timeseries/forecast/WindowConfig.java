package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.OptionalField;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network sees of a series and in which form.
 *
 * @param contextLength C, steps it reads
 * @param horizon N, steps it forecasts
 * @param frequency of the steps, null where they have no times
 * @param calendar whether the time of day, week and year are inputs
 * @param season steps after which a series repeats, 1 for none
 * @param lags steps back whose values are inputs too
 * @param observed whether an input says which values are missing
 * @param covariates in the order of their kinds: known, past, static
 * @param feedback whether each step of the horizon reads the value before it: given in training,
 *     drawn when forecasting
 * @param unit the typical size of the training values, by which a context without any size of its
 *     own is scaled
 * @param series names of the series that the network knows apart, ascending; empty for none
 * @param shortContexts share of the training windows whose context is cut short, down to none;
 *     above 0 the network can forecast a series without a value
 */
public record WindowConfig(
    int contextLength,
    int horizon,
    @OptionalField @Nullable Frequency frequency,
    boolean calendar,
    int season,
    List<Integer> lags,
    boolean observed,
    List<Covariate> covariates,
    Scaling scaling,
    BaseForecast residual,
    boolean feedback,
    double unit,
    @OptionalField List<String> series,
    @OptionalField double shortContexts)
    implements Serializable {
  /** Steps of a window at most: a damaged file may ask for any number. */
  private static final int LONGEST = 1_000_000;

  /**
   * @throws IllegalArgumentException for lengths that cannot be
   */
  @SuppressWarnings("ConstantConditions") // A file without the field gives null.
  public WindowConfig {
    if (!possible(contextLength) || !possible(horizon) || !possible(season)) {
      throw new IllegalArgumentException(
          "context length "
              + contextLength
              + ", horizon "
              + horizon
              + ", season "
              + season
              + ", expected each from 1 to "
              + LONGEST);
    }
    lags = List.copyOf(lags);
    if (!lags.stream().allMatch(WindowConfig::possible)) {
      throw new IllegalArgumentException(
          "lags are " + lags + ", expected each from 1 to " + LONGEST);
    }
    covariates = List.copyOf(covariates);
    unit = unit > 0 ? unit : 1;
    series = series == null ? List.of() : series.stream().sorted().toList();
  }

  /** Of values whose typical size is about 1. */
  public WindowConfig(
      int contextLength,
      int horizon,
      @Nullable Frequency frequency,
      boolean calendar,
      int season,
      List<Integer> lags,
      boolean observed,
      List<Covariate> covariates,
      Scaling scaling,
      BaseForecast residual,
      boolean feedback) {
    this(
        contextLength,
        horizon,
        frequency,
        calendar,
        season,
        lags,
        observed,
        covariates,
        scaling,
        residual,
        feedback,
        1,
        List.of(),
        0);
  }

  /** The same for values of another typical size. */
  public WindowConfig withUnit(double other) {
    return with(contextLength, lags, residual, other, series, shortContexts);
  }

  /** The same network that also knows series apart by their names. */
  public WindowConfig withSeries(List<String> names) {
    return with(contextLength, lags, residual, unit, names, shortContexts);
  }

  /** The same over another base. */
  public WindowConfig withResidual(BaseForecast other) {
    return with(contextLength, lags, other, unit, series, shortContexts);
  }

  /** The same that learns from a share of contexts that are cut short. */
  public WindowConfig withShortContexts(double share) {
    return with(contextLength, lags, residual, unit, series, share);
  }

  /** The same with another context and other lags. */
  public WindowConfig withContext(int steps, List<Integer> other) {
    return with(steps, other, residual, unit, series, shortContexts);
  }

  private WindowConfig with(
      int steps,
      List<Integer> lagged,
      BaseForecast base,
      double size,
      List<String> names,
      double share) {
    return new WindowConfig(
        steps,
        horizon,
        frequency,
        calendar,
        season,
        lagged,
        observed || share > 0,
        covariates,
        scaling,
        base,
        feedback,
        size,
        names,
        share);
  }

  /** The scale of the window before an origin. */
  public Scaling.Scale scale(float[] values, int origin) {
    int from = Math.max(0, origin - contextLength);
    return shortContexts > 0
        ? scaling.ofFew(values, from, origin, unit)
        : scaling.of(values, from, origin, unit);
  }

  private static boolean possible(int steps) {
    return steps >= 1 && steps <= LONGEST;
  }

  private int calendarSize() {
    return calendar && frequency != null ? frequency.calendarSize() : 0;
  }

  /** Covariates of numbers; of the horizon: all but those of the past. */
  private int numbers(boolean horizon) {
    return (int)
        covariates.stream()
            .filter(c -> !c.categorical() && !(horizon && c.kind() == Covariate.Kind.PAST))
            .count();
  }

  /** Columns of one context step: value, observed, lags, calendar, covariates of numbers. */
  public int encoderInputs() {
    return 1 + (observed ? 1 : 0) + lags.size() + calendarSize() + numbers(false);
  }

  /**
   * Columns of one horizon step: base, the value before where it is fed back, lags as far as they
   * are past, calendar, covariates of numbers.
   */
  public int decoderInputs() {
    return 1 + (feedback ? 1 : 0) + lags.size() + calendarSize() + numbers(true);
  }

  /** The inputs that have learned vectors: the series' names, if it knows them, and covariates. */
  public List<Category> categories() {
    List<Category> all = new ArrayList<>();
    if (!series.isEmpty()) {
      all.add(Category.of("series", Covariate.Kind.STATIC, series.size()));
    }
    for (Covariate covariate : covariates) {
      List<String> words = covariate.words();
      if (words != null) {
        all.add(Category.of(covariate.name(), covariate.kind(), words.size()));
      }
    }
    return all;
  }

  /** The row of a series' embedding: from 1 in the order of the names, 0 for one not known. */
  public int seriesRow(String name) {
    return Math.max(0, Collections.binarySearch(series, name) + 1);
  }

  /** Values before a window's context that residual and lags reach back to. */
  public int reach() {
    int reach = residual == BaseForecast.SEASONAL ? Math.max(0, season - contextLength) : 0;
    for (int lag : lags) {
      reach = Math.max(reach, lag);
    }
    return reach;
  }
}
