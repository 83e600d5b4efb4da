package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A classifier that starts from a language model. */
public class PretrainedLayersTest {
  private static final int WORDS = Texts.tokenizer().vocabulary().size();

  private static LanguageModel model(boolean tied) {
    return new LanguageModel(
        LanguageModelConfig.defaults(WORDS)
            .withCell(CellType.GRU, 5, 2)
            .withEmbedding(tied ? 5 : 4, tied));
  }

  private static float[] parameters(LanguageModel model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 7);
    return parameters;
  }

  /** The files of a small language model over seven words, by their names. */
  public static Map<String, byte[]> files(boolean tied) {
    return files(tied, Map.of());
  }

  /**
   * @param provenance in {@code model.json}
   */
  public static Map<String, byte[]> files(boolean tied, Map<String, Object> provenance) {
    LanguageModel model = model(tied);
    Map<String, byte[]> files = new HashMap<>();
    Map<String, Object> description = ModelDescription.of(model.kind(), model.config());
    description.put("provenance", provenance);
    files.put(ModelDirectory.MODEL, Json.document(description));
    files.put(TextClassifier.TOKENIZER, TokenizerJson.writeBytes(Texts.tokenizer()));
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters(model)));
    return signed(files);
  }

  private static Map<String, byte[]> signed(Map<String, byte[]> files) {
    files.remove(Manifest.NAME);
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return files;
  }

  private static ClassifierModel classifier(PretrainedLayers layers) {
    return new ClassifierModel(
        new ClassifierConfig(
            List.of("bad", "good"),
            WORDS,
            layers.recurrent(0.1f).inputSize(),
            layers.recurrent(0.1f),
            Pooling.MEAN_MAX,
            0,
            0,
            0,
            false,
            new TextPreprocessing(true, true, 9, TextPreprocessing.Keep.HEAD),
            new AuxiliaryLosses(AuxiliaryLosses.Softmax.NONE, 1, 0, 0, 5).over(layers),
            false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void embeddingAndLayersAreTheLanguageModels(boolean tied) {
    ModelDirectory directory = ModelDirectory.of(files(tied), "lm");
    assertTrue(PretrainedLayers.isIn(directory));
    PretrainedLayers layers = PretrainedLayers.load(directory);
    ClassifierModel classifier = classifier(layers);
    float[] fresh = new float[classifier.layout().size()];
    classifier.initialize(fresh, 1);
    float[] started = fresh.clone();
    classifier.start(started, layers);
    LanguageModel model = model(tied);
    float[] read = parameters(model);
    for (ParameterLayout.Entry entry : classifier.layout().entries()) {
      boolean kept = entry.name().startsWith("output.");
      String name = entry.name().replace("softmax.", "output.");
      int from = kept ? entry.offset() : model.layout().entry(name).offset();
      assertArrayEquals(
          Arrays.copyOfRange(kept ? fresh : read, from, from + entry.size()),
          Arrays.copyOfRange(started, entry.offset(), entry.offset() + entry.size()),
          entry.name());
    }
    assertEquals(!tied, classifier.layout().contains("softmax.weight"));
    assertEquals(Texts.tokenizer().vocabulary(), layers.tokenizer().vocabulary());
  }

  @Test
  void aModelWhoseSizesDoNotFitItsTensorsIsRefused() {
    Map<String, byte[]> files = files(false);
    LanguageModelConfig other = model(false).config().withCell(CellType.LSTM, 5, 2);
    files.put(ModelDirectory.MODEL, Json.document(ModelDescription.of(LanguageModel.KIND, other)));
    PretrainedLayers layers = PretrainedLayers.load(ModelDirectory.of(signed(files), "lm"));
    ClassifierModel classifier = classifier(layers);
    String said =
        assertThrows(
                UnusableModelException.class,
                () -> classifier.start(new float[classifier.layout().size()], layers))
            .getMessage();
    assertTrue(said.contains("lm has 60 numbers in \"rnn.weight_ih_l0\""), said);
  }

  @Test
  void aModelWithoutSizesIsRefused() {
    Map<String, byte[]> files = files(false);
    files.put(
        ModelDirectory.MODEL,
        Json.document(ModelDescription.of(LanguageModel.KIND, Map.of("cell", "gru"))));
    ModelDirectory directory = ModelDirectory.of(signed(files), "lm");
    String said =
        assertThrows(UnusableModelException.class, () -> PretrainedLayers.load(directory))
            .getMessage();
    assertTrue(said.contains("embeddingSize is null, expected a number"), said);
  }
}
