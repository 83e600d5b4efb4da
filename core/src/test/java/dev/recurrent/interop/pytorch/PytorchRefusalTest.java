package dev.recurrent.interop.pytorch;

import static dev.recurrent.interop.pytorch.PytorchFiles.requireRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.recurrent.format.Safetensors;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.Pooling;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PytorchRefusalTest {
  private static Map<String, int[]> lstm() {
    return PytorchImportTest.lstm("lstm.", 3, 2);
  }

  private static void requireModuleRefused(Map<String, int[]> shapes, String part) {
    requireRefused(PytorchImportTest.file(shapes), part);
  }

  @ParameterizedTest
  @CsvSource({
    "norm.weight, 2, normalisation",
    "norm.running_mean, 2, batch normalisation",
    "norm.num_batches_tracked, 1, batch normalisation",
    "attention.in_proj_weight, 6, attention",
    "lstm.weight_hr_l0, 2, proj_size",
    "cell.weight_ih, 2, of a cell that a program walks",
    "position, 2, of a module that is not known",
    "scale.gamma, 2, of a module that is not known",
  })
  void modulesWithoutEqualAreNamed(String name, int size, String reason) {
    Map<String, int[]> shapes = lstm();
    shapes.put(name, new int[] {size});
    requireModuleRefused(shapes, "tensor \"" + name + "\" [" + size + "] is");
    requireModuleRefused(shapes, reason);
  }

  @Test
  void convolutionsAreNamed() {
    Map<String, int[]> shapes = lstm();
    shapes.put("conv.weight", new int[] {2, 2, 3});
    shapes.put("conv.bias", new int[] {2});
    requireModuleRefused(shapes, "tensor \"conv.weight\" [2, 2, 3] is a convolution's");
  }

  @Test
  void wrongAndMissingShapesAreNamed() {
    Map<String, int[]> shapes = lstm();
    shapes.put("lstm.weight_hh_l0", new int[] {10, 2});
    requireModuleRefused(shapes, "\"lstm.weight_hh_l0\" has shape [10, 2], expected 1, 3 or 4");
    shapes = lstm();
    shapes.put("lstm.bias_hh_l0", new int[] {7});
    requireModuleRefused(shapes, "\"lstm.bias_hh_l0\" has shape [7], expected [8]");
    shapes = lstm();
    shapes.put("lstm.weight_ih_l0_reverse", new int[] {8, 3});
    requireModuleRefused(shapes, "\"lstm.weight_hh_l0_reverse\" is missing");
    shapes = lstm();
    shapes.put("lstm.weight_ih_l2", new int[] {8, 2});
    requireModuleRefused(shapes, "\"lstm.weight_ih_l2\" is not of a module with the other");
    shapes = lstm();
    shapes.put("lstm.weight_ih_l0", new int[] {8, 0});
    requireModuleRefused(shapes, "\"lstm.weight_ih_l0\" has shape [8, 0], expected two sizes");
  }

  @Test
  void anActivationBetweenLinearLayersIsNotGuessed() {
    Map<String, int[]> shapes = lstm();
    shapes.put("fc1.weight", new int[] {4, 2});
    shapes.put("fc1.bias", new int[] {4});
    shapes.put("fc2.weight", new int[] {1, 4});
    shapes.put("fc2.bias", new int[] {1});
    requireModuleRefused(shapes, "linear layer \"fc1\" has another above it");
    byte[] file = PytorchImportTest.file(shapes);
    ImportSettings lossy = ImportSettings.defaults().withLossy();
    assertEquals(3, PytorchFiles.read(file, lossy).model().network().size());
  }

  @Test
  void anEncoderAndItsDecoderAreNoStack() {
    Map<String, int[]> shapes = PytorchImportTest.lstm("encoder.rnn.", 3, 2);
    shapes.putAll(PytorchImportTest.lstm("decoder.rnn.", 2, 2));
    requireModuleRefused(shapes, "\"encoder.rnn\" is one of an encoder and a decoder");
  }

  @Test
  void anEncoderWhoseStateTheFileDoesNotShowIsRefused() {
    Map<String, int[]> shapes = PytorchImportTest.lstm("encoder.lstm.", 3, 2);
    shapes.putAll(PytorchImportTest.lstm("lstm.", 2, 4));
    requireModuleRefused(shapes, "the encoder's recurrent layers are [LSTM 2], expected states");
    shapes.put("encoder.dense.weight", new int[] {8, 2});
    requireModuleRefused(shapes, "linear layer \"encoder.dense\" is an encoder's");
  }

  @Test
  void anOrderThatTheFileDoesNotHaveIsNotGuessed() {
    Map<String, int[]> shapes = new TreeMap<>(PytorchImportTest.lstm("b.", 2, 2));
    shapes.putAll(PytorchImportTest.lstm("a.", 2, 2));
    Map<String, Safetensors.Tensor> tensors = new TreeMap<>();
    shapes.forEach(
        (name, shape) -> {
          int size = shape.length == 1 ? shape[0] : shape[0] * shape[1];
          tensors.put(name, new Safetensors.Tensor(shape, new float[size]));
        });
    requireRefused(
        new Safetensors(tensors, Map.of()).toBytes(),
        "in more than one order: \"a\" 2 to 2, \"b\"");
    Map<String, Safetensors.Tensor> numbered = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> numbered.put(name.replace("a.", "x10.").replace("b.", "x9."), tensor));
    assertEquals(
        2,
        PytorchFiles.read(new Safetensors(numbered, Map.of()).toBytes()).model().network().size());
  }

  @Test
  void ordersWithoutNumberAreNotTriedForLong() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (char first = 'a'; first < 'a' + 63; first++) {
      shapes.put("x" + first + ".weight", new int[] {2, 2});
      shapes.put("x" + first + ".bias", new int[] {2});
    }
    shapes.put("last.weight", new int[] {2, 7});
    shapes.put("last.bias", new int[] {2});
    byte[] file = PytorchImportTest.file(shapes);
    assertTimeout(Duration.ofSeconds(2), () -> requireRefused(file, "in too many orders"));
    shapes.put("more.weight", new int[] {2, 2});
    requireModuleRefused(shapes, "tensors of 65 modules, expected at most 64");
  }

  @Test
  void aWeightAloneIsAnEmbeddingOrLinearByWhatReadsIt() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("first.weight", new int[] {7, 3});
    shapes.putAll(lstm());
    assertEquals(
        7, PytorchFiles.read(PytorchImportTest.file(shapes)).model().input().vocabularySize());
    shapes.put("first.weight", new int[] {3, 3});
    requireModuleRefused(shapes, "more than one order");
    Map<String, int[]> named = new LinkedHashMap<>();
    named.put("word_embeddings.weight", new int[] {3, 3});
    named.putAll(lstm());
    assertEquals(
        3, PytorchFiles.read(PytorchImportTest.file(named)).model().input().vocabularySize());
  }

  @Test
  void poolingWithoutARecurrentLayerIsRefused() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("fc.weight", new int[] {1, 4});
    shapes.put("fc.bias", new int[] {1});
    byte[] file = PytorchImportTest.file(shapes);
    ImportSettings mean = ImportSettings.defaults().withPooling(Pooling.MEAN);
    requireRefused(() -> PytorchFiles.read(file, mean), "no recurrent layer below it");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("fc.weight", new Safetensors.Tensor(new int[] {1, 1}, new float[] {Float.NaN}));
    tensors.put("fc.bias", Safetensors.Tensor.vector(new float[1]));
    requireRefused(TorchFile.write(tensors), "\"dense.weight\" has a number that is not finite");
  }

  @Test
  void otherFilesOfPytorchSayWhatToDo() {
    requireRefused(PytorchFiles.golden("pytorch/old-form.pt"), "before PyTorch 1.6");
    requireRefused(
        PytorchFiles.golden("pytorch/whole-module.pt"),
        "an object of \"__main__.Forecaster\", expected tensors, numbers and texts only: save"
            + " model.state_dict()");
    requireRefused(
        new byte[0], "is empty, expected a zip file of torch.save or a safetensors file");
  }
}
