package dev.recurrent.nlp.generation;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.nlp.text.HuggingfaceFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes a language model as HuggingFace's libraries have models. */
public final class LanguageModelHuggingface implements ModelExporter {
  @Override
  public String format() {
    return "huggingface";
  }

  @Override
  public String kind() {
    return LanguageModel.KIND;
  }

  @Override
  public Set<String> names() {
    return HuggingfaceFiles.NAMES;
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory directory, boolean lossy) {
    TextGenerator generator = TextGenerator.load(directory);
    LanguageModelConfig config = generator.model().config();
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put("embedding_size", config.embeddingSize());
    sizes.put("cell", config.cell().name());
    sizes.put("hidden_size", config.hiddenSize());
    sizes.put("num_hidden_layers", config.layers());
    sizes.put("bidirectional", false);
    sizes.put("tie_word_embeddings", config.tied());
    return HuggingfaceFiles.of(
        directory, generator.tokenizer(), "RecurrentForCausalLM", sizes, Map.of(), lossy);
  }
}
