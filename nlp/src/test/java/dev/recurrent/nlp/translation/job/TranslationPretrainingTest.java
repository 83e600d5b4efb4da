package dev.recurrent.nlp.translation.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.sentiment.PretrainedLayersTest;
import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.TranslatorConfig;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.CellType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A translator that starts from language models of two layers of 5 GRU units over 4 columns. */
class TranslationPretrainingTest {
  @TempDir Path folder;
  private Path lm;

  @BeforeEach
  void write() throws IOException {
    lm = write("lm", Map.of());
  }

  private Path write(String name, Map<String, Object> provenance) throws IOException {
    Path directory = Files.createDirectories(folder.resolve(name));
    for (Map.Entry<String, byte[]> file :
        PretrainedLayersTest.files(false, provenance).entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    return directory;
  }

  private float[] values(String name) {
    return ModelDirectory.local(lm).tensors(ParameterFile.NAME).tensors().get(name).values();
  }

  /** The first columns of a parameter are the language model's; all are, where they are as many. */
  private void requireStart(Translator model, float[] parameters, String name, String pretrained) {
    Matrix actual = model.layout().view(parameters, name);
    float[] expected = values(pretrained);
    int columns = expected.length / actual.rows;
    for (int i = 0; i < actual.rows; i++) {
      assertArrayEquals(
          Arrays.copyOfRange(expected, i * columns, (i + 1) * columns),
          Arrays.copyOf(actual.rows(i, 1).toArray(), columns),
          1e-20f,
          name);
    }
  }

  private static Translator model(int hiddenSize, boolean bidirectional) {
    return new Translator(
        TranslatorConfig.defaults(new TranslatorConfig.VocabularyConfig(11, 11, false, true))
            .withEncoder(bidirectional)
            .withCell(CellType.GRU, hiddenSize, 2)
            .withEmbeddingSize(4));
  }

  @Test
  void theForwardLayersOfABidirectionalEncoderAreTheLanguageModels() {
    Translator model = model(10, true);
    float[] fresh = new float[model.layout().size()];
    model.initialize(fresh, 1);
    float[] parameters = fresh.clone();
    PretrainedLayers layers = PretrainedLayers.load(ModelDirectory.local(lm));
    model.startEncoder(parameters, layers);
    for (ParameterLayout.Entry entry : model.layout().entries()) {
      String name = entry.name();
      int from = entry.offset();
      int to = from + entry.size();
      if (name.startsWith("source_embedding")) {
        requireStart(model, parameters, name, "embedding.weight");
      } else if (name.startsWith("encoder.") && !name.endsWith("_reverse")) {
        requireStart(model, parameters, name, name.replace("encoder.", "rnn."));
      } else {
        assertArrayEquals(
            Arrays.copyOfRange(fresh, from, to), Arrays.copyOfRange(parameters, from, to), name);
      }
    }
    String said =
        assertThrows(IllegalArgumentException.class, () -> model.startDecoder(parameters, layers))
            .getMessage();
    assertTrue(said.contains("has 2 layers of 5 GRU units over an embedding of 4"), said);
    assertTrue(said.contains("expected 2 layers of 10 GRU units over an embedding of 4"), said);
  }

  @Test
  void aModelThatReadsFromTheEndIsRefused() throws IOException {
    Path backward = write("backward", Map.of("reads", "backward"));
    PretrainedLayers layers = PretrainedLayers.load(ModelDirectory.local(backward));
    Translator model = model(5, false);
    float[] parameters = new float[model.layout().size()];
    String said =
        assertThrows(IllegalArgumentException.class, () -> model.startEncoder(parameters, layers))
            .getMessage();
    assertTrue(said.contains("read from the end"), said);
  }

  private Jobs.Outcome train(SpokenNumbers numbers, String... more) {
    List<String> options = new ArrayList<>(List.of("--rounds", "1", "--optimizer", "sgd"));
    options.addAll(List.of("--learning-rate", "1e-30", "--hidden-size", "5", "--layers", "2"));
    options.addAll(List.of("--embedding-size", "4", "--bidirectional", "false"));
    options.addAll(List.of(more));
    return SpokenNumbers.train(numbers.files("model", options.toArray(new String[0])));
  }

  @Test
  void encoderAndDecoderStartWithALanguageModelsVocabularyAndLayers() throws IOException {
    SpokenNumbers numbers = SpokenNumbers.writeTo(folder);
    String[] both = {"--encoder-from", lm.toString(), "--decoder-from", lm.toString()};
    train(numbers, both).done();
    TextTranslator trained = TextTranslator.load(ModelDirectory.local(folder.resolve("model")));
    Translator model = trained.model();
    assertTrue(model.config().vocabulary().shared());
    assertEquals(
        PretrainedLayers.load(ModelDirectory.local(lm)).tokenizer().vocabulary(),
        trained.source().vocabulary());
    for (String side : List.of("encoder.", "decoder.")) {
      for (String name : List.of("weight_ih_l0", "weight_hh_l0", "weight_ih_l1", "bias_hh_l1")) {
        requireStart(model, trained.parameters(), side + name, "rnn." + name);
      }
    }
    requireStart(model, trained.parameters(), "target_embedding.weight", "embedding.weight");
    requireRefused(numbers, "give --vocabulary separate", "--encoder-from", lm.toString());
    requireRefused(
        numbers,
        "both bring starting values",
        both[0],
        both[1],
        both[2],
        both[3],
        "--init-from",
        lm.toString());
    requireRefused(
        numbers,
        "expected 2 layers of 5 GRU units over an embedding of 8",
        both[0],
        both[1],
        both[2],
        both[3],
        "--embedding-size",
        "8",
        "--overwrite");
  }

  private void requireRefused(SpokenNumbers numbers, String part, String... more) {
    Jobs.Outcome refused = train(numbers, more);
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.json().path("error").asText().contains(part), refused.json().toString());
  }
}
