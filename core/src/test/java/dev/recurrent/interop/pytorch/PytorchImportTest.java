package dev.recurrent.interop.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.Safetensors;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.ModelFormats;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PytorchImportTest {
  private static final double LIMIT = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "tagger.pt,",
    "tagger.safetensors,",
    "language-model.pt,",
    "language-model.safetensors,",
    "forecaster-rnn.pt,LAST",
    "forecaster-gru.pt,LAST",
    "forecaster-lstm.pt,LAST",
  })
  void filesOfPytorchGiveItsOutputs(String name, Pooling pooling) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(PytorchFiles.golden("pytorch-files.json"));
    double[] input = numbers(golden.get(name).get("input"));
    double[] output = numbers(golden.get(name).get("output"));
    ImportSettings settings = new ImportSettings(false, pooling, null);
    SequencePredictor read = PytorchFiles.read(PytorchFiles.golden("pytorch/" + name), settings);
    float[] flat = flat(read.predict(sequence(read.model(), input)));
    assertEquals(output.length, flat.length);
    double difference = Numbers.relativeDifference(output, flat);
    assertTrue(difference < LIMIT, () -> name + " differs by " + difference);
  }

  private static double[] numbers(JsonNode list) {
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).asDouble();
    }
    return numbers;
  }

  private static Sequence sequence(SequenceModel model, double[] input) {
    int columns = model.input().hasTokens() ? 1 : model.input().features();
    float[][] rows = new float[input.length / columns][columns];
    int[] tokens = new int[rows.length];
    for (int i = 0; i < input.length; i++) {
      rows[i / columns][i % columns] = (float) input[i];
      tokens[i / columns] = (int) input[i];
    }
    return model.input().hasTokens() ? Sequence.ofTokens(tokens) : Sequence.of(rows);
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }

  @Test
  void theFormatIsFoundByItsName() {
    assertEquals("pytorch", ModelFormats.importer("pytorch").format());
  }

  @Test
  void layersOfOneModuleBecomeLayersOfOurs() {
    SequenceModel model = PytorchFiles.read(PytorchFiles.golden("pytorch/tagger.pt")).model();
    assertEquals(
        SequenceModel.embedding(11, 5)
            .recurrent(CellType.LSTM, 4)
            .bidirectional()
            .recurrent(CellType.LSTM, 4)
            .bidirectional()
            .dense(3),
        model);
  }

  @Test
  void onlyTheNameOfAnRnnShowsThatItHasRelu() {
    for (String name : List.of("rnn_relu", "net.rnn_relu_2", "rnn", "my_rnn_relu", "rnn_relus")) {
      Map<String, int[]> shapes = new LinkedHashMap<>();
      shapes.put(name + ".weight_ih_l0", new int[] {2, 3});
      shapes.put(name + ".weight_hh_l0", new int[] {2, 2});
      boolean relu = name.equals("rnn_relu") || name.startsWith("net.");
      assertEquals(
          SequenceModel.input(3).recurrent(relu ? CellType.RNN_RELU : CellType.RNN, 2),
          PytorchFiles.read(file(shapes)).model(),
          name);
    }
  }

  @Test
  void settingsGivePoolingAndLoss() {
    ImportSettings settings =
        ImportSettings.defaults().withPooling(Pooling.LAST).withLoss(new SoftmaxCrossEntropy());
    byte[] file = PytorchFiles.golden("pytorch/tagger.pt");
    SequencePredictor read = PytorchFiles.read(file, settings);
    float[] row = read.predict(Sequence.ofTokens(1, 2, 3))[0];
    assertEquals(1, row[0] + row[1] + row[2], 1e-6);
    PytorchFiles.requireRefused(
        () -> PytorchFiles.read(file, settings.withPooling(Pooling.ATTENTION)), "attention");
  }

  @Test
  void aPoolingOfTwiceTheColumnsIsBelowItsLinearLayer() {
    Map<String, int[]> shapes = lstm("rnn.", 3, 2);
    shapes.put("head.weight", new int[] {1, 4});
    shapes.put("head.bias", new int[] {1});
    byte[] file = file(shapes);
    ImportSettings settings = ImportSettings.defaults().withPooling(Pooling.MEAN_MAX);
    assertEquals(1, PytorchFiles.read(file, settings).model().output().columns());
    PytorchFiles.requireRefused(file, "do not read one another: \"rnn\" 3 to 2, \"head\" 4 to 1");
  }

  @Test
  void bothBiasesOfAnLstmAreAddedAndMissingOnesAreZeros() {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight_ih_l0", new Safetensors.Tensor(new int[] {4, 1}, new float[4]));
    tensors.put("weight_hh_l0", new Safetensors.Tensor(new int[] {4, 1}, new float[4]));
    SequencePredictor none = PytorchFiles.read(TorchFile.write(tensors));
    assertArrayEquals(new float[4], bias(none));
    tensors.put("bias_ih_l0", Safetensors.Tensor.vector(new float[] {1, 2, -0f, 4}));
    PytorchFiles.requireRefused(TorchFile.write(tensors), "\"bias_hh_l0\" is missing");
    tensors.put("bias_hh_l0", Safetensors.Tensor.vector(new float[] {.5f, -2, 0, 0}));
    SequencePredictor both = PytorchFiles.read(TorchFile.write(tensors));
    assertArrayEquals(new float[] {1.5f, 0, -0f, 4}, bias(both));
  }

  private static float[] bias(SequencePredictor read) {
    SequenceModel model = read.model();
    return model.layout().view(read.parameters(), "lstm.bias_ih_l0").toArray();
  }

  static Map<String, int[]> lstm(String prefix, int inputs, int size) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put(prefix + "weight_ih_l0", new int[] {4 * size, inputs});
    shapes.put(prefix + "weight_hh_l0", new int[] {4 * size, size});
    shapes.put(prefix + "bias_ih_l0", new int[] {4 * size});
    shapes.put(prefix + "bias_hh_l0", new int[] {4 * size});
    return shapes;
  }

  static byte[] file(Map<String, int[]> shapes) {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          int size = 1;
          for (int n : shape) {
            size *= n;
          }
          tensors.put(name, new Safetensors.Tensor(shape, new float[size]));
        });
    return TorchFile.write(tensors);
  }
}
