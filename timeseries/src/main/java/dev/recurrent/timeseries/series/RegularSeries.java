package dev.recurrent.timeseries.series;

import java.io.Serializable;
import java.util.List;

/** A series on regular steps, and what was irregular about its rows. */
public final class RegularSeries implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TimeSeries series;
  private final Irregularities found;
  private final long crowdedTime;
  private final int crowdedRows;
  private final List<ShiftedRow> shifted;

  /**
   * @param crowdedTime the time of the step that most rows of one file fall on
   * @param crowdedRows how many those are
   * @param shifted some rows between steps
   */
  RegularSeries(
      TimeSeries series,
      Irregularities found,
      long crowdedTime,
      int crowdedRows,
      List<ShiftedRow> shifted) {
    this.series = series;
    this.found = found;
    this.crowdedTime = crowdedTime;
    this.crowdedRows = crowdedRows;
    this.shifted = shifted;
  }

  public TimeSeries series() {
    return series;
  }

  public Irregularities found() {
    return found;
  }

  /** The time of the step that most rows of one file fall on. */
  public long crowdedTime() {
    return crowdedTime;
  }

  /** Rows of one file that fall on one step, at most. */
  public int crowdedRows() {
    return crowdedRows;
  }

  /** The first rows between steps, of a series of which nearly all rows lie on them. */
  public List<ShiftedRow> shifted() {
    return shifted;
  }
}
