package dev.recurrent.timeseries.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.serve.BadRequestException;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.serve.ServedModel;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forecasts as a server gives them: columns in, times and quantiles out. */
class ForecasterServingTest {
  private static final List<Covariate> COVARIATES =
      List.of(
          Covariate.number("price", Covariate.Kind.KNOWN),
          Covariate.category("shop", Covariate.Kind.STATIC, List.of("north")));

  private static Forecaster forecaster(
      @Nullable Frequency frequency, List<Covariate> covariates, boolean feedback) {
    WindowConfig window =
        new WindowConfig(
            4,
            3,
            frequency,
            frequency != null,
            2,
            List.of(),
            true,
            covariates,
            Scaling.STANDARD,
            BaseForecast.NAIVE,
            feedback);
    ForecastModel model =
        new ForecastModel(
            new ForecastConfig(window, CellType.GRU, 4, 1, 0f, true, Distribution.NORMAL));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    return new Forecaster(model, parameters);
  }

  private static ServedModel<?> served(Forecaster forecaster) {
    Map<String, byte[]> files = new LinkedHashMap<>(forecaster.files(Map.of()));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return new ForecasterServing().open(ModelDirectory.of(files, "tiny"));
  }

  private static <Q> List<Map<?, ?>> answers(ServedModel<Q> model, String... requests) {
    List<Q> parsed = new ArrayList<>();
    for (String request : requests) {
      byte[] body = request.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      parsed.add(model.parse(RequestFields.read(body)));
    }
    List<Map<?, ?>> answers = new ArrayList<>();
    model.answer(parsed).forEach(answer -> answers.add((Map<?, ?>) answer));
    return answers;
  }

  private static double[] numbers(@Nullable Object list) {
    return ((List<?>) java.util.Objects.requireNonNull(list))
        .stream().mapToDouble(value -> (Double) value).toArray();
  }

  @Test
  void aNetworkThatTellsSeriesApartTakesTheirNames() {
    WindowConfig window =
        forecaster(null, List.of(), false).model().config().window().withSeries(List.of("a", "b"));
    ForecastModel model =
        new ForecastModel(
            new ForecastConfig(window, CellType.GRU, 4, 1, 0f, false, Distribution.NORMAL, 2));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    ServedModel<?> served = served(new Forecaster(model, parameters));
    assertTrue(served.usage().contains("series, its name"), served.usage());
    List<Map<?, ?>> answers =
        answers(
            served,
            "{'values': [1, 2, 4, 3], 'series': 'b'}",
            "{'values': [1, 2, 4, 3], 'series': 'new'}",
            "{'values': [1, 2, 4, 3]}");
    double[] unknown = numbers(answers.get(2).get("point"));
    assertArrayEquals(unknown, numbers(answers.get(1).get("point")), 1e-6);
    TimeSeries known = new TimeSeries("b", 0, new float[] {1, 2, 4, 3}, new float[0][]);
    double[] expected = new Forecaster(model, parameters).forecast(known).point();
    assertArrayEquals(expected, numbers(answers.get(0).get("point")), 1e-6);
    assertTrue(expected[0] != unknown[0]);
    ServedModel<?> without = served(forecaster(null, List.of(), false));
    assertThrows(
        BadRequestException.class, () -> answers(without, "{'values': [1, 2], 'series': 'b'}"));
  }

  @Test
  void aSeriesWithTimesAndCovariatesIsForecastAsTheForecasterDoes() {
    Frequency days = Frequency.of("D");
    Forecaster forecaster = forecaster(days, COVARIATES, false);
    Map<?, ?> answer =
        answers(
                served(forecaster),
                "{'times':['2026-01-30','2026-01-31','2026-02-02','2026-02-03','2026-02-04',"
                    + "'2026-02-05'],'values':[1,2,4],'static':{'shop':'north'},"
                    + "'covariates':{'price':[1,2,null,4,5,6]}}")
            .get(0);
    float nan = Float.NaN;
    TimeSeries series =
        new TimeSeries(
            "request",
            days,
            days.step(1_769_731_200_000_000L),
            null,
            new float[] {1, 2, nan, 4},
            new float[][] {{1, 2, 2, 2, 4, 5, 6}, {1}});
    Forecast expected = forecaster.forecast(series);
    assertEquals(List.of("2026-02-03", "2026-02-04", "2026-02-05"), answer.get("times"));
    assertArrayEquals(expected.point(), numbers(answer.get("point")));
    Map<?, ?> quantiles = (Map<?, ?>) answer.get("quantiles");
    assertEquals("[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]", quantiles.keySet().toString());
    assertArrayEquals(expected.quantiles()[8], numbers(quantiles.get("0.9")));
  }

