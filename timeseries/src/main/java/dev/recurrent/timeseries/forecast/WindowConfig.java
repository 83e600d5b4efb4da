package dev.recurrent.timeseries.forecast;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network sees of a series and in which form.
 *
 * @param contextLength C, steps it reads
 * @param horizon N, steps it forecasts
 * @param frequency of the steps where the calendar is an input, else null
 * @param season steps after which a series repeats, 1 for none
 * @param lags steps back whose values are inputs beside the present one
 * @param observed whether a flag tells missing values from zeros
 * @param covariates known in advance, shifted and scaled as given
 */
public record WindowConfig(
    int contextLength,
    int horizon,
    @Nullable Frequency frequency,
    int season,
    List<Integer> lags,
    boolean observed,
    List<Covariate> covariates,
    Scaling scaling,
    Residual residual)
    implements Serializable {
  /** A column beside the target, and how it is brought to around zero. */
  public record Covariate(String name, float shift, float scale) implements Serializable {}

  /**
   * @throws IllegalArgumentException for lengths that cannot be
   */
  public WindowConfig {
    if (contextLength < 1 || horizon < 1 || season < 1) {
      throw new IllegalArgumentException(
          "context length "
              + contextLength
              + ", horizon "
              + horizon
              + ", season "
              + season
              + ", expected all above 0");
    }
    lags = List.copyOf(lags);
    covariates = List.copyOf(covariates);
  }

  private int known() {
    return (frequency == null ? 0 : frequency.calendarSize()) + covariates.size();
  }

  /** Columns of one context step: value, observed, lags, calendar, covariates. */
  @JsonIgnore
  public int encoderInputs() {
    return 1 + (observed ? 1 : 0) + lags.size() + known();
  }

  /** Columns of one horizon step: base, lags as far as they are past, calendar, covariates. */
  @JsonIgnore
  public int decoderInputs() {
    return 1 + lags.size() + known();
  }

  /** Values before a window's context that residual and lags reach back to. */
  @JsonIgnore
  public int reach() {
    int reach = residual == Residual.SEASONAL ? Math.max(0, season - contextLength) : 0;
    for (int lag : lags) {
      reach = Math.max(reach, lag);
    }
    return reach;
  }
}
