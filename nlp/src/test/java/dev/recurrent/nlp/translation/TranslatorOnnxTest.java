package dev.recurrent.nlp.translation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nlp.translation.TranslatorConfig.VocabularyConfig;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.OnnxFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslatorOnnxTest {
  private static final int E = 3;
  private static final int H = 4;
  private static final int[][] SOURCES = {{4, 5, 6}, {7}};
  private static final int[] PADDED = {4, 5, 6, Vocabulary.END, 7, Vocabulary.END, 1, 1};
  private static final int[] LENGTHS = {4, 2};

  @ParameterizedTest
  @CsvSource({
    "gru,1,true,GENERAL,true,true",
    "lstm,2,true,BAHDANAU,true,false",
    "lstm,1,false,DOT,false,true",
    "rnn,2,true,NONE,false,false",
    "gru-reset-before,1,false,BAHDANAU,false,true"
  })
  void eachStepGivesOurLogitsAndAttention(
      String cell,
      int layers,
      boolean bidirectional,
      Attention.Kind attention,
      boolean feeding,
      boolean shared)
      throws IOException, OrtException {
    VocabularyConfig tokens = new VocabularyConfig(shared ? 9 : 8, 9, shared, shared);
    TranslatorConfig config =
        TranslatorConfig.defaults(tokens)
            .withCell(CellType.of(cell), H, layers)
            .withEmbeddingSize(E)
            .withEncoder(bidirectional)
            .withAttention(attention, feeding);
    Translator model = new Translator(config);
    float[] parameters = OnnxFiles.parameters(model, 8);
    OnnxFiles files = OnnxFiles.of(model, config, parameters);
    Map<String, float[]> state =
        new LinkedHashMap<>(
            files
                .run("encoder.onnx")
                .with("source_tokens", PADDED, 2, 4)
                .with("source_lengths", LENGTHS, 2)
                .outputs());
    boolean all = cell.equals("lstm") && feeding && attention == Attention.Kind.BAHDANAU;
    if (all) {
      OnnxFiles.requireDocumented(Translator.KIND, "encoder.onnx", state.keySet());
    }
    TranslatorPass pass = model.bind(parameters, new float[parameters.length]);
    TranslatorPass.SearchState search = pass.begin(PairBatch.ofSources(SOURCES), 1);
    int[][] targets = {{Vocabulary.START, Vocabulary.START}, {4, 8}, {6, 5}};
    for (int[] target : targets) {
      float[] expected = pass.step(search, target).toArray();
      Map<String, float[]> found = step(files, state, target, layers);
      if (all) {
        OnnxFiles.requireDocumented(Translator.KIND, "step.onnx", found.keySet());
      }
      assertArrayEquals(expected, found.get("logits"), 1e-5f);
      if (attention != Attention.Kind.NONE) {
        requireAttention(pass, found.get("attention"));
      }
      found.forEach(
          (name, values) -> {
            if (name.startsWith("next_")) {
              state.put(name.substring("next_".length()), values);
            }
          });
    }
  }

  private static Map<String, float[]> step(
      OnnxFiles files, Map<String, float[]> state, int[] target, int layers) throws OrtException {
    OnnxFiles.Run run = files.run("step.onnx").with("tokens", target, 2);
    for (Map.Entry<String, float[]> one : state.entrySet()) {
      String name = one.getKey();
      long[] shape =
          switch (name) {
            case "memory", "keys" -> new long[] {2, 4, H};
            case "fed" -> new long[] {2, E};
            default -> new long[] {layers, 2, H};
          };
      run.with(name, one.getValue(), shape);
    }
    if (state.containsKey("memory")) {
      run.with("source_lengths", LENGTHS, 2);
    }
    return run.outputs();
  }

  private static void requireAttention(TranslatorPass pass, float[] shares) {
    for (int b = 0; b < 2; b++) {
      for (int s = 0; s < 4; s++) {
        float expected = s < LENGTHS[b] ? pass.attention().weight(b, 0, s) : 0;
        assertEquals(expected, shares[b * 4 + s], 1e-5);
      }
    }
  }
}
