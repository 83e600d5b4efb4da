package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.RecurrentWeights;
import dev.recurrent.spark.OnnxFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageModelOnnxTest {
  private static final int V = 9;

  /** A cell that remembers nothing. */
  public record OwnCell(int inputSize, int hiddenSize) implements Cell {
    @Override
    public int gateSize() {
      return hiddenSize;
    }

    @Override
    public void forward(RecurrentWeights weights, CellStep step) {}

    @Override
    public void backward(
        RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {}
  }

  private static LanguageModel model(String cell, int layers, boolean tied) {
    return new LanguageModel(
        LanguageModelConfig.defaults(V)
            .withCell(CellFactory.of(cell), 5, layers)
            .withEmbedding(tied ? 5 : 3, tied)
            .withDropout(0.3f, Dropout.Kind.EACH_STEP));
  }

  @ParameterizedTest
  @CsvSource({
    "rnn,1,true",
    "rnn-relu,1,false",
    "lstm,2,false",
    "gru,2,true",
    "gru-reset-before,1,false"
  })
  void textsAndTheStepsAfterThemGiveOurLogits(String cell, int layers, boolean tied)
      throws IOException, OrtException {
    LanguageModel model = model(cell, layers, tied);
    float[] parameters = OnnxFiles.parameters(model, 5);
    OnnxFiles files = OnnxFiles.of(model, model.config(), parameters);
    int[] padded = {4, 5, 6, 7, /* the second text */ 8, 3, 1, 1};
    Map<String, float[]> read =
        files
            .run("model.onnx")
            .with("tokens", padded, 2, 4)
            .with("lengths", new int[] {4, 2}, 2)
            .outputs();
    OnnxFiles.Run step = files.run("step.onnx").with("tokens", new int[] {2, 6}, 2);
    for (String state : read.keySet()) {
      if (state.startsWith("state_")) {
        step.with(state, read.get(state), layers, 2, 5);
      }
    }
    Map<String, float[]> next = step.outputs();
    if (cell.equals("lstm")) {
      OnnxFiles.requireDocumented(LanguageModel.KIND, "model.onnx", read.keySet());
      OnnxFiles.requireDocumented(LanguageModel.KIND, "step.onnx", next.keySet());
    }
    requireText(model, parameters, new int[] {4, 5, 6, 7, 2}, 0, read, next);
    requireText(model, parameters, new int[] {8, 3, 6}, 1, read, next);
  }

  /** The last token is the step's. */
  private static void requireText(
      LanguageModel model,
      float[] parameters,
      int[] tokens,
      int b,
      Map<String, float[]> read,
      Map<String, float[]> next) {
    float[] expected =
        model.bind(parameters, new float[parameters.length]).predict(tokens, 1).toArray();
    int length = tokens.length - 1;
    float[] logits = Arrays.copyOfRange(read.get("logits"), 4 * b * V, (4 * b + length) * V);
    assertArrayEquals(Arrays.copyOf(expected, length * V), logits, 1e-5f);
    assertArrayEquals(
        Arrays.copyOfRange(expected, length * V, expected.length),
        Arrays.copyOfRange(next.get("logits"), b * V, (b + 1) * V),
        1e-5f);
  }

  @Test
  void aCellOfOnesOwnIsRefusedByName() {
    LanguageModel model = model(OwnCell.class.getName(), 1, false);
    float[] parameters = OnnxFiles.parameters(model, 5);
    String message =
        assertThrows(
                InexpressibleModelException.class,
                () -> OnnxFiles.of(model, model.config(), parameters))
            .getMessage();
    assertTrue(message.contains("\"rnn.l0\"") && message.contains("OwnCell"), message);
  }

  @Test
  void theStatesAfterAStepStartTheNext() throws OrtException {
    LanguageModel model = model("lstm", 1, false);
    float[] parameters = OnnxFiles.parameters(model, 6);
    OnnxFiles files = OnnxFiles.of(model, model.config(), parameters);
    float[] hidden = new float[5];
    float[] cells = new float[5];
    int[] tokens = {4, 7, 8};
    float[] expected =
        model.bind(parameters, new float[parameters.length]).predict(tokens, 1).toArray();
    for (int t = 0; t < tokens.length; t++) {
      Map<String, float[]> step =
          files
              .run("step.onnx")
              .with("tokens", new int[] {tokens[t]}, 1)
              .with("state_h", hidden, 1, 1, 5)
              .with("state_c", cells, 1, 1, 5)
              .outputs();
      assertArrayEquals(
          Arrays.copyOfRange(expected, t * V, (t + 1) * V), step.get("logits"), 1e-5f);
      hidden = step.get("next_state_h");
      cells = step.get("next_state_c");
    }
  }
}
