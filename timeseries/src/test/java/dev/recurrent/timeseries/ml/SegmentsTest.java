package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {
  private static WindowConfig window(int context, int season) {
    return new WindowConfig(
        context,
        3,
        null,
        false,
        season,
        List.of(),
        false,
        List.of(),
        Scaling.STANDARD,
        BaseForecast.NAIVE,
        false);
  }

  @ParameterizedTest
  @CsvSource({
    "192,24,24",
    "96,24,24",
    "95,24,12",
    "28,7,7",
    "27,7,5",
    "24,12,6",
    "100,1,10",
    "8,1,2",
    "1,1,1",
    "3,288,1"
  })
  void aSegmentIsASeasonOrAPartOfIt(int context, int season, int length) {
    assertEquals(length, Segments.DEFAULT.length(window(context, season)));
    assertEquals(2, Segments.of(2, "auto").length(window(context, season)));
  }

  private static ForecastSettings settings(
      ForecastSettings.Architecture architecture, Segments segments) {
    return new ForecastSettings(
        ForecastSettings.Window.of(3),
        architecture,
        segments,
        Distribution.QUANTILE,
        CellFactory.of("gru"),
        8,
        1,
        0,
        WindowWeights.LENGTH);
  }

  @Test
  void severalSeriesButNotVeryManyAreToldApart() {
    var segment = ForecastSettings.Architecture.SEGMENT;
    ForecastSettings auto = settings(segment, Segments.DEFAULT);
    assertFalse(auto.embedsSeries(1));
    assertTrue(auto.embedsSeries(2) && auto.embedsSeries(1000));
    assertFalse(auto.embedsSeries(1001));
    assertTrue(settings(segment, Segments.of(0, "true")).embedsSeries(5000));
    assertFalse(settings(segment, Segments.of(0, "false")).embedsSeries(5));
    assertFalse(settings(ForecastSettings.Architecture.DIRECT, Segments.DEFAULT).embedsSeries(5));
  }

  @Test
  void optionsOfSegmentsNeedTheArchitecture() {
    var direct = ForecastSettings.Architecture.DIRECT;
    var failure =
        assertThrows(
            IllegalArgumentException.class, settings(direct, Segments.of(4, "auto"))::requireValid);
    assertTrue(failure.getMessage().contains("--architecture segment"), failure.getMessage());
    assertTrue(settings(direct, Segments.of(0, "true")).requireValid().embedsSeries(5));
    assertThrows(IllegalArgumentException.class, () -> Segments.of(-1, "auto"));
    assertThrows(IllegalArgumentException.class, () -> Segments.of(0, "yes"));
    assertThrows(IllegalArgumentException.class, () -> WindowWeights.of("LENGTH"));
    ForecastConfig config =
        settings(ForecastSettings.Architecture.SEGMENT, Segments.DEFAULT).network(window(192, 24));
    assertEquals(8, config.contextSteps());
    assertEquals(1, config.horizonSteps());
  }
}
