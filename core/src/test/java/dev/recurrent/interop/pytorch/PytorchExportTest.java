package dev.recurrent.interop.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.Safetensors;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.ModelFormats;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import example.FocalLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PytorchExportTest {
  private static final CellType[] CELLS = {
    CellType.RNN, CellType.RNN_RELU, CellType.LSTM, CellType.GRU
  };

  /** What scripts/interop/pytorch.py check compares with PyTorch. */
  private static final Path CHECKED = Path.of("target", "interop", "pytorch");

  private static Map<String, byte[]> exported(SequencePredictor predictor) {
    return new PytorchExporter().files(PytorchFiles.directory(predictor), false);
  }

  /** An embedding or numbers, one to three recurrent layers, perhaps a linear one. */
  private static SequenceModel random(SplittableRandom random) {
    SequenceModel model =
        random.nextBoolean()
            ? SequenceModel.embedding(random.nextInt(20, 40), random.nextInt(1, 19))
            : SequenceModel.input(random.nextInt(1, 9));
    for (int layers = random.nextInt(1, 4); layers > 0; layers--) {
      CellType cell = CELLS[random.nextInt(CELLS.length)];
      model = model.recurrent(cell, random.nextInt(1, 9));
      model = random.nextBoolean() ? model.bidirectional() : model;
    }
    return random.nextBoolean() ? model.dense(random.nextInt(1, 5)) : model;
  }

  @Test
  void whatIsExportedComesBackWithTheSameBits() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 60; i++) {
      SequencePredictor ours = PytorchFiles.predictor(random(random), i);
      Map<String, byte[]> files = exported(ours);
      for (String name : List.of("model.pt", "model.safetensors")) {
        SequencePredictor back = PytorchFiles.read(files.get(name));
        assertEquals(ours.model(), back.model(), name);
        assertArrayEquals(ours.parameters(), back.parameters(), name);
      }
    }
  }

  @Test
  void anEncoderAndItsDecoderComeBackWithTheSameBits() {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 20; i++) {
      SequenceModel reader = SequenceModel.embedding(random.nextInt(20, 40), 5);
      SequenceModel writer = SequenceModel.input(random.nextInt(1, 9));
      for (int layers = random.nextInt(1, 3); layers > 0; layers--) {
        CellType cell = CELLS[random.nextInt(CELLS.length)];
        int size = random.nextInt(1, 9);
        reader = reader.recurrent(cell, size);
        writer = writer.recurrent(cell, size);
      }
      SequencePredictor ours = PytorchFiles.predictor(writer.dense(3).initialStateFrom(reader), i);
      exported(ours)
          .forEach(
              (name, file) -> {
                if (!name.endsWith(".py")) {
                  SequencePredictor back = PytorchFiles.read(file);
                  assertEquals(ours.model(), back.model(), name);
                  assertArrayEquals(ours.parameters(), back.parameters(), name);
                }
              });
    }
  }

  @Test
  void theSecondBiasOfRnnAndLstmIsThereAsZeros() {
    SequenceModel model =
        SequenceModel.input(2)
            .recurrent(CellType.LSTM, 3)
            .bidirectional()
            .recurrent(CellType.GRU, 1);
    Map<String, byte[]> files = exported(PytorchFiles.predictor(model, 1));
    Safetensors tensors = Safetensors.of(files.get("model.safetensors"), "model.safetensors");
    assertArrayEquals(new float[12], tensors.tensor("lstm.bias_hh_l0_reverse").values());
    assertArrayEquals(new int[] {12}, tensors.tensor("lstm.bias_hh_l0").shape());
    assertEquals(12, tensors.tensors().size());
    assertEquals("pytorch", ModelFormats.exporter("pytorch", "sequence-model").format());
  }

  @Test
  void layersWithoutEqualAreNamed() {
    SequenceModel older = SequenceModel.input(2).dense(3).recurrent(CellType.GRU_RESET_BEFORE, 3);
    requireInexpressible(older, "layer \"gru_reset_before\" is ");
    SequenceModel own =
        SequenceModel.input(2)
            .recurrent(CellType.LSTM, 2)
            .recurrent(CellFactory.of("example.PeepholeLstm"), 3);
    requireInexpressible(own, "layer \"peepholelstm\" is PeepholeLstm, which PyTorch has not");
    requireInexpressible(
        SequenceModel.input(1)
            .recurrent(CellType.RNN, 1)
            .initialStateFrom(SequenceModel.input(1).recurrent(CellType.GRU_RESET_BEFORE, 1)),
        "layer \"gru_reset_before\"");
  }

  @Test
  void aLossOfOnesOwnIsLossy() {
    SequenceModel model =
        SequenceModel.input(2).recurrent(CellType.RNN, 2).dense(1).loss(new FocalLoss(2));
    requireInexpressible(model, "the loss is example.FocalLoss");
    SequencePredictor ours = PytorchFiles.predictor(model, 1);
    assertEquals(3, new PytorchExporter().files(PytorchFiles.directory(ours), true).size());
  }

  private static void requireInexpressible(SequenceModel model, String part) {
    SequencePredictor ours = PytorchFiles.predictor(model, 1);
    String message =
        assertThrows(InexpressibleModelException.class, () -> exported(ours)).getMessage();
    assertTrue(message.contains(part), message);
  }

  private static Map<String, SequenceModel> checked() {
    Map<String, SequenceModel> models = new LinkedHashMap<>();
    for (Pooling pooling : Pooling.values()) {
      SequenceModel pooled =
          SequenceModel.embedding(9, 3)
              .recurrent(CellType.LSTM, 4)
              .bidirectional()
              .dropout(0.5f)
              .pool(pooling)
              .dense(5, Activation.RELU)
              .dense(3)
              .loss(new SoftmaxCrossEntropy());
      models.put("pooled-" + pooling.label(), pooled);
    }
    models.put(
        "features-and-tokens",
        SequenceModel.input(2)
            .andEmbedding(9, 3)
            .recurrent(CellType.RNN_RELU, 4)
            .dense(4, Activation.TANH)
            .recurrent(CellType.RNN, 3)
            .pool(Pooling.LAST)
            .dense(4, Activation.SIGMOID)
            .dense(2)
            .loss(new BinaryCrossEntropy()));
    SequenceModel reader =
        SequenceModel.embedding(9, 3)
            .recurrent(CellType.LSTM, 4)
            .bidirectional()
            .recurrent(CellType.LSTM, 2);
    SequenceModel writer =
        SequenceModel.input(3)
            .recurrent(CellType.LSTM, 4)
            .bidirectional()
            .recurrent(CellType.GRU, 4)
            .dense(2);
    models.put("encoder-states", writer.initialStateFrom(reader));
    models.put("encoder-row", writer.initialStateFrom(reader.pool(Pooling.MEAN).dense(20)));
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 10; i++) {
      models.put("random-" + i, random(random));
    }
    return models;
  }

  @Test
  void modelsAndTheirOutputsAreWrittenForPytorch() throws IOException {
    Map<String, SequenceModel> models = checked();
    for (Map.Entry<String, SequenceModel> entry : models.entrySet()) {
      SequencePredictor ours = PytorchFiles.predictor(entry.getValue(), 3);
      Path folder = Files.createDirectories(CHECKED.resolve(entry.getKey()));
      for (Map.Entry<String, byte[]> file : exported(ours).entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      boolean eachStep = entry.getValue().output().eachStep();
      List<Sequence> sequences = new ArrayList<>();
      for (int b = 0; b < 3; b++) {
        sequences.add(sequence(entry.getValue(), eachStep ? 4 : 5 - b, b));
      }
      Map<String, Object> input = input(sequences);
      List<float[][]> rows = ours.predict(sequences);
      Object output = eachStep ? rows : rows.stream().map(r -> r[0]).toList();
      Files.write(
          folder.resolve("expected.json"), Json.document(Map.of("input", input, "output", output)));
    }
    assertEquals(18, models.size());
  }

  private static Sequence sequence(SequenceModel model, int steps, long seed) {
    int features = model.input().features();
    float[] numbers = Numbers.uniform(steps * features, 1, seed);
    int[] tokens = new SplittableRandom(seed).ints(steps, 0, 9).toArray();
    return new Sequence(
        steps,
        features == 0 ? null : numbers,
        model.input().hasTokens() ? tokens : null,
        null,
        1,
        model.encoder() == null ? null : sequence(model.encoder(), 6, seed + 10));
  }

  /** The arguments of the module's call; padding is zeros. The first sequence is the longest. */
  private static Map<String, Object> input(List<Sequence> sequences) {
    Map<String, Object> input = new LinkedHashMap<>();
    Sequence first = sequences.get(0);
    int steps = first.steps();
    if (first.features() != null) {
      int columns = first.features().length / steps;
      input.put("features", sequences.stream().map(s -> rows(s, steps, columns)).toList());
    }
    if (first.tokens() != null) {
      input.put("tokens", sequences.stream().map(s -> Arrays.copyOf(s.tokens(), steps)).toList());
    }
    if (first.source() != null) {
      input.put("source", input(sequences.stream().map(Sequence::source).toList()));
    }
    if (sequences.stream().anyMatch(s -> s.steps() != steps)) {
      input.put("lengths", sequences.stream().map(Sequence::steps).toList());
    }
    return input;
  }

  private static float[][] rows(Sequence sequence, int steps, int columns) {
    float[] flat = sequence.features();
    float[][] rows = new float[steps][columns];
    for (int i = 0; i < flat.length; i++) {
      rows[i / columns][i % columns] = flat[i];
    }
    return rows;
  }
}
