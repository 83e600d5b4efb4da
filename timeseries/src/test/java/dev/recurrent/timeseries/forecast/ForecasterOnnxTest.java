package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.OnnxFiles;
import dev.recurrent.timeseries.series.Scaling;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecasterOnnxTest {
  private static final int C = 6;
  private static final int N = 3;
  private static final int B = 2;

  private static ForecastModel model(
      String cell, int layers, boolean decoder, boolean feedback, Distribution head) {
    WindowConfig window =
        new WindowConfig(
            C,
            N,
            null,
            false,
            1,
            List.of(2),
            true,
            List.of(),
            Scaling.MEAN,
            BaseForecast.NAIVE,
            feedback);
    return new ForecastModel(
        new ForecastConfig(window, CellType.of(cell), 4, layers, 0.1f, decoder, head));
  }

  private static WindowBatch batch(ForecastModel model) {
    WindowBatch batch = new WindowBatch(model.config().window(), B);
    SplittableRandom random = new SplittableRandom(2);
    for (Matrix matrix : List.of(batch.context, batch.known)) {
      for (int i = 0; i < matrix.data.length; i++) {
        matrix.data[i] = (float) (2 * random.nextDouble() - 1);
      }
    }
    return batch;
  }

  /** Time-major rows as (B,T,columns). */
  private static float[] byWindow(Matrix rows) {
    int steps = rows.rows / B;
    float[] all = new float[rows.rows * rows.columns];
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < B; b++) {
        System.arraycopy(
            rows.rows(t * B + b, 1).toArray(),
            0,
            all,
            (b * steps + t) * rows.columns,
            rows.columns);
      }
    }
    return all;
  }

  private static Map<String, float[]> run(OnnxFiles files, WindowBatch batch, boolean known)
      throws OrtException {
    OnnxFiles.Run run =
        files
            .run("model.onnx")
            .with("context", byWindow(batch.context), B, C, batch.context.columns);
    if (known) {
      run.with("known", byWindow(batch.known), B, N, batch.known.columns);
    }
    return run.outputs();
  }

  @ParameterizedTest
  @CsvSource({
    "lstm,2,false,NORMAL",
    "gru,1,true,STUDENT_T",
    "lstm,2,true,NEGATIVE_BINOMIAL",
    "rnn,1,false,POINT"
  })
  void windowsGetOurOutputs(String cell, int layers, boolean decoder, Distribution head)
      throws OrtException {
    ForecastModel model = model(cell, layers, decoder, false, head);
    float[] parameters = OnnxFiles.parameters(model, 4);
    WindowBatch batch = batch(model);
    OnnxFiles files = OnnxFiles.of(model, model.config(), parameters);
    Matrix expected = model.bind(parameters, new float[parameters.length]).predict(batch);
    assertArrayEquals(byWindow(expected), run(files, batch, decoder).get("outputs"), 1e-5f);
  }

  @ParameterizedTest
  @CsvSource({"gru,false", "lstm,true"})
  void quantilesAscend(String cell, boolean decoder) throws OrtException {
    ForecastModel model = model(cell, 1, decoder, false, Distribution.QUANTILE);
    float[] parameters = OnnxFiles.parameters(model, 4);
    WindowBatch batch = batch(model);
    OnnxFiles files = OnnxFiles.of(model, model.config(), parameters);
    float[] expected =
        byWindow(model.bind(parameters, new float[parameters.length]).predict(batch));
    float[] raw = expected.clone();
    for (int i = 0; i < expected.length; i += 9) {
      Arrays.sort(expected, i, i + 9);
    }
    assertTrue(!Arrays.equals(raw, expected), "the raw quantiles do not cross");
    assertArrayEquals(expected, run(files, batch, decoder).get("quantiles"), 1e-5f);
  }

  @Test
  void aNetworkThatReadsItsOwnValuesWalksStepByStep() throws IOException, OrtException {
    ForecastModel model = model("lstm", 2, true, true, Distribution.NORMAL);
    float[] parameters = OnnxFiles.parameters(model, 4);
    WindowBatch batch = batch(model);
    OnnxFiles files = OnnxFiles.of(model, model.config(), parameters);
    ForecastPass pass = (ForecastPass) model.bind(parameters, new float[parameters.length]);
    Matrix[] states = pass.encode(batch, 1);
    Map<String, float[]> found =
        files
            .run("encoder.onnx")
            .with("context", byWindow(batch.context), B, C, batch.context.columns)
            .outputs();
    OnnxFiles.requireDocumented(ForecastModel.KIND, "encoder.onnx", found.keySet());
    String prefix = "";
    for (int k = 0; k < N; k++) {
      Matrix known = batch.known.rows(k * B, B);
      float[] expected = pass.step(known, states).toArray();
      found =
          files
              .run("step.onnx")
              .with("known", known.toArray(), B, known.columns)
              .with("state_h", found.get(prefix + "state_h"), 2, B, 4)
              .with("state_c", found.get(prefix + "state_c"), 2, B, 4)
              .outputs();
      OnnxFiles.requireDocumented(ForecastModel.KIND, "step.onnx", found.keySet());
      assertArrayEquals(expected, found.get("outputs"), 1e-5f);
      prefix = "next_";
    }
  }
}
