package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.spark.OnnxFiles;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierOnnxTest {
  @ParameterizedTest
  @CsvSource({
    "lstm,1,2,LAST",
    "gru,2,1,LAST",
    "gru-reset-before,1,2,MEAN",
    "rnn,1,1,MAX",
    "gru,2,2,MEAN_MAX",
    "lstm,1,2,ATTENTION"
  })
  void textsGetOurProbabilities(String cell, int layers, int directions, Pooling pooling)
      throws OrtException {
    RecurrentConfig recurrent =
        new RecurrentConfig(
            CellType.of(cell), 4, 3, layers, directions, 0.2f, Dropout.Kind.EACH_STEP);
    TextPreprocessing form = new TextPreprocessing(true, true, 9, TextPreprocessing.Keep.HEAD);
    ClassifierConfig config =
        new ClassifierConfig(
            List.of("bad", "fair", "good"), 11, 4, recurrent, pooling, 0.1f, 0f, 0f, false, form);
    requireOurProbabilities(config);
    requireOurProbabilities(config.withScaling());
  }

  private static void requireOurProbabilities(ClassifierConfig config) throws OrtException {
    ClassifierModel model = new ClassifierModel(config);
    float[] parameters = OnnxFiles.parameters(model, 3);
    int[] padded = {4, 5, 6, /* the second text */ 9, 1, 1};
    float[] found =
        OnnxFiles.of(model, config, parameters)
            .run("model.onnx")
            .with("tokens", padded, 2, 3)
            .with("lengths", new int[] {3, 1}, 2)
            .outputs()
            .get("probabilities");
    List<int[]> texts = List.of(new int[] {4, 5, 6}, new int[] {9});
    Matrix expected =
        model
            .bind(parameters, new float[parameters.length])
            .predict(LabelledBatch.unlabelled(texts));
    for (int b = 0; b < 2; b++) {
      new SoftmaxCrossEntropy().predict(expected.data, expected.index(b), 3);
      for (int j = 0; j < 3; j++) {
        assertEquals(expected.get(b, j), found[b * 3 + j], 1e-5);
      }
    }
  }
}
