package dev.recurrent.interop.onnx;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.util.Map;
import java.util.Set;

/** Writes sequence models as {@code model.onnx}. */
public final class SequenceModelExporter implements ModelExporter {
  @Override
  public String format() {
    return OnnxImporter.FORMAT;
  }

  @Override
  public String kind() {
    return SequenceModel.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("model.onnx");
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory model, boolean lossy) {
    SequencePredictor loaded = SequencePredictor.load(model);
    return Map.of(
        "model.onnx", SequenceModelGraph.file(loaded.model(), loaded.parameters(), lossy));
  }
}
