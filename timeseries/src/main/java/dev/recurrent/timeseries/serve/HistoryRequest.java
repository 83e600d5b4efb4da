package dev.recurrent.timeseries.serve;

import dev.recurrent.serve.BadRequestException;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.KnownFuture;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.FrequencySpec;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.Observations;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A series to forecast, as a request brings it: rows in columns, those of the future last. */
final class HistoryRequest {
  private static final Set<String> FIELDS =
      Set.of("values", "times", "covariates", "static", "horizon");
  private static final String SERIES = "series";

  /** What a series without a name is called. */
  private static final String NAMELESS = "request";

  private static final String COVARIATES = "covariates";
  private static final String STATIC = "static";

  private final TimeSeries series;
  private final RequestTimes times;
  private final int horizon;

  private HistoryRequest(TimeSeries series, RequestTimes times, int horizon) {
    this.series = series;
    this.times = times;
    this.horizon = horizon;
  }

  /**
   * @throws BadRequestException naming the field that cannot be
   */
  static HistoryRequest of(RequestFields request, WindowConfig window, MissingValuePolicy missing) {
    boolean named = !window.series().isEmpty();
    request.only(named ? with(SERIES) : FIELDS);
    float[] values = request.numbersOrNull("values");
    Map<String, float[]> columns = columns(request, window);
    int rows = columns.values().stream().mapToInt(c -> c.length).findFirst().orElse(values.length);
    RequestTimes times = times(request, window, rows);
    if (values.length > times.count()) {
      throw new BadRequestException(
          "field \"values\" has " + values.length + " values, \"times\" has " + times.count());
    }
    for (Map.Entry<String, float[]> column : columns.entrySet()) {
      if (column.getValue().length != times.count()) {
        throw new BadRequestException(
            "field \"covariates."
                + column.getKey()
                + "\" has "
                + column.getValue().length
                + " values, expected one for each of "
                + times.count()
                + " times");
      }
    }
    int horizon = request.integer("horizon", window.horizon(), 1, window.horizon());
    String name = named && request.has(SERIES) ? request.text(SERIES) : NAMELESS;
    Observations observed = new Observations(name, constants(request, window));
    for (int row = 0; row < times.count(); row++) {
      float[] cells = new float[columns.size()];
      int k = 0;
      for (float[] column : columns.values()) {
        cells[k++] = column[row];
      }
      observed.add(times.at(row), row < values.length ? values[row] : Float.NaN, cells);
    }
    return new HistoryRequest(regular(observed, times, window, missing), times, horizon);
  }

  private static Set<String> with(String field) {
    Set<String> fields = new LinkedHashSet<>(FIELDS);
    fields.add(field);
    return fields;
  }

  /** The covariates that change from step to step, in the model's order. */
  private static Map<String, float[]> columns(RequestFields request, WindowConfig window) {
    Set<String> names =
        window.covariates().stream()
            .filter(c -> c.kind() != Covariate.Kind.STATIC)
            .map(Covariate::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<String, float[]> columns = new LinkedHashMap<>();
    if (!names.isEmpty()) {
      RequestFields given = request.object(COVARIATES).only(names);
      for (Covariate one : window.covariates()) {
        if (names.contains(one.name())) {
          columns.put(
              one.name(), one.categorical() ? rows(given, one) : given.numbersOrNull(one.name()));
        }
      }
    } else if (request.has(COVARIATES)) {
      request.object(COVARIATES).only(names);
    }
    return columns;
  }

  /** Words as the rows of their vectors; null is no word. */
  private static float[] rows(RequestFields given, Covariate category) {
    List<?> words = given.list(category.name());
    float[] rows = new float[words.size()];
    for (int i = 0; i < rows.length; i++) {
      Object word = words.get(i);
      if (word != null && !(word instanceof String)) {
        throw new BadRequestException(
            "field \"covariates."
                + category.name()
                + "["
                + i
                + "]\" is "
                + word
                + ", expected text");
      }
      rows[i] = word == null ? 0 : category.row(word.toString());
    }
    return rows;
  }

  private static float[] constants(RequestFields request, WindowConfig window) {
    List<Covariate> constant =
        window.covariates().stream().filter(c -> c.kind() == Covariate.Kind.STATIC).toList();
    float[] values = new float[constant.size()];
    Set<String> names = constant.stream().map(Covariate::name).collect(Collectors.toSet());
    if (names.isEmpty()) {
      if (request.has(STATIC)) {
        request.object(STATIC).only(names);
      }
      return values;
    }
    RequestFields given = request.object(STATIC).only(names);
    for (int i = 0; i < values.length; i++) {
      Covariate covariate = constant.get(i);
      values[i] =
          covariate.categorical()
              ? covariate.row(given.text(covariate.name()))
              : given.float32(covariate.name());
    }
    return values;
  }

  private static RequestTimes times(RequestFields request, WindowConfig window, int rows) {
    Frequency frequency = window.frequency();
    if (frequency != null && (frequency.calendarSize() > 0 || request.has("times"))) {
      return new RequestTimes(frequency, request.list("times"));
    }
    if (request.has("times")) {
      throw new BadRequestException(
          "field \"times\" is given, and the model was trained without times");
    }
    Frequency index =
        frequency == null
            ? Frequency.of(new FrequencySpec("INDEX", 1, null, null, null, null, null))
            : frequency;
    return new RequestTimes(
        index, IntStream.range(0, rows).mapToObj(i -> (Object) index.time(i)).toList());
  }

  private static TimeSeries regular(
      Observations observed, RequestTimes times, WindowConfig window, MissingValuePolicy missing) {
    if (times.count() == 0) {
      throw new BadRequestException("field \"values\" is empty, expected at least one value");
    }
    Frequency frequency = times.frequency();
    Observations.Outlier outlier = observed.outlier(frequency);
    if (outlier != null) {
      throw new BadRequestException(
          "field \"times["
              + outlier.row()
              + "]\" opens a gap of "
              + outlier.steps()
              + " steps, expected times close to one another");
    }
    TimeSeries series = observed.regular(frequency, missing).series();
    if (series.length() == 0 && window.shortContexts() == 0) {
      throw new BadRequestException("field \"values\" has no number");
    }
    String lacks =
        KnownFuture.missing(series, window.covariates(), series.length(), window.horizon());
    if (lacks != null) {
      throw new BadRequestException("the request " + lacks);
    }
    return series;
  }

  /** Where to forecast from. */
  Forecaster.Origin origin() {
    return new Forecaster.Origin(series, series.length());
  }

  /** What is answered. */
  Map<String, Object> answer(Forecast forecast) {
    List<Object> when = new ArrayList<>();
    List<Double> point = new ArrayList<>();
    Frequency own = series.frequency() == null ? times.frequency() : series.frequency();
    for (int k = 0; k < horizon; k++) {
      when.add(times.write(own, own.time(forecast.firstStep() + k)));
      point.add(finite(forecast.point()[k]));
    }
    Map<String, Object> quantiles = new LinkedHashMap<>();
    for (int q = 0; q < forecast.quantiles().length; q++) {
      List<Double> level = new ArrayList<>();
      for (int k = 0; k < horizon; k++) {
        level.add(finite(forecast.quantiles()[q][k]));
      }
      quantiles.put(String.valueOf(Forecaster.LEVELS.get(q)), level);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("times", when);
    answer.put("point", point);
    answer.put("quantiles", quantiles);
    return answer;
  }

  /** JSON has no word for what is not finite. */
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
