package dev.recurrent.interop.dl4j;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.util.Map;
import java.util.Set;

/** Writes sequence models as {@code model.zip}, which {@code MultiLayerNetwork.load} reads. */
public final class Dl4jExporter implements ModelExporter {
  @Override
  public String format() {
    return Dl4jImporter.FORMAT;
  }

  @Override
  public String kind() {
    return SequenceModel.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("model.zip");
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory model, boolean lossy) {
    Dl4jNetwork network = Dl4jNetwork.of(SequencePredictor.load(model), lossy);
    return Map.of("model.zip", Dl4jZip.write(network));
  }
}
