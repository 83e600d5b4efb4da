package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.ModelFormats;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.text.Vocabulary;
import example.CodonTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageModelHuggingfaceTest {
  private static final String TEXT =
      "The keeper counted the ships every evening, and wrote \"seven ships\" into a book.\n"
          + "L'été dernier, 2,80 € : ça n'a plus d'importance. Вечером у реки стало тихо...\n"
          + "\tnaïve  café, don't; 1987--2003! 😀\r\n";

  /** What scripts/interop/huggingface.mjs compares with HuggingFace's own tokenizers. */
  private static final Path CHECKED = Path.of("target", "interop", "huggingface");

  private static ModelDirectory directory(Tokenizer tokenizer) {
    TextGenerator model = TinyModels.untrained(tokenizer, 1);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        ModelDirectory.MODEL,
        Json.document(ModelDescription.of(LanguageModel.KIND, model.model().config())));
    files.put(ParameterFile.NAME, ParameterFile.write(model.model().layout(), model.parameters()));
    files.put("tokenizer.json", TokenizerJson.writeBytes(tokenizer));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return ModelDirectory.of(files, "model");
  }

  @ParameterizedTest
  @EnumSource
  void weightsAndTokenizerAreTheModelsOwnFiles(TokenKind kind) throws IOException {
    Tokenizer tokenizer = TinyModels.tokenizer(kind, 300, TEXT);
    ModelDirectory model = directory(tokenizer);
    Map<String, byte[]> files =
        ModelFormats.exporter("huggingface", LanguageModel.KIND).files(model, false);
    assertEquals(
        List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"),
        List.copyOf(files.keySet()));
    assertArrayEquals(model.file(ParameterFile.NAME), files.get("model.safetensors"));
    assertArrayEquals(model.file("tokenizer.json"), files.get("tokenizer.json"));
    JsonObject config = JsonObject.read(files.get("config.json"), "config.json");
    assertEquals("recurrent", config.text("model_type"));
    assertEquals(tokenizer.vocabulary().size(), config.integer("vocab_size"));
    assertEquals(
        List.of("LSTM", 6, 2),
        List.of(
            config.text("cell"),
            config.integer("hidden_size"),
            config.integer("num_hidden_layers")));
    requireSpecialTokens(files);
    writeForOthers(kind, tokenizer, files);
  }

  /** What PreTrainedTokenizerFast needs beside tokenizer.json: three files agree on each token. */
  private static void requireSpecialTokens(Map<String, byte[]> files) {
    Map<String, Object> config = json(files, "config.json");
    Map<String, Object> names = json(files, "tokenizer_config.json");
    assertEquals("PreTrainedTokenizerFast", names.get("tokenizer_class"));
    assertEquals(List.of("input_ids", "attention_mask"), names.get("model_input_names"));
    Map<Object, Object> special = new HashMap<>();
    for (Object added : (List<?>) json(files, "tokenizer.json").get("added_tokens")) {
      Map<?, ?> token = (Map<?, ?>) added;
      assertEquals(true, token.get("special"));
      special.put(token.get("content"), token.get("id"));
    }
    for (String token : List.of("pad_token", "unk_token", "bos_token", "eos_token")) {
      assertEquals(config.get(token + "_id"), special.remove(names.get(token)), token);
    }
    assertEquals(Map.of(), special);
  }

  private static Map<String, Object> json(Map<String, byte[]> files, String name) {
    return JsonObject.read(files.get(name), name).values();
  }

  private static void writeForOthers(TokenKind kind, Tokenizer tokenizer, Map<String, byte[]> files)
      throws IOException {
    Path folder = Files.createDirectories(CHECKED.resolve(kind.label()));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    List<Map<String, Object>> texts = new ArrayList<>();
    List<String> examples = new ArrayList<>(TEXT.lines().toList());
    examples.addAll(List.of(TEXT, "unknown Ω words", " leading,  double  ", "a\tb", "ships"));
    for (String text : examples) {
      int[] ids = tokenizer.encode(text);
      texts.add(Map.of("text", text, "ids", ids, "decoded", tokenizer.decode(ids)));
    }
    Files.write(folder.resolve("expected.json"), Json.document(texts));
  }

  @Test
  void aTokenizerOfOnesOwnIsLeftOutIfThatIsAccepted() {
    Tokenizer own = new CodonTokenizer(Vocabulary.withSpecialTokens(List.of("acg", "ttt")));
    ModelDirectory model = directory(own);
    LanguageModelHuggingface exporter = new LanguageModelHuggingface();
    String message =
        assertThrows(InexpressibleModelException.class, () -> exporter.files(model, false))
            .getMessage();
    assertTrue(message.contains("example.CodonTokenizer"), message);
    assertEquals(2, exporter.files(model, true).size());
  }
}
