package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.train.BoundModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * A trained network that forecasts, or an ensemble of several, whose forecasts are the means of
 * theirs: points and quantiles alike (Vincent averaging). Needs no Spark. Threads can share it.
 */
public final class Forecaster {
  /** Quantile levels of every forecast; the first and the last are the 80 % band. */
  public static final List<Double> LEVELS = List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

  /** Futures drawn for each forecast, unless the constructor gets another number. */
  public static final int PATHS = 100;

  private final ForecastModel model;
  private final float[] parameters;
  private final List<BoundModels<BoundForecast>> members;
  private final WindowCutter cutter;
  private final Head head;
  private final int paths;
  private final Levels levels;
  private final Intervals intervals;

  /** With {@link #PATHS} where forecasts are drawn. */
  public Forecaster(ForecastModel model, float[] parameters) {
    this(model, parameters, PATHS);
  }

  /**
   * @param parameters of a network, or of all members of an ensemble, one behind another
   * @param paths drawn for each forecast of a network that is fed its own values
   */
  public Forecaster(ForecastModel model, float[] parameters, int paths) {
    this(model, parameters, paths, Levels.DECILES, Intervals.NONE);
  }

  private Forecaster(
      ForecastModel model, float[] parameters, int paths, Levels levels, Intervals intervals) {
    this.model = model;
    this.parameters = parameters;
    this.members =
        EnsembleLayout.split(model.layout(), parameters).stream()
            .map(member -> new BoundModels<BoundForecast>(model::bind, member))
            .toList();
    this.cutter = new WindowCutter(model.config().window());
    this.head = model.config().distribution();
    this.paths = head.probabilistic() ? paths : 1;
    this.levels = levels;
    this.intervals = intervals;
  }

  /** The same model with the bands of some levels. */
  public Forecaster with(Levels other) {
    return new Forecaster(model, parameters, paths, other, intervals);
  }

  /** The same model with other corrections of its quantiles. */
  public Forecaster with(Intervals other) {
    return new Forecaster(model, parameters, paths, levels, other);
  }

  /** The bands of each forecast. */
  public Levels levels() {
    return levels;
  }

  /** The corrections of its quantiles. */
  public Intervals intervals() {
    return intervals;
  }

  /** Whether it gives bands: those of its distribution, or conformal ones. */
  public boolean probabilistic() {
    return head.probabilistic() || intervals.calibrated();
  }

  /**
   * Loads a finished model.
   *
   * @throws dev.recurrent.format.UnusableModelException if it is not one, or damaged
   */
  public static Forecaster load(ModelDirectory directory) {
    ForecastModel model =
        new ForecastModel(directory.config(ForecastModel.KIND, ForecastConfig.class));
    return new Forecaster(model, directory.ensemble(model::layout))
        .with(Intervals.of(directory, model.config().window().horizon()));
  }

