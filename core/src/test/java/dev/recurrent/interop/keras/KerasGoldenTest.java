package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as Keras writes them (scripts/golden/keras_files.py) give Keras's outputs. */
class KerasGoldenTest {
  private static final double LIMIT = 1e-5;

  static byte[] resource(String name) throws IOException {
    String path = "/golden/keras/" + name;
    try (InputStream in =
        Objects.requireNonNull(KerasGoldenTest.class.getResourceAsStream(path), path)) {
      return in.readAllBytes();
    }
  }

  private static JsonNode golden(String name) throws IOException {
    return new ObjectMapper().readTree(resource("outputs.json")).get(name);
  }

  private static double[] doubles(JsonNode list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asDouble();
    }
    return values;
  }

  private static Sequence sequence(SequencePredictor model, JsonNode numbers) {
    return sequence(model.model().input().features(), doubles(numbers));
  }

  private static Sequence sequence(int features, double[] numbers) {
    if (features == 0) {
      int[] tokens = new int[numbers.length];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = (int) numbers[i];
      }
      return Sequence.ofTokens(tokens);
    }
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += features) {
      float[] row = new float[features];
      for (int j = 0; j < features; j++) {
        row[j] = (float) numbers[i + j];
      }
      rows.add(row);
    }
    return Sequence.of(rows.toArray(new float[0][]));
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }

  private static void requireOutputs(SequencePredictor model, String name) throws IOException {
    JsonNode golden = golden(name);
    Sequence read = sequence(model, golden.get("input"));
    if (golden.has("source")) {
      int features = model.model().encoder().input().features();
      read = read.withSource(sequence(features, doubles(golden.get("source"))));
    }
    float[] actual = flat(model.predict(read));
    double[] expected = doubles(golden.get("output"));
    assertEquals(expected.length, actual.length);
    double miss = Numbers.relativeDifference(expected, actual);
    assertTrue(miss < LIMIT, () -> name + " misses by " + miss);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras3-concat.keras",
        "keras3-merges.keras",
        "keras2.keras",
        "keras2.h5",
        "keras3.h5",
        "hdf5-1.8.keras",
        "keras3-translator.keras",
        "keras2-translator.h5",
        "textbook-stacked.keras",
        "textbook-encoder.keras",
        "textbook-translator.keras"
      })
  void filesOfKerasGiveItsOutputsAndSoDoTheirCopies(String name) throws IOException {
    SequencePredictor model = KerasModels.read(resource(name));
    requireOutputs(model, name);
    SequencePredictor again = KerasModels.read(KerasModels.written(new KerasExporter(), model));
    assertArrayEquals(model.parameters(), again.parameters());
    requireOutputs(again, name);
  }

  @ParameterizedTest
  @CsvSource({
    "keras3-concat.keras, softmax",
    "keras3-merges.keras, squared",
    "keras2.keras, binary",
    "keras2.h5, softmax"
  })
  void theLossIsTheOneOfTheLastActivation(String name, String loss) throws IOException {
    Loss expected =
        switch (loss) {
          case "softmax" -> new SoftmaxCrossEntropy();
          case "binary" -> new BinaryCrossEntropy();
          default -> new SquaredError();
        };
    assertEquals(expected, KerasModels.read(resource(name)).model().loss());
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras2.keras"})
  void aLossOfTheCallersKeepsTheSigmoid(String name) throws IOException {
    ImportSettings settings = ImportSettings.defaults().withLoss(new SquaredError());
    SequencePredictor model = KerasModels.read(resource(name), settings);
    assertEquals(new SquaredError(), model.model().loss());
    requireOutputs(model, name);
  }
}
