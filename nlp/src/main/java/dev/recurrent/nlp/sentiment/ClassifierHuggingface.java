package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.nlp.text.HuggingfaceFiles;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes a classifier as HuggingFace's libraries have models. Its {@code config.json} has the names
 * of the classes and what happens to a text before its tokenizer.
 */
public final class ClassifierHuggingface implements ModelExporter {
  @Override
  public String format() {
    return "huggingface";
  }

  @Override
  public String kind() {
    return ClassifierModel.KIND;
  }

  @Override
  public Set<String> names() {
    return HuggingfaceFiles.NAMES;
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory directory, boolean lossy) {
    WeightedBag.requireNone(directory, lossy);
    TextClassifier classifier = TextClassifier.load(directory);
    // The format has one network: the file of an ensemble is refused.
    directory.parameters(classifier.model()::layout);
    ClassifierConfig config = classifier.model().config();
    RecurrentConfig recurrent = config.recurrent();
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put("embedding_size", config.embeddingSize());
    sizes.put("cell", recurrent.cell().name());
    sizes.put("hidden_size", recurrent.hiddenSize());
    sizes.put("num_hidden_layers", recurrent.layers());
    sizes.put("bidirectional", recurrent.directions() == 2);
    sizes.put("pooling", config.pooling().label());
    if (config.scaling()) {
      sizes.put("pooled_scaling", true);
    }
    List<String> labels = config.labels();
    Map<String, String> names = new LinkedHashMap<>();
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      names.put(Integer.toString(i), labels.get(i));
      ids.put(labels.get(i), i);
    }
    sizes.put("id2label", names);
    sizes.put("label2id", ids);
    sizes.put("strip_markup", config.form().markup());
    sizes.put("lowercase", config.form().lowercase());
    sizes.put("max_length", config.form().maxLength());
    sizes.put("truncate", config.form().keep().name().toLowerCase(Locale.ROOT));
    if (config.form().backward()) {
      sizes.put("reads", "backward");
    }
    return HuggingfaceFiles.of(
        directory,
        classifier.tokenizer(),
        "RecurrentForSequenceClassification",
        sizes,
        cut(config.form()),
        lossy);
  }

  /** HuggingFace's tokenizers keep the head or the tail of a text, not both. */
  private static Map<String, Object> cut(TextPreprocessing form) {
    Map<String, Object> cut = new LinkedHashMap<>();
    if (form.keep() != TextPreprocessing.Keep.BOTH) {
      cut.put("model_max_length", form.maxLength());
      cut.put("truncation_side", form.keep() == TextPreprocessing.Keep.HEAD ? "right" : "left");
    }
    return cut;
  }
}