  @Test
  void aForecastDoesNotDependOnTheOtherRequests() {
    for (boolean feedback : new boolean[] {false, true}) {
      ServedModel<?> model = served(forecaster(null, List.of(), feedback));
      String[] requests = {"{'values':[1,2,3]}", "{'values':[9,-2,7,5,5],'horizon':2}"};
      List<Map<?, ?>> together = answers(model, requests);
      assertEquals(List.of(3L, 4L, 5L), together.get(0).get("times"));
      assertEquals(List.of(5L, 6L), together.get(1).get("times"));
      assertEquals(answers(model, requests[0]).get(0), together.get(0));
      assertEquals(answers(model, requests[1]).get(0), together.get(1));
    }
  }

  @Test
  void timesAreWrittenAsTheyCame() {
    Frequency hours = Frequency.of("h");
    ServedModel<?> local = served(forecaster(hours, List.of(), false));
    String day = "{'times':['2026-03-28T22:00','2026-03-28 23:00:00'],'values':[1,2],'horizon':2}";
    assertEquals(
        List.of("2026-03-29T00:00:00", "2026-03-29T01:00:00"),
        answers(local, day).get(0).get("times"));
    ServedModel<?> zoned =
        served(forecaster(hours.inZone(ZoneId.of("Europe/Berlin"), false), List.of(), false));
    String night = "{'times':['2026-03-29T00:00+01:00','2026-03-29T00:00Z'],'values':[1,2]}";
    assertEquals(
        List.of(
            "2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00", "2026-03-29T05:00:00+02:00"),
        answers(zoned, night).get(0).get("times"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'values':[1]                     | field \"covariates\" is missing",
        "'values':[1],'covariates':{}     | field \"covariates.price\" is missing",
        "'values':[1],'covariates':{'price':[1],'x':[1]} | unknown field \"covariates.x\"",
        "'values':[1],'covariates':{'price':[1]} | field \"times\" is missing",
        "'values':[1,2],'times':['2026-01-01'],'covariates':{'price':[1]}"
            + " | field \"values\" has 2 values, \"times\" has 1",
        "'values':[1],'times':['2026-01-01'],'covariates':{'price':[1,2]}"
            + " | field \"covariates.price\" has 2 values, expected one for each of 1 times",
        "'values':[1],'times':['2026-01-01'],'covariates':{'price':[1]}"
            + " | field \"static\" is missing",
        "'values':[1],'times':['2026-01-01'],'covariates':{'price':[1]},'static':{'shop':'a'}"
            + " | the request has no value of covariate \"price\" 1 step after its last value",
        "'values':[1],'times':['2026-02-30'],'covariates':{'price':[1]},'static':{'shop':'a'}"
            + " | field \"times[0]\" is 2026-02-30, expected an ISO date",
        "'values':[1,1],'times':['2026-02-03','9999-12-31'],'covariates':{'price':[1,1]},"
            + "'static':{'shop':'a'} | field \"times[0]\" opens a gap of",
        "'values':[null],'times':['2026-01-01'],'covariates':{'price':[1]},'static':{'shop':'a'}"
            + " | field \"values\" has no number",
        "'values':[1e39] | field \"values[0]\" is 1.0E39, expected a finite number of 32 bits",
        "'values':['1'] | field \"values[0]\" is \"1\", expected a finite number of 32 bits",
        "'values':[1],'horizon':4,'times':['2026-01-01'],'covariates':{'price':[1]}"
            + " | field \"horizon\" is 4, expected a whole number from 1 to 3",
      })
  void aRequestThatCannotBeIsRefusedByItsField(String request, String expected) {
    ServedModel<?> model = served(forecaster(Frequency.of("D"), COVARIATES, false));
    Exception refused =
        assertThrows(BadRequestException.class, () -> answers(model, "{" + request + "}"));
    assertTrue(String.valueOf(refused.getMessage()).startsWith(expected), refused.getMessage());
  }
}
