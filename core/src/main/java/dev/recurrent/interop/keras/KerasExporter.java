package dev.recurrent.interop.keras;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.interop.ZipBytes;
import dev.recurrent.train.SequenceModel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a {@code .keras} archive, which {@code keras.models.load_model} of Keras 3 reads. The
 * model is not compiled: compile it to train on.
 */
public final class KerasExporter implements ModelExporter {
  /** What the archive follows. */
  private static final String KERAS_VERSION = "3.8.0";

  @Override
  public String format() {
    return "keras";
  }

  @Override
  public String kind() {
    return SequenceModel.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("model.keras");
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory model, boolean lossy) {
    KerasNetwork network = KerasNetwork.of(model, lossy);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("keras_version", KERAS_VERSION);
    metadata.put("date_saved", "1980-01-01@00:00:00");
    // Keras stores entries as they are.
    ZipBytes zip = new ZipBytes();
    zip.store("metadata.json", json(metadata));
    zip.store("config.json", json(network.config()));
    zip.store("model.weights.h5", weights(network));
    return Map.of("model.keras", zip.toByteArray());
  }

  private static byte[] json(Map<String, Object> object) {
    return Json.line(object).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] weights(KerasNetwork network) {
    Hdf5Writer hdf5 = new Hdf5Writer();
    hdf5.addGroup("vars");
    List<String> groups = network.groups();
    for (int i = 0; i < groups.size(); i++) {
      String group = "layers/" + groups.get(i);
      hdf5.addGroup(group + "/vars");
      network
          .layers()
          .get(i)
          .weights()
          .forEach(
              (path, arrays) -> {
                String vars = group + (path.isEmpty() ? "" : "/" + path) + "/vars/";
                for (int j = 0; j < arrays.size(); j++) {
                  hdf5.addDataset(vars + j, arrays.get(j));
                }
              });
    }
    return hdf5.bytes();
  }
}
