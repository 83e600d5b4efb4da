package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.FuzzedModel;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedForecasterTest {
  private static WindowConfig window(int context, int lag) {
    return new WindowConfig(
        context,
        3,
        Frequency.of("h"),
        true,
        4,
        List.of(lag),
        true,
        List.of(
            Covariate.number("k", Covariate.Kind.KNOWN).scaled(2, 1),
            Covariate.category("s", Covariate.Kind.STATIC, List.of("north"))),
        Scaling.STANDARD,
        BaseForecast.SEASONAL,
        false);
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void aDamagedForecasterIsReadOrRefusedSoonAndInLittleMemory(Distribution distribution) {
    ForecastConfig config =
        new ForecastConfig(window(6, 4), CellType.LSTM, 4, 2, 0f, true, distribution);
    int refused =
        FuzzedModel.of(new ForecastModel(config), config, Map.of(), Forecaster::load).read(80);
    assertTrue(refused > 40, refused + " refused");
  }

  @Test
  void lengthsThatNoSeriesHasAreRefused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> window(2_000_000_000, 1)).getMessage();
    assertTrue(message.contains("context length 2000000000"), message);
    message = assertThrows(IllegalArgumentException.class, () -> window(6, 0)).getMessage();
    assertEquals("lags are [0], expected each from 1 to 1000000", message);
  }
}
