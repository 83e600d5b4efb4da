package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.JsonObject;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.timeseries.series.Scaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptIntervalsTest {
  @Test
  void aModelsFilesHaveItsCorrections() {
    WindowConfig window =
        new WindowConfig(
            4,
            2,
            null,
            false,
            1,
            List.of(),
            false,
            List.of(),
            Scaling.STANDARD,
            BaseForecast.NAIVE,
            false);
    ForecastModel model =
        new ForecastModel(
            new ForecastConfig(window, CellFactory.of("gru"), 2, 1, 0, true, Distribution.POINT));
    Forecaster plain = new Forecaster(model, new float[model.layout().size()]);
    assertFalse(plain.files(Map.of()).containsKey(Intervals.FILE));
    Intervals own = new Intervals(true, new double[] {0.1, 0.9}, new float[][] {{-1, -2}, {1, 2}});
    Map<String, byte[]> files = new LinkedHashMap<>(plain.with(own).files(Map.of()));
    byte[] file = files.get(Intervals.FILE);
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    Map<String, byte[]> exported =
        new ForecasterOnnx().files(ModelDirectory.of(files, "tiny"), false);
    assertArrayEquals(file, exported.get(Intervals.FILE), "an export has them beside the graph");
    Intervals read = Intervals.of(JsonObject.read(file, Intervals.FILE).object("intervals"));
    assertTrue(read.nonNegative() && read.calibrated());
    assertArrayEquals(own.levels(), read.levels());
    assertArrayEquals(own.offsets(), read.offsets());
    assertEquals(own.offset(0.5, 1), read.offset(0.5, 1));
  }
}
