package dev.recurrent.timeseries.series;

import java.io.Serializable;

/** A row whose time lies between steps, in a series of which nearly all rows lie on them. */
public final class ShiftedRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long time;
  private final long step;
  private final boolean alone;

  /**
   * @param step the time of the step that the row counts for
   * @param alone whether that step has no row on it
   */
  ShiftedRow(long time, long step, boolean alone) {
    this.time = time;
    this.step = step;
    this.alone = alone;
  }

  public long time() {
    return time;
  }

  /** The time of the step that the row counts for. */
  public long step() {
    return step;
  }

  /** Whether that step has no row on it, so that this one's value is not lost. */
  public boolean alone() {
    return alone;
  }
}
