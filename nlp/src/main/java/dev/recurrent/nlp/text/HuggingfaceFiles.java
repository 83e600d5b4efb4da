package dev.recurrent.nlp.text;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.interop.InexpressibleModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A text model as HuggingFace's libraries have models: {@code config.json}, {@code
 * model.safetensors}, {@code tokenizer.json} and the names of its special tokens. Weights and
 * tokenizer are the model directory's own files, byte by byte.
 */
public final class HuggingfaceFiles {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.safetensors";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

  /** Plain names of all files. */
  public static final Set<String> NAMES = Set.of(CONFIG, WEIGHTS, TOKENIZER, TOKENIZER_CONFIG);

  private HuggingfaceFiles() {}

  /**
   * @param architecture the model's class as {@code config.json} names it
   * @param sizes further fields of {@code config.json}
   * @param cut further fields of {@code tokenizer_config.json}: how a long text is cut
   * @param lossy whether a tokenizer of one's own may be left out
   * @throws InexpressibleModelException for such a tokenizer otherwise
   * @throws dev.recurrent.format.UnusableModelException if a file is missing or altered
   */
  public static Map<String, byte[]> of(
      ModelDirectory model,
      Tokenizer tokenizer,
      String architecture,
      Map<String, ?> sizes,
      Map<String, ?> cut,
      boolean lossy) {
    boolean known = tokenizer.kind() instanceof TokenKind;
    if (!known && !lossy) {
      throw new InexpressibleModelException(
          "the tokenizer is "
              + tokenizer.kind().label()
              + ", which HuggingFace's library does not know; pass --lossy to leave it out");
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(CONFIG, Json.document(config(architecture, tokenizer, sizes)));
    files.put(WEIGHTS, model.file(ParameterFile.NAME));
    if (known) {
      files.put(TOKENIZER, model.file(TOKENIZER));
      files.put(TOKENIZER_CONFIG, Json.document(tokenizerConfig(cut)));
    }
    return files;
  }

  private static Map<String, Object> config(
      String architecture, Tokenizer tokenizer, Map<String, ?> sizes) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model_type", "recurrent");
    config.put("architectures", new String[] {architecture});
    config.put("torch_dtype", "float32");
    config.put("vocab_size", tokenizer.vocabulary().size());
    config.put("pad_token_id", Vocabulary.PADDING);
    config.put("unk_token_id", Vocabulary.UNKNOWN);
    config.put("bos_token_id", Vocabulary.START);
    config.put("eos_token_id", Vocabulary.END);
    config.putAll(sizes);
    return config;
  }

  /** The class that reads any {@code tokenizer.json}. */
  private static Map<String, Object> tokenizerConfig(Map<String, ?> cut) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("pad_token", Vocabulary.SPECIAL_TOKENS.get(Vocabulary.PADDING));
    config.put("unk_token", Vocabulary.SPECIAL_TOKENS.get(Vocabulary.UNKNOWN));
    config.put("bos_token", Vocabulary.SPECIAL_TOKENS.get(Vocabulary.START));
    config.put("eos_token", Vocabulary.SPECIAL_TOKENS.get(Vocabulary.END));
    config.put("clean_up_tokenization_spaces", false);
    // The class would add token_type_ids, which no network here reads.
    config.put("model_input_names", new String[] {"input_ids", "attention_mask"});
    config.put("padding_side", "right");
    config.putAll(cut);
    return config;
  }
}
