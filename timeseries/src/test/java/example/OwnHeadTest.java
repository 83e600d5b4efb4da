package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.forecast.WindowCutter;
import dev.recurrent.timeseries.job.ForecastingBacktest;
import dev.recurrent.timeseries.job.ForecastingTrain;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A head that lives outside of the library is a head like all others. */
class OwnHeadTest {
  private static final String NAME = "example.LaplaceHead";

  @TempDir Path folder;

  /** A head that no file can name: its class cannot be made without a scale. */
  public record FixedScale(double scale) implements Head {
    @Override
    public int parameters() {
      return 1;
    }

    @Override
    public double lossAndGradient(float[] outputs, int at, float target, float share) {
      return 0;
    }

    @Override
    public double point(float[] outputs, int at) {
      return outputs[at];
    }

    @Override
    public double quantile(float[] outputs, int at, double level) {
      return outputs[at];
    }
  }

  private static ForecastModel model(boolean autoregressive) {
    WindowConfig window =
        new WindowConfig(
            6,
            2,
            Frequency.of("D"),
            false,
            3,
            List.of(),
            false,
            List.of(),
            Scaling.STANDARD,
            BaseForecast.NONE,
            autoregressive);
    return new ForecastModel(
        new ForecastConfig(window, CellType.GRU, 5, 1, 0f, true, new LaplaceHead()));
  }

  private static TimeSeries series() {
    float[] values = new float[40];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3 + 0.1f * (i * i % 7);
    }
    return new TimeSeries("s", 0, values, new float[0][]);
  }

  private static WindowBatch batch(ForecastModel model, int... origins) {
    WindowConfig window = model.config().window();
    WindowBatch batch = new WindowBatch(window, origins.length);
    for (int b = 0; b < origins.length; b++) {
      new WindowCutter(window).cut(series(), origins[b], batch, b, true);
    }
    return batch;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theGradientIsTheDifferenceOfTheLoss(boolean autoregressive) {
    ForecastModel model = model(autoregressive);
    float[] parameters = new float[model.layout().size()];
    // Larger than at the start, where the gradients of the encoder are nearly 0.
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-0.7, 0.7);
    }
    GradientCheck.errors(model, parameters, batch(model, 8, 15, 24), 1)
        .forEach((name, error) -> assertTrue(error < 2e-3, name + " misses by " + error));
  }

  @Test
  void aProgramTrainsAndForecastsWithAnOwnHead() {
    ForecastModel model = model(true);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    TrainingConfig config = TrainingConfig.defaults();
    TrainingState state = TrainingState.start(parameters, config.optimizer());
    Trainer<WindowBatch> trainer = new Trainer<>(model, config, state);
    WindowBatch batch = batch(model, 8, 12, 16, 20, 24, 28);
    double first = trainer.step(batch, 0, 1f);
    double last = first;
    for (int step = 1; step < 100; step++) {
      last = trainer.step(batch, step, 1f);
    }
    assertTrue(last < first - 0.2, first + " to " + last);
    Forecast drawn = new Forecaster(model, parameters).forecast(series());
    assertTrue(drawn.quantiles()[0][0] < drawn.quantiles()[8][0]);
  }

  @Test
  void drawsOfAHeadWithoutASamplerLieBelowAQuantileAsOftenAsItSays() {
    Head head = new LaplaceHead();
    float[] outputs = {1, 0.5f};
    Random random = new Random(1);
    double quantile = head.quantile(outputs, 0, 0.9);
    int below = 0;
    for (int i = 0; i < 10_000; i++) {
      below += head.sample(outputs, 0, random) < quantile ? 1 : 0;
    }
    assertEquals(9_000, below, 100);
  }

  private List<String> table(String output, String... more) throws IOException {
    StringBuilder rows = new StringBuilder("day,sales\n");
    float[] values = series().values();
    for (int i = 0; i < 120; i++) {
      rows.append(LocalDate.of(2026, 1, 1).plusDays(i)).append(',').append(values[i % 39]);
      rows.append('\n');
    }
    Path file = Files.writeString(folder.resolve("sales.csv"), rows);
    List<String> options = new ArrayList<>(List.of("--input", file + ""));
    options.addAll(List.of("--time-column", "day", "--target-column", "sales"));
    options.addAll(List.of(output.isEmpty() ? "--model" : "--output", folder.resolve("m") + ""));
    options.addAll(List.of(more));
    return options;
  }

  private List<String> training(String head) throws IOException {
    return table(
        "m",
        "--distribution",
        head,
        "--rounds",
        "2",
        "--hidden-size",
        "4",
        "--shards",
        "2",
        "--horizon",
        "3");
  }

  @Test
  void theCommandLineTakesTheClassOfAHeadAndAModelNeedsIt() throws IOException {
    JobRun.of(new ForecastingTrain(), training(NAME)).done();
    Forecaster loaded = Forecaster.load(ModelDirectory.local(folder.resolve("m")));
    assertEquals(new LaplaceHead(), loaded.model().config().distribution());
    JobRun backtest = JobRun.of(new ForecastingBacktest(), table("")).done();
    assertTrue(backtest.json().path("model").has("coverage_80"), backtest.out());

    Path description = folder.resolve("m/model.json");
    String text = Files.readString(description);
    assertTrue(text.contains("\"distribution\" : \"" + NAME + "\""), text);
    byte[] missing = text.replace(NAME, "example.Missing").getBytes(StandardCharsets.UTF_8);
    String message =
        assertThrows(
                UnusableModelException.class,
                () -> ModelDescription.read(missing, "model.json").config(ForecastConfig.class))
            .getMessage();
    assertTrue(message.contains("distribution is \"example.Missing\", expected"), message);
    assertTrue(message.startsWith("model.json: config"), message);
  }

  @Test
  void aMissingClassIsWrongUsage() throws IOException {
    JobRun wrong = JobRun.of(new ForecastingTrain(), training("example.Missing"));
    assertEquals(2, wrong.status(), wrong.err());
    String expected = "distribution is \"example.Missing\", expected normal";
    assertTrue(wrong.json().path("error").asText().contains(expected), wrong.out());
  }

  @Test
  void aHeadThatNoFileCanNameIsRefusedWhenItIsWritten() {
    ForecastConfig named = model(false).config();
    ForecastConfig config =
        new ForecastConfig(named.window(), CellType.GRU, 5, 1, 0f, true, new FixedScale(2));
    Exception refused = assertThrows(IllegalArgumentException.class, () -> Json.document(config));
    assertTrue(refused.getCause().getMessage().contains("without parameters"), refused + "");
  }
}
