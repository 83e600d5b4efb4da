package dev.recurrent.timeseries.table;

import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A series, and how the times of its forecasts are written. */
public final class TimedSeries implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TimeSeries series;
  private final @Nullable TimeReading times;

  /**
   * @param times null where the series has none: its forecasts are counted by step
   */
  public TimedSeries(TimeSeries series, @Nullable TimeReading times) {
    this.series = series;
    this.times = times;
  }

  public TimeSeries series() {
    return series;
  }

  /**
   * The cell of a step's time.
   *
   * @param java8 whether Spark's rows hold java.time's dates and instants
   */
  public Object cell(long step, boolean java8) {
    var frequency = series.frequency();
    return times == null || frequency == null
        ? (Object) step
        : times.cell(frequency, frequency.time(step), java8);
  }
}
