package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;

/** A series and the places in it to forecast from. A plain class: Spark's Kryo reads no records. */
public final class Origins implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TimeSeries series;
  private final int first;
  private final int last;

  /**
   * @param first the first
   * @param last the last, included; below the first where there is none
   */
  public Origins(TimeSeries series, int first, int last) {
    this.series = series;
    this.first = first;
    this.last = last;
  }

  public TimeSeries series() {
    return series;
  }

  public int first() {
    return first;
  }

  public int last() {
    return last;
  }

  public int count(int stride) {
    return last < first ? 0 : (last - first) / stride + 1;
  }

  /** The origins whose horizon ends by {@code end}, with as full a context as the series allows. */
  public static Origins training(TimeSeries series, WindowConfig config, int end) {
    int last = Math.min(end, series.length()) - config.horizon();
    int full = config.contextLength() + config.reach();
    return new Origins(series, Math.max(1, Math.min(full, last)), last);
  }

  /** The origins from {@code begin} whose horizon ends by {@code end}. */
  public static Origins between(TimeSeries series, WindowConfig config, int begin, int end) {
    return new Origins(
        series, Math.max(1, begin), Math.min(end, series.length()) - config.horizon());
  }

  /** Part i of n of these origins, with what they need of the series and no more. */
  public Origins part(int i, int n, WindowConfig config) {
    int all = count(1);
    int from = first + (int) ((long) all * i / n);
    int to = first + (int) ((long) all * (i + 1) / n) - 1;
    int back = Math.max(config.contextLength() + config.reach(), config.season());
    int begin = Math.max(0, from - back);
    int end = Math.min(series.length(), to + config.horizon());
    return to < from
        ? new Origins(series.slice(0, 0), 1, 0)
        : new Origins(series.slice(begin, end), from - begin, to - begin);
  }

  /** Values between the first origin and the end of the last one's horizon that were observed. */
  public long observed(int horizon) {
    long n = 0;
    int end = Math.min(series.length(), last + horizon);
    for (int at = first; last >= first && at < end; at++) {
      n += Float.isNaN(series.values()[at]) ? 0 : 1;
    }
    return n;
  }
}
