package dev.recurrent.timeseries.explain;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.BoundForecast;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.forecast.WindowCutter;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.List;

/**
 * Integrated gradients of a point forecast (Sundararajan et al. 2017, arXiv:1703.01365), as
 * differences: the inputs go from a window in which nothing varies to the true one, in steps, and
 * in each step one after the other, forward and backward in turn. What the forecast changes when an
 * input moves is its contribution. So contributions add up to the difference exactly, and with more
 * steps they approach the integral.
 */
public final class Explainer {
  private static final int BATCH = 64;

  private final Forecaster forecaster;
  private final WindowConfig window;
  private final Head head;
  private final List<BoundForecast> members;
  private final Sources sources;
  private final int steps;

  /**
   * @param steps of the way, 1 for plain occlusion in two orders
   * @throws IllegalArgumentException for a network that draws its forecasts
   */
  public Explainer(Forecaster forecaster, int steps) {
    window = forecaster.model().config().window();
    if (window.feedback()) {
      throw new IllegalArgumentException(
          "an autoregressive network draws its forecasts, and drawn values cannot be explained");
    }
    this.forecaster = forecaster;
    head = forecaster.model().config().distribution();
    ForecastModel model = forecaster.model();
    members =
        EnsembleLayout.split(model.layout(), forecaster.parameters()).stream()
            .map(member -> model.bind(member, new float[member.length]))
            .toList();
    sources = new Sources(window);
    this.steps = 2 * Math.max(1, (steps + 1) / 2);
  }

  /** The network that is explained. */
  public Forecaster forecaster() {
    return forecaster;
  }

  /** Steps of the way; an even number. */
  public int steps() {
    return steps;
  }

  /**
   * Explains the forecast of what follows a place of a series.
   *
   * @throws IllegalArgumentException if the place has nothing before it
   */
  public Explanation explain(TimeSeries series, int origin) {
    if (origin < 1 || origin > series.length()) {
      throw new IllegalArgumentException(
          "origin is " + origin + ", expected 1 to " + series.length());
    }
    WindowBatch end = new WindowBatch(window, 1);
    new WindowCutter(window).cut(series, origin, end, 0, false);
    WindowBatch begin = baseline(end, series, origin);
    int count = sources.count();
    int horizon = window.horizon();
    double[][] contributions = new double[count][horizon];
    double[] before = new double[0];
    double[] first = before;
    int places = steps * count + 1;
    for (int from = 0; from < places; from += BATCH) {
      int size = Math.min(BATCH, places - from);
      double[][] points = points(begin, end, from, size);
      for (int i = 0; i < size; i++) {
        int place = from + i;
        for (int k = 0; place > 0 && k < horizon; k++) {
          contributions[moved(place - 1)][k] += points[i][k] - before[k];
        }
        first = place == 0 ? points[i] : first;
        before = points[i];
      }
    }
    List<Explanation.Source> all = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      all.add(new Explanation.Source(sources.name(s), sources.back(s), contributions[s]));
    }
    return new Explanation(first, before, all);
  }

  /** The source that moves on the way from a place to the next. */
  private int moved(int place) {
    int at = place % sources.count();
    return place / sources.count() % 2 == 0 ? at : sources.count() - 1 - at;
  }

  /** How far a source has come at a place of the way, from 0 to 1. */
  private float share(int source, int place) {
    if (source == Sources.NONE) {
      return 1;
    }
    int step = place / sources.count();
    int at = step % 2 == 0 ? source : sources.count() - 1 - source;
    return (float) (step + (at < place % sources.count() ? 1 : 0)) / steps;
  }

  /** Every input at its mean over the context; what a series has once at 0; categories unknown. */
  private WindowBatch baseline(WindowBatch end, TimeSeries series, int origin) {
    WindowBatch begin = new WindowBatch(window, 1);
    begin.scales[0] = end.scales[0];
    Matrix context = end.context;
    float[] means = new float[context.columns];
    int first = Math.max(0, window.contextLength() - origin);
    for (int c = 0; c < means.length; c++) {
      double sum = 0;
      int seen = 0;
      for (int t = first; t < context.rows; t++) {
        if (c > 0 || observed(series, origin, t)) {
          sum += context.get(t, c);
          seen++;
        }
      }
      means[c] = sources.constant(c) || seen == 0 ? 0 : (float) (sum / seen);
      for (int t = 0; t < context.rows; t++) {
        boolean there = t >= first && (c > 0 || observed(series, origin, t));
        begin.context.set(t, c, there ? means[c] : context.get(t, c));
      }
    }
    boolean corrects = window.residual() != BaseForecast.NONE;
    for (int k = 0; k < end.known.rows; k++) {
      for (int c = 0; c < end.known.columns; c++) {
        boolean base = c == 0 && !corrects;
        begin.known.set(k, c, base ? 0 : means[sources.contextColumn(c)]);
      }
      begin.base.data[k] = corrects ? means[0] : 0;
    }
    return begin;
  }

  private boolean observed(TimeSeries series, int origin, int step) {
    int at = origin - window.contextLength() + step;
    return at >= 0 && !Float.isNaN(series.values()[at]);
  }

  /** Point forecasts at some places of the way, {@code [place][k]}, in the unit of the values. */
  private double[][] points(WindowBatch begin, WindowBatch end, int from, int size) {
    WindowBatch batch = new WindowBatch(window, size);
    for (int i = 0; i < size; i++) {
      batch.scales[i] = end.scales[0];
      int place = from + i;
      categories(end, batch, i, place);
      for (int t = 0; t < window.contextLength(); t++) {
        for (int c = 0; c < batch.context.columns; c++) {
          float share = share(sources.ofContext(t, c), place);
          if (sources.ofContext(t, c) == Sources.NONE) {
            batch.context.set(t * size + i, c, end.context.get(t, c));
          } else {
            batch.context.set(
                t * size + i, c, between(begin.context.get(t, c), end.context.get(t, c), share));
          }
        }
      }
      for (int k = 0; k < window.horizon(); k++) {
        for (int c = 0; c < batch.known.columns; c++) {
          float share = share(sources.ofHorizon(c), place);
          batch.known.set(
              k * size + i, c, between(begin.known.get(k, c), end.known.get(k, c), share));
        }
        float share = share(sources.ofHorizon(0), place);
        batch.base.data[k * size + i] = between(begin.base.data[k], end.base.data[k], share);
      }
    }
    double[][] points = new double[size][window.horizon()];
    for (BoundForecast member : members) {
      add(member.predict(batch), batch, points);
    }
    return points;
  }

  /** A category has no value between: it changes half way. */
  private void categories(WindowBatch end, WindowBatch batch, int i, int place) {
    for (int j = 0; j < end.categories.length; j++) {
      boolean there = share(sources.ofCategory(j), place) >= 0.5f;
      int[] rows = batch.categories[j];
      for (int t = 0; t < end.categories[j].length; t++) {
        rows[t * batch.batchSize() + i] = there ? end.categories[j][t] : 0;
      }
    }
  }

  private static float between(float begin, float end, float share) {
    return share == 1 ? end : begin + share * (end - begin);
  }

  /** Adds one member's share of the mean, in the unit of the values. */
  private void add(Matrix outputs, WindowBatch batch, double[][] points) {
    for (int i = 0; i < points.length; i++) {
      for (int k = 0; k < window.horizon(); k++) {
        int row = k * points.length + i;
        double scaled = batch.base.data[row] + head.point(outputs.data, outputs.index(row));
        points[i][k] += batch.scales[i].invert(scaled) / members.size();
      }
    }
  }
}
