package dev.recurrent.timeseries.serve;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.serve.ServedKind;
import dev.recurrent.serve.ServedModel;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Serves forecasters: the history of a series in, its next values out. */
public final class ForecasterServing implements ServedKind {
  /** The rule of models that were trained without one. */
  private static final String MISSING = "mask";

  @Override
  public String kind() {
    return ForecastModel.KIND;
  }

  @Override
  public String verb() {
    return "forecast";
  }

  @Override
  public ServedModel<?> open(ModelDirectory directory) {
    String rule = directory.description().settings().getOrDefault("missing", MISSING);
    return new Served(Forecaster.load(directory), MissingValuePolicy.of(rule));
  }

  private record Served(Forecaster forecaster, MissingValuePolicy missing)
      implements ServedModel<HistoryRequest> {
    @Override
    public String usage() {
      WindowConfig window = forecaster.model().config().window();
      boolean calendar = window.frequency() != null && window.frequency().calendarSize() > 0;
      return "Request: values, a list of numbers, null where one is missing"
          + (calendar ? "; times, a list of ISO dates or times, one for each row" : "")
          + named("; covariates, an object of lists, one number for each row: ", window, false)
          + named("; static, an object: ", window, true)
          + (window.series().isEmpty() ? "" : "; series, its name in training, if it was there")
          + "; horizon, steps to forecast, 1 to "
          + window.horizon()
          + " (default all).\n"
          + "Rows behind the last value are of the future: they have covariates and no value.\n"
          + "Answer: times, point, and quantiles by their level.";
    }

    private static String named(String text, WindowConfig window, boolean constant) {
      String names =
          window.covariates().stream()
              .filter(c -> constant == (c.kind() == Covariate.Kind.STATIC))
              .map(Covariate::name)
              .distinct()
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "" : text + names;
    }

    @Override
    public HistoryRequest parse(RequestFields request) {
      return HistoryRequest.of(request, forecaster.model().config().window(), missing);
    }

    @Override
    public List<?> answer(List<HistoryRequest> requests) {
      List<Forecast> forecasts =
          forecaster.forecast(requests.stream().map(HistoryRequest::origin).toList());
      List<Object> answers = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        answers.add(requests.get(i).answer(forecasts.get(i)));
      }
      return answers;
    }
  }
}