  /**
   * The files of a forecaster's directory but the manifest: model and parameters.
   *
   * @param more fields of {@code model.json}, such as "settings"
   */
  public Map<String, byte[]> files(Map<String, ?> more) {
    Map<String, byte[]> files = description(model, more);
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters));
    if (intervals.active()) {
      files.put(Intervals.FILE, intervals.bytes());
    }
    return files;
  }

  /** Those of {@link #files} that do not change while a network is trained. */
  public static Map<String, byte[]> description(ForecastModel model, Map<String, ?> more) {
    Map<String, Object> fields = ModelDescription.of(model.kind(), model.config());
    fields.putAll(more);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ModelDirectory.MODEL, Json.document(fields));
    return files;
  }

  public ForecastModel model() {
    return model;
  }

  /** Of all members, one behind another. Not copied. */
  public float[] parameters() {
    return parameters;
  }

  /** Networks whose forecasts are averaged. */
  public int members() {
    return members.size();
  }

  /** A place in a series to forecast from. */
  public record Origin(TimeSeries series, int at) {}

  /** Forecasts what follows a series. */
  public Forecast forecast(TimeSeries series) {
    return forecast(List.of(new Origin(series, series.length()))).get(0);
  }

  /**
   * Forecasts from many origins in one batch; values at and after an origin are not read, only
   * covariates are.
   *
   * @throws IllegalArgumentException if an origin has nothing before it and the network has not
   *     learned from short contexts, or a covariate that is known in advance lacks a value of the
   *     horizon
   */
  public List<Forecast> forecast(List<Origin> origins) {
    int b = origins.size();
    WindowBatch batch = new WindowBatch(model.config().window(), b);
    for (int i = 0; i < b; i++) {
      Origin origin = origins.get(i);
      int least = model.config().window().shortContexts() > 0 ? 0 : 1;
      if (origin.at() < least || origin.at() > origin.series().length()) {
        throw new IllegalArgumentException(
            "origin is "
                + origin.at()
                + ", expected "
                + least
                + " to "
                + origin.series().length()
                + " in series \""
                + origin.series().name()
                + "\"");
      }
      requireUsable(origin);
      cutter.cut(origin.series(), origin.at(), batch, i, false);
    }
    List<List<Forecast>> each = new ArrayList<>(members.size());
    for (BoundModels<BoundForecast> member : members) {
      each.add(member.use(pass -> forecast(pass, origins, batch)));
    }
    return Forecast.means(each);
  }

  private List<Forecast> forecast(BoundForecast pass, List<Origin> origins, WindowBatch batch) {
    if (pass instanceof ForecastPass walker && model.config().window().feedback()) {
      return drawn(origins, batch, new SamplePaths(walker, head, paths).draw(batch, origins));
    }
    int b = batch.batchSize();
    Matrix outputs = pass.predict(batch);
    List<Forecast> forecasts = new ArrayList<>(b);
    for (int i = 0; i < b; i++) {
      forecasts.add(read(origins.get(i), batch, i, outputs));
    }
    return forecasts;
  }

  private void requireUsable(Origin origin) {
    var window = model.config().window();
    String missing =
        KnownFuture.missing(origin.series(), window.covariates(), origin.at(), window.horizon());
    if (missing != null) {
      throw new IllegalArgumentException("series \"" + origin.series().name() + "\" " + missing);
    }
    float[] values = origin.series().values();
    for (int at = Math.max(0, origin.at() - window.contextLength()); at < origin.at(); at++) {
      if (Float.isInfinite(values[at])) {
        throw new IllegalArgumentException(
            "series \"" + origin.series().name() + "\" is infinite at place " + at);
      }
    }
  }

  /** Means and quantiles of drawn futures. A mean of draws is their point forecast. */
  private List<Forecast> drawn(List<Origin> origins, WindowBatch batch, double[][][] paths) {
    int horizon = model.config().window().horizon();
    Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
    List<Forecast> forecasts = new ArrayList<>(origins.size());
    for (int b = 0; b < paths.length; b++) {
      double[] point = new double[horizon];
      double[][] quantiles = new double[levels.probabilities().length][horizon];
      for (int k = 0; k < horizon; k++) {
        point[k] = StatUtils.mean(paths[b][k]);
        percentile.setData(paths[b][k]);
        fill(quantiles, k, level -> percentile.evaluate(100 * level));
      }
      forecasts.add(forecast(origins.get(b), batch.scales[b], point, quantiles));
    }
    return forecasts;
  }

  private Forecast read(Origin origin, WindowBatch batch, int b, Matrix outputs) {
    int horizon = model.config().window().horizon();
    double[] point = new double[horizon];
    double[][] quantiles = new double[levels.probabilities().length][horizon];
    for (int k = 0; k < horizon; k++) {
      int row = k * batch.batchSize() + b;
      int at = outputs.index(row);
      double base = batch.base.data[row];
      point[k] = base + head.point(outputs.data, at);
      fill(quantiles, k, level -> base + head.quantile(outputs.data, at, level));
    }
    return forecast(origin, batch.scales[b], point, quantiles);
  }

  /** The corrected quantiles of one step, sorted: they never cross. */
  private void fill(double[][] quantiles, int step, DoubleUnaryOperator quantile) {
    double[] probabilities = levels.probabilities();
    double[] column = new double[probabilities.length];
    for (int i = 0; i < column.length; i++) {
      column[i] =
          quantile.applyAsDouble(probabilities[i]) + intervals.offset(probabilities[i], step);
    }
    Arrays.sort(column);
    for (int i = 0; i < column.length; i++) {
      quantiles[i][step] = column[i];
    }
  }

  /** In the unit of the values. */
  private Forecast forecast(
      Origin origin, Scaling.Scale scale, double[] point, double[][] quantiles) {
    UnaryOperator<double[]> inverse =
        scaled -> Arrays.stream(scaled).map(x -> intervals.limit(scale.invert(x))).toArray();
    return levels.forecast(
        origin.series().name(),
        origin.series().step(origin.at()),
        inverse.apply(point),
        Arrays.stream(quantiles).map(inverse).toArray(double[][]::new));
  }
}
