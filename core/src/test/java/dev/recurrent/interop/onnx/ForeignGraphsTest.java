package dev.recurrent.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.PoolingLayer;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of other programs' exporters; {@code scripts/golden/onnx_graphs.py} makes them. */
class ForeignGraphsTest {
  private static JsonNode golden(String name) throws IOException {
    String path = "/golden/onnx/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(ForeignGraphsTest.class.getResourceAsStream(path), path)) {
      return new ObjectMapper().readTree(in.readAllBytes());
    }
  }

  private static byte[] file(JsonNode golden) {
    return Base64.getDecoder().decode(golden.get("graph").asText());
  }

  private static SequencePredictor read(String name) throws IOException {
    return new OnnxImporter().read(file(golden(name)), name, ImportSettings.defaults());
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values.get(i).asDouble();
    }
    return floats;
  }

  /** The two sequences of an input; of a time-major one, element (t,b) comes first by t. */
  private static List<Sequence> sequences(JsonNode golden, String name, boolean timeMajor) {
    JsonNode shape = golden.get("shapes").get(name);
    float[] values = floats(golden.get("inputs").get(name));
    int columns = shape.size() == 3 ? shape.get(2).asInt() : 1;
    int batch = shape.get(timeMajor ? 1 : 0).asInt();
    int steps = shape.get(timeMajor ? 0 : 1).asInt();
    List<Sequence> sequences = new ArrayList<>();
    for (int b = 0; b < batch; b++) {
      float[] own = new float[steps * columns];
      int[] tokens = new int[steps];
      for (int t = 0; t < steps; t++) {
        int row = timeMajor ? t * batch + b : b * steps + t;
        System.arraycopy(values, row * columns, own, t * columns, columns);
        tokens[t] = (int) values[row * columns];
      }
      boolean ids = shape.size() == 2;
      sequences.add(new Sequence(steps, ids ? null : own, ids ? tokens : null, null, 1f, null));
    }
    return sequences;
  }

  private static void requireOutput(float[] output, List<float[][]> found, boolean timeMajor) {
    int batch = found.size();
    int steps = found.get(0).length;
    int columns = found.get(0)[0].length;
    assertEquals(output.length, batch * steps * columns);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < steps; t++) {
        int row = timeMajor ? t * batch + b : b * steps + t;
        for (int j = 0; j < columns; j++) {
          assertEquals(output[row * columns + j], found.get(b)[t][j], 1e-5);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lstm-linear",
        "lstm-linear-static",
        "lstm-time-major",
        "gru-state",
        "embedding-gru-state",
        "rnn-relu-last",
        "lstm-mean",
        "gru-max"
      })
  void aGraphOfPyTorchGivesPyTorchsOutputs(String name) throws IOException {
    JsonNode golden = golden(name);
    boolean timeMajor = name.contains("time-major");
    List<float[][]> found = read(name).predict(sequences(golden, "input", timeMajor));
    requireOutput(floats(golden.get("output")), found, timeMajor);
  }

  @Test
  void anEncodersStatesStartTheDecodersLayers() throws IOException {
    JsonNode golden = golden("sequence-to-sequence");
    List<Sequence> sources = sequences(golden, "source", false);
    List<Sequence> targets = sequences(golden, "target", false);
    List<Sequence> both = new ArrayList<>();
    for (int b = 0; b < sources.size(); b++) {
      both.add(targets.get(b).withSource(sources.get(b)));
    }
    SequencePredictor read = read("sequence-to-sequence");
    assertEquals(2, Objects.requireNonNull(read.model().encoder()).network().size());
    requireOutput(floats(golden.get("output")), read.predict(both), false);
  }

  @Test
  void aGraphOfKerasGivesItsOutputsInOnnxRuntime() throws IOException, OrtException {
    byte[] file = file(golden("keras-lstm"));
    float[] x = dev.recurrent.testing.Numbers.uniform(2 * 6 * 3, 1, 5);
    float[] output = new OnnxRun(file).with("input", x, 2, 6, 3).run().get("output");
    List<Sequence> sequences = new ArrayList<>();
    for (int b = 0; b < 2; b++) {
      float[] own = java.util.Arrays.copyOfRange(x, b * 18, (b + 1) * 18);
      sequences.add(new Sequence(6, own, null, null, 1f, null));
    }
    SequencePredictor read = new OnnxImporter().read(file, "k", ImportSettings.defaults());
    requireOutput(output, read.predict(sequences), false);
  }

  @Test
  void layersPoolingsAndLossesAreThoseOfTheGraph() throws IOException {
    SequenceModel gru =
        SequenceModel.embedding(6, 3)
            .recurrent(CellType.GRU, 4)
            .bidirectional()
            .pool(Pooling.LAST)
            .dense(3)
            .loss(new SoftmaxCrossEntropy());
    assertEquals(gru, read("embedding-gru-state").model());
    SequenceModel rnn =
        SequenceModel.input(3)
            .recurrent(CellType.RNN_RELU, 4)
            .pool(Pooling.LAST)
            .dense(1)
            .loss(new BinaryCrossEntropy());
    assertEquals(rnn, read("rnn-relu-last").model());
    assertEquals(new PoolingLayer(Pooling.MEAN), read("lstm-mean").model().network().get(1));
  }

  private static void requireRefused(byte[] file, ImportSettings settings, String... parts) {
    String message =
        assertThrows(
                UnusableModelException.class,
                () -> new OnnxImporter().read(file, "f.onnx", settings))
            .getMessage();
    assertTrue(message.startsWith("f.onnx"), message);
    assertTrue(message.lines().count() == 1, message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void whatHasNoEqualIsRefusedByItsNode() throws IOException {
    ImportSettings plain = ImportSettings.defaults();
    requireRefused(file(golden("refused-both-last")), plain, "/Gather", "last step of both");
    requireRefused(file(golden("refused-norm")), plain, "/linear/linear.0/LayerNorm", "no equal");
    byte[] softmax = file(golden("embedding-gru-state"));
    requireRefused(softmax, plain.withLoss(new SquaredError()), "softmax", "SquaredError");
    requireRefused(softmax, plain.withPooling(Pooling.MAX), "--pooling");
  }

  @Test
  void anotherLossThanTheGraphsActivationKeepsTheActivation() throws IOException {
    JsonNode golden = golden("rnn-relu-last");
    ImportSettings squared = ImportSettings.defaults().withLoss(new SquaredError());
    SequencePredictor read = new OnnxImporter().read(file(golden), "f", squared);
    requireOutput(
        floats(golden.get("output")), read.predict(sequences(golden, "input", false)), false);
  }
}
