package dev.recurrent.timeseries.ml;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.Counts;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;

/**
 * The context of a network whose user names none: some seasons, unless series are so short, or
 * seasons so long, that this leaves fewer windows to train on than a batch has.
 *
 * @param window as it is to be
 * @param said what was shortened, in one line, or an empty text
 */
public record ContextChoice(WindowConfig window, String said) {
  private static final int LEAST = 8;

  /** Steps of a context by default: so many seasons, at least the horizon. */
  public static int usual(int horizon, int season, int seasons) {
    return Math.max(horizon, Math.max(LEAST, seasons * season));
  }

  /**
   * @param wanted with the usual context
   * @param lags whether lags may be left out: nobody asked for them
   * @param batch windows that there have to be
   */
  public static ContextChoice of(
      JavaRDD<TimeSeries> series, SplitRule rule, WindowConfig wanted, boolean lags, int batch) {
    List<WindowConfig> candidates = candidates(wanted, lags);
    long[] windows = windows(series, rule, candidates);
    int chosen = 0;
    while (chosen < candidates.size() - 1 && windows[chosen] < batch) {
      chosen++;
    }
    WindowConfig window = candidates.get(chosen);
    boolean gained = windows[chosen] > windows[0];
    return gained
        ? new ContextChoice(window, said(wanted, window, windows[0], windows[chosen], batch))
        : new ContextChoice(wanted, "");
  }

  /** Halves of the context; then, with the shortest, no lags. */
  private static List<WindowConfig> candidates(WindowConfig wanted, boolean lags) {
    List<WindowConfig> all = new ArrayList<>(List.of(wanted));
    int least = Math.max(wanted.horizon(), LEAST);
    for (int steps = wanted.contextLength() / 2; steps > least; steps /= 2) {
      all.add(wanted.withContext(steps, wanted.lags()));
    }
    all.add(wanted.withContext(least, wanted.lags()));
    if (lags && !wanted.lags().isEmpty()) {
      all.add(wanted.withContext(least, List.of()));
    }
    return all;
  }

  private static long[] windows(
      JavaRDD<TimeSeries> series, SplitRule rule, List<WindowConfig> candidates) {
    List<WindowConfig> all = new ArrayList<>(candidates);
    return series
        .map(
            s -> {
              int train = rule.of(s.length()).train();
              return all.stream()
                  .mapToLong(window -> Origins.training(s, window, train).count(1))
                  .toArray();
            })
        .fold(new long[all.size()], Counts::plus);
  }

  private static String said(
      WindowConfig wanted, WindowConfig window, long before, long after, int batch) {
    return String.format(
        Locale.ROOT,
        "a context of %s (default for a season of %,d) leaves %s, fewer than a batch of %,d\n"
            + "  it is shortened to %,d%s, which leaves %,d; give --context-length for another",
        Quantity.of(wanted.contextLength(), "step"),
        wanted.season(),
        Quantity.of(before, "training window"),
        batch,
        window.contextLength(),
        window.lags().equals(wanted.lags()) ? "" : " and no lags",
        after);
  }
}
