package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.OneLine;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/** The series of a table that are left out, with the reason of each. */
public final class BadSeries implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Series named in a result. */
  private static final int NAMED = 100;

  /** Of a line for a terminal. */
  private static final int COLUMNS = 120;

  /** Series named in a message. */
  private static final int SHOWN = 10;

  private long all;
  private long count;
  private long charged;
  private final LinkedHashMap<String, String> named = new LinkedHashMap<>();

  private BadSeries() {}

  /**
   * Finds them, in one pass.
   *
   * @param series sorted by name
   */
  static BadSeries of(JavaRDD<TimeSeries> series, SeriesDefect defect) {
    List<BadSeries> parts =
        series.mapPartitions(it -> Collections.singleton(of(it, defect)).iterator()).collect();
    BadSeries sum = new BadSeries();
    for (BadSeries part : parts) {
      sum.all += part.all;
      sum.count += part.count;
      sum.charged += part.charged;
      part.named.forEach(sum::name);
    }
    return sum;
  }

  private static BadSeries of(Iterator<TimeSeries> series, SeriesDefect defect) {
    BadSeries part = new BadSeries();
    while (series.hasNext()) {
      TimeSeries one = series.next();
      String reason = defect.of(one);
      part.all++;
      if (reason != null) {
        part.count++;
        part.charged += defect.counts(reason) ? 1 : 0;
        part.name(one.name(), reason);
      }
    }
    return part;
  }

  private void name(String series, String reason) {
    if (named.size() < NAMED) {
      named.put(series, reason);
    }
  }

  /** Series that are left out. */
  public long count() {
    return count;
  }

  /** Name and reason of the first hundred by name. */
  public Map<String, String> named() {
    return named;
  }

  /** Which series are left out and why, in lines of which each fits a terminal, or none. */
  List<String> said() {
    List<String> lines = new ArrayList<>();
    if (count > 0) {
      lines.add(
          String.format(
              Locale.ROOT, "%,d of %,d series cannot be used and are left out:", count, all));
      named.entrySet().stream().limit(SHOWN).forEach(one -> lines.add(line(one)));
    }
    if (count > SHOWN) {
      lines.add(String.format(Locale.ROOT, "  and %,d more", count - SHOWN));
    }
    return lines;
  }

  private static String line(Map.Entry<String, String> one) {
    String line = OneLine.of("  \"" + one.getKey() + "\" " + one.getValue());
    return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 3) + "...";
  }

  /**
   * Refuses a table of which too much cannot be used.
   *
   * @param budget how many may be, beside those that are merely empty where nothing is forecast:
   *     below 1 a share of all, else a number
   * @throws UnusableInputException naming the first, if more are bad than may be
   */
  void requireWithin(double budget) {
    if (charged > (budget < 1 ? budget * all : budget)) {
      throw new UnusableInputException(
          text()
              + String.format(
                  Locale.ROOT, "; more than --bad-series %s allows, nothing is written", budget));
    }
  }

  /** 2 of 40 series cannot be used: series "b" has no value of covariate "x"; ... */
  private String text() {
    StringBuilder text =
        new StringBuilder(
            String.format(Locale.ROOT, "%,d of %,d series cannot be used: ", count, all));
    int shown = 0;
    for (Map.Entry<String, String> one : named.entrySet()) {
      if (shown < SHOWN) {
        text.append(shown == 0 ? "" : "; ").append("series \"").append(one.getKey());
        text.append("\" ").append(one.getValue());
      }
      shown++;
    }
    return text + (count > SHOWN ? "; ..." : "");
  }
}
