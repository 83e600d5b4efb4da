package dev.recurrent.nlp.translation;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.interop.onnx.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes translators as two ONNX graphs. What {@code encoder.onnx} gives, {@code step.onnx} reads
 * under the same names; what a step gives as {@code next_...}, the next step reads.
 *
 * <ul>
 *   <li>{@code encoder.onnx}: {@code source_tokens} (B,S) and {@code source_lengths} (B) to {@code
 *       state_h} (layers,B,H), {@code state_c} of an LSTM; with attention {@code memory} (B,S,H),
 *       and {@code keys} (B,S,H) where the attention has some; with input feeding {@code fed}
 *       (B,E).
 *   <li>{@code step.onnx}: these, {@code source_lengths} and {@code tokens} (B) to {@code logits}
 *       (B,V), the next states, {@code next_fed}, and {@code attention} (B,S).
 * </ul>
 */
public final class TranslatorOnnx implements ModelExporter {
  static final String MEMORY = "memory";
  static final String KEYS = "keys";
  static final String FED = "fed";
  static final String LENGTHS = "source_lengths";

  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public String kind() {
    return Translator.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("encoder.onnx", "step.onnx");
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory directory, boolean lossy) {
    Translator model = new Translator(directory.config(Translator.KIND, TranslatorConfig.class));
    Weights weights = Weights.of(model.layout(), directory.parameters(model::layout));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("encoder.onnx", new EncoderGraph(model.config(), weights).file());
    files.put("step.onnx", new DecoderGraph(model.config(), weights).file());
    return files;
  }
}
