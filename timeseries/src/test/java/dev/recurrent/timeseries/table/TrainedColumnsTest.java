package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a model knows of its table need not be said again, and must not be said otherwise. */
class TrainedColumnsTest {
  private static SeriesSettings completed(SeriesSettings given) {
    WindowConfig window =
        new WindowConfig(
            6,
            2,
            Frequency.of("D"),
            true,
            1,
            List.of(),
            false,
            List.of(
                Covariate.number("a", Covariate.Kind.KNOWN),
                Covariate.number("b", Covariate.Kind.KNOWN)),
            Scaling.STANDARD,
            BaseForecast.NAIVE,
            false);
    Map<String, Object> fields = ModelDescription.of("forecaster", Map.of());
    fields.put(
        "settings",
        Map.of("time-column", "day", "target-column", "y", "time-format", "milliseconds"));
    TrainedColumns.of(ModelDescription.read(Json.document(fields), "model.json"), window)
        .complete(given);
    return given;
  }

  @Test
  void covariatesMayBeGivenInAnyOrder() {
    SeriesSettings given = new SeriesSettings();
    given.covariates = List.of("b", "a");
    assertEquals(List.of("a", "b"), completed(given).covariates);
    given.covariates = List.of("a");
    assertThrows(UnusableInputException.class, () -> completed(given));
  }

  @Test
  void aModelKnowsItsColumnsItsRuleForGapsAndTheUnitOfItsTimes() {
    SeriesSettings none = completed(new SeriesSettings());
    assertEquals("day", none.timeColumn);
    assertEquals("y", none.targetColumn);
    assertEquals("mask", none.missing);
    assertEquals("milliseconds", none.timeFormat);
  }

  @Test
  void theModelsOwnFrequencyMayBeGivenAgainInAnyName() {
    SeriesSettings given = new SeriesSettings();
    given.frequency = "P1D";
    assertEquals("P1D", completed(given).frequency);
    given.frequency = "W";
    UnusableInputException e = assertThrows(UnusableInputException.class, () -> completed(given));
    assertTrue(e.isUsage() && e.getMessage().contains("trained with D"), e.getMessage());
  }
}
