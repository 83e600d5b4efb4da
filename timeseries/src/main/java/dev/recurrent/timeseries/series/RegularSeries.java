package dev.recurrent.timeseries.series;

import java.io.Serializable;

/** A series on regular steps, and what was irregular about its rows. */
public final class RegularSeries implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TimeSeries series;
  private final Irregularities found;
  private final long crowdedTime;
  private final int crowdedRows;

  /**
   * @param crowdedTime the time of the step that most rows fall on
   * @param crowdedRows how many those are
   */
  RegularSeries(TimeSeries series, Irregularities found, long crowdedTime, int crowdedRows) {
    this.series = series;
    this.found = found;
    this.crowdedTime = crowdedTime;
    this.crowdedRows = crowdedRows;
  }

  public TimeSeries series() {
    return series;
  }

  public Irregularities found() {
    return found;
  }

  /** The time of the step that most rows fall on. */
  public long crowdedTime() {
    return crowdedTime;
  }

  /** Rows that fall on one step, at most. */
  public int crowdedRows() {
    return crowdedRows;
  }
}
