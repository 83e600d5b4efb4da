package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.JsonObject;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Safetensors;
import dev.recurrent.interop.ModelFormats;
import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassifierHuggingfaceTest {
  @Test
  void theConfigurationNamesClassesAndWhatHappensToATextFirst() {
    TokenCounts counts = new TokenCounts(TokenKind.WORD);
    counts.add(" good and bad words");
    Tokenizer tokenizer = TokenizerTrainer.learn(TokenKind.WORD, 100, counts);
    RecurrentConfig recurrent =
        new RecurrentConfig(CellType.GRU, 4, 3, 1, 2, 0f, Dropout.Kind.EACH_STEP);
    TextPreprocessing form = new TextPreprocessing(true, false, 20, TextPreprocessing.Keep.TAIL);
    int size = tokenizer.vocabulary().size();
    ClassifierModel model =
        new ClassifierModel(
            new ClassifierConfig(
                List.of("bad", "good"), size, 4, recurrent, Pooling.MEAN, 0, 0, 0, false, form));
    float[] parameters = new float[model.layout().size()];
    Map<String, byte[]> saved =
        new HashMap<>(new TextClassifier(model, parameters, tokenizer).files(Map.of()));
    saved.put(Manifest.NAME, Manifest.of(saved).toBytes());
    Map<String, byte[]> files =
        ModelFormats.exporter("huggingface", ClassifierModel.KIND)
            .files(ModelDirectory.of(saved, "model"), false);
    JsonObject config = JsonObject.read(files.get("config.json"), "config.json");
    assertEquals(Map.of("0", "bad", "1", "good"), config.object("id2label").texts());
    assertEquals(1, config.object("label2id").integer("good"));
    assertEquals("mean", config.text("pooling"));
    assertEquals("tail", config.text("truncate"));
    assertEquals(true, config.values().get("lowercase"));
    assertEquals(false, config.values().get("strip_markup"));
    Map<String, Object> tokens =
        JsonObject.read(files.get("tokenizer_config.json"), "tokenizer_config.json").values();
    assertEquals(20, tokens.get("model_max_length"));
    assertEquals("left", tokens.get("truncation_side"));
    Safetensors tensors = Safetensors.of(files.get("model.safetensors"), "model.safetensors");
    assertTrue(tensors.tensors().containsKey("rnn.weight_hh_l0_reverse"));
    assertEquals("pt", tensors.metadata().get("format"));
  }
}
