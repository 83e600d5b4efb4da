package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.timeseries.series.Scaling;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks over segments compute what PyTorch computes in float64. */
class SegmentGoldenTest {
  /** Norm-wise: float rounds at 6e-8 and our tanh is good to 5e-7. */
  private static final double LIMIT = 1e-5;

  private static JsonNode read(String name) throws IOException {
    String path = "/golden/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(SegmentGoldenTest.class.getResourceAsStream(path), path)) {
      return new ObjectMapper().readTree(in.readAllBytes());
    }
  }

  private static ForecastModel model(JsonNode golden) {
    int columns = golden.get("columns").asInt();
    boolean known = golden.get("knownColumns").asInt() > 0;
    List<String> series = new ArrayList<>();
    golden.get("series").forEach(name -> series.add(name.asText()));
    WindowConfig window =
        new WindowConfig(
                golden.get("context").asInt(),
                golden.get("horizon").asInt(),
                null,
                false,
                1,
                List.of(),
                columns == 3,
                known ? List.of(Covariate.number("k", Covariate.Kind.KNOWN)) : List.of(),
                Scaling.NONE,
                BaseForecast.NONE,
                false)
            .withSeries(series);
    assertEquals(columns, window.encoderInputs());
    return new ForecastModel(
        new ForecastConfig(
            window,
            CellType.of(golden.get("cell").asText()),
            golden.get("hidden").asInt(),
            golden.get("layers").asInt(),
            0f,
            false,
            golden.get("outputs").asInt() == 1 ? Distribution.POINT_HUBER : Distribution.QUANTILE,
            golden.get("length").asInt()));
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }

  /** (B,T,D) as rows in the order of time. */
  private static void fill(Matrix rows, JsonNode array, int windows) {
    float[] values = floats(array);
    int steps = rows.rows / windows;
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < windows; b++) {
        System.arraycopy(
            values,
            (b * steps + t) * rows.columns,
            rows.data,
            rows.index(t * windows + b),
            rows.columns);
      }
    }
  }

  private static void requireClose(JsonNode expected, Matrix found, String name) {
    double error = 0;
    double norm = 0;
    float[] values = found.toArray();
    assertEquals(expected.size(), values.length, name);
    for (int i = 0; i < values.length; i++) {
      double e = expected.get(i).asDouble();
      error += (e - values[i]) * (e - values[i]);
      norm += e * e;
    }
    assertTrue(Math.sqrt(error) <= LIMIT * Math.sqrt(norm), name + " misses by " + error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"segment-gru-plain", "segment-gru-quantile", "segment-lstm-huber"})
  void outputsLossAndGradientsArePytorchs(String name) throws IOException {
    JsonNode golden = read(name);
    ForecastModel model = model(golden);
    ParameterLayout layout = model.layout();
    float[] parameters = new float[layout.size()];
    float[] gradient = new float[layout.size()];
    List<String> names = new ArrayList<>();
    golden.get("parameters").fieldNames().forEachRemaining(names::add);
    assertEquals(layout.entries().size(), names.size());
    for (String one : names) {
      float[] values = floats(golden.get("parameters").get(one));
      System.arraycopy(values, 0, parameters, layout.entry(one).offset(), values.length);
    }
    int windows = golden.get("rows").size();
    WindowBatch batch = new WindowBatch(model.config().window(), windows);
    fill(batch.context, golden.get("input"), windows);
    if (batch.known.columns > 1) {
      fill(batch.known, golden.get("known"), windows);
    }
    fill(batch.targets, golden.get("targets"), windows);
    for (int b = 0; b < windows && batch.categories.length > 0; b++) {
      batch.categories[0][b] = golden.get("rows").get(b).asInt();
    }
    BoundForecast bound = model.bind(parameters, gradient);
    Matrix outputs = bound.predict(batch);
    Matrix expected = Matrix.zeros(outputs.rows, outputs.columns);
    fill(expected, golden.get("output"), windows);
    requireClose(new ObjectMapper().valueToTree(expected.toArray()), outputs, "output");
    double loss = golden.get("loss").asDouble();
    assertEquals(loss, bound.loss(batch), LIMIT * loss);
    // A seed that takes no window for one of an unknown series.
    assertEquals(loss, bound.lossAndGradient(batch, 1), LIMIT * loss);
    for (String one : names) {
      requireClose(golden.get("gradients").get(one), layout.view(gradient, one), one);
    }
  }
}
