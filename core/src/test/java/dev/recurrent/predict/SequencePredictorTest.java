package dev.recurrent.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Safetensors;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.ElementwiseLoss;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import example.FocalLoss;
import example.PeepholeLstm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequencePredictorTest {
  private static final SequenceModel CHURN =
      SequenceModel.input(3)
          .andEmbedding(5, 2)
          .recurrent(CellType.GRU, 4)
          .bidirectional()
          .dropout(0.2f)
          .recurrent(CellFactory.of("example.PeepholeLstm"), 3)
          .pool(Pooling.MEAN_MAX)
          .dense(4, Activation.TANH)
          .dense(1)
          .loss(new FocalLoss(2));

  private static SequencePredictor predictor(SequenceModel model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    return new SequencePredictor(model, parameters);
  }

  private static Sequence sequence(int steps, long seed) {
    float[][] rows = new float[steps][];
    int[] tokens = new int[steps];
    for (int t = 0; t < steps; t++) {
      rows[t] = Numbers.uniform(3, 1, 100 * seed + t);
      tokens[t] = (int) ((seed + t) % 5);
    }
    return Sequence.of(rows).withTokens(tokens);
  }

  @Test
  void aLoadedModelAnswersAsTheSavedOne(@TempDir Path directory) throws IOException {
    SequencePredictor saved = predictor(CHURN);
    saved.save(directory.resolve("churn"));
    SequencePredictor loaded =
        SequencePredictor.load(ModelDirectory.local(directory.resolve("churn")));
    assertEquals(CHURN, loaded.model());
    assertArrayEquals(saved.parameters(), loaded.parameters());
    assertArrayEquals(saved.predict(sequence(4, 1))[0], loaded.predict(sequence(4, 1))[0]);
    assertThrows(FileAlreadyExistsException.class, () -> saved.save(directory.resolve("churn")));
  }

  @Test
  void anEncoderIsSavedWithItsDecoder(@TempDir Path directory) throws IOException {
    SequenceModel model =
        SequenceModel.input(3)
            .recurrent(CellType.LSTM, 4)
            .dense(5)
            .loss(new SoftmaxCrossEntropy(0.1f))
            .initialStateFrom(SequenceModel.input(3).recurrent(CellType.LSTM, 4));
    SequencePredictor saved = predictor(model);
    saved.save(directory);
    SequencePredictor loaded = SequencePredictor.load(ModelDirectory.local(directory));
    assertEquals(model, loaded.model());
    Sequence pair = sequence(2, 1).withSource(sequence(6, 2));
    float[][] answer = loaded.predict(pair);
    assertEquals(2, answer.length);
    assertArrayEquals(saved.predict(pair)[1], answer[1]);
  }

  @Test
  void parametersAreSavedUnderPyTorchsNames() {
    byte[] bytes = predictor(CHURN).files().get("parameters.safetensors");
    Safetensors file = Safetensors.of(bytes, "parameters");
    assertArrayEquals(new int[] {12, 5}, file.tensor("gru.weight_ih_l0_reverse").shape());
    assertArrayEquals(new int[] {9, 8}, file.tensor("peepholelstm.weight_ih_l0").shape());
    assertArrayEquals(new int[] {1}, file.tensor("dense_1.bias").shape());
  }

  @Test
  void threadsShareAPredictor() throws InterruptedException, ExecutionException {
    SequencePredictor predictor = predictor(CHURN);
    List<float[]> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      expected.add(predictor.predict(sequence(1 + i % 7, i))[0]);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int n = i % 20;
        answers.add(threads.submit(() -> predictor.predict(sequence(1 + n % 7, n))[0]));
      }
      for (int i = 0; i < 200; i++) {
        assertArrayEquals(expected.get(i % 20), answers.get(i).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void manySequencesAreAnsweredInTheirOrder() {
    SequenceModel model = SequenceModel.input(3).recurrent(PeepholeLstm::new, 4).dense(2);
    SequencePredictor predictor = predictor(model);
    List<Sequence> many = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      many.add(sequence(1 + i * 7 % 11, i));
    }
    List<float[][]> answers = predictor.predict(many);
    for (int i = 0; i < 150; i += 13) {
      float[][] alone = predictor.predict(many.get(i));
      assertEquals(many.get(i).steps(), answers.get(i).length);
      for (int t = 0; t < alone.length; t++) {
        assertArrayEquals(alone[t], answers.get(i)[t], 2e-6f);
      }
    }
    assertEquals(List.of(), predictor.predict(List.of()));
  }

  private static SequencePredictor altered(String from, String to) {
    Map<String, byte[]> files = new LinkedHashMap<>(predictor(CHURN).files());
    String json = new String(files.get("model.json"), StandardCharsets.UTF_8);
    assertTrue(json.contains(from), json);
    files.put("model.json", json.replace(from, to).getBytes(StandardCharsets.UTF_8));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return SequencePredictor.load(ModelDirectory.of(files, "churn"));
  }

  private static void refused(String message, String from, String to) {
    String said = assertThrows(UnusableModelException.class, () -> altered(from, to)).getMessage();
    assertTrue(said.startsWith("churn/model.json"), said);
    assertTrue(said.contains(message), said);
  }

  @Test
  void whatAFileNamesHasToBeOnTheClassPath() {
    refused("cell is \"example.No\"", "example.PeepholeLstm", "example.No");
    refused(
        "type is \"example.No\", expected one of [absolute-error,",
        "example.FocalLoss",
        "example.No");
    refused("type is \"java.lang.String\"", "example.FocalLoss", "java.lang.String");
    refused(
        "type is \"convolution\", expected one of [dense, dropout,",
        "\"dropout\"",
        "\"convolution\"");
  }

  @Test
  void fieldsOfLayersAreReadStrictly() {
    refused("rate", "\"rate\"", "\"rates\"");
    refused("dropout is 1.2", "\"rate\" : 0.2", "\"rate\" : 1.2");
    refused("hiddenSize", "\"hiddenSize\" : 4", "\"hiddenSize\" : \"4\"");
    refused(
        "peepholelstm reads (B, 8)",
        "\"type\" : \"dropout\",\n      \"rate\" : 0.2,\n      \"kind\" : \"EACH_STEP\"",
        "\"type\" : \"pooling\",\n      \"pooling\" : \"LAST\"");
  }

  /** A loss that is no record. */
  private static final class Plain implements ElementwiseLoss {
    private static final long serialVersionUID = 1;

    @Override
    public double value(double output, double target) {
      return 0;
    }

    @Override
    public double slope(double output, double target) {
      return 0;
    }
  }

  @Test
  void aLossThatIsNoRecordIsNotWritten() {
    SequencePredictor predictor =
        predictor(SequenceModel.input(3).recurrent(CellType.GRU, 2).loss(new Plain()));
    String message = assertThrows(IllegalArgumentException.class, predictor::files).getMessage();
    assertTrue(message.contains("it is no record"), message);
  }
}
