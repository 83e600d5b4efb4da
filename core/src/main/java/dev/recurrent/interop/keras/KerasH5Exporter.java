package dev.recurrent.interop.keras;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a whole-model {@code .h5}, the older format: Keras 3 reads it, and Keras 2 and what else
 * reads files of Keras 2 read Sequential models.
 */
public final class KerasH5Exporter implements ModelExporter {
  private static final String WEIGHTS = "model_weights";

  /** What the layout follows; readers of files of Keras 2 ask for it. */
  private static final String KERAS_VERSION = "2.15.0";

  @Override
  public String format() {
    return "keras-h5";
  }

  @Override
  public String kind() {
    return SequenceModel.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("model.h5");
  }

  /**
   * {@inheritDoc}
   *
   * @throws InexpressibleModelException too, if the network's description has more than 64 KB, as
   *     HDF5 holds no longer attribute
   */
  @Override
  public Map<String, byte[]> files(ModelDirectory model, boolean lossy) {
    KerasNetwork network = KerasNetwork.of(model, lossy);
    for (WrittenLayer layer : network.layers()) {
      Object shape = layer.config().remove("batch_shape");
      if (shape != null) {
        // The name that Keras 2 knows; Keras 3 takes it too.
        layer.config().put("batch_input_shape", shape);
      }
    }
    return Map.of("model.h5", bytes(network));
  }

  private static byte[] bytes(KerasNetwork network) {
    Hdf5Writer hdf5 = new Hdf5Writer();
    hdf5.addText("", "keras_version", KERAS_VERSION);
    hdf5.addText("", "backend", "tensorflow");
    hdf5.addText("", "model_config", Json.line(network.config()));
    hdf5.addText(WEIGHTS, "keras_version", KERAS_VERSION);
    hdf5.addText(WEIGHTS, "backend", "tensorflow");
    List<String> names = network.layers().stream().map(WrittenLayer::name).toList();
    hdf5.addTexts(WEIGHTS, "layer_names", names);
    for (WrittenLayer layer : network.layers()) {
      String group = WEIGHTS + "/" + layer.name();
      hdf5.addGroup(group);
      List<String> written = new ArrayList<>();
      layer
          .weights()
          .forEach(
              (path, arrays) -> {
                for (KerasArray array : arrays) {
                  String inner = path.isEmpty() ? "" : path + "/";
                  String name = layer.name() + "/" + inner + array.name() + ":0";
                  hdf5.addDataset(group + "/" + name, array);
                  written.add(name);
                }
              });
      hdf5.addTexts(group, "weight_names", written);
    }
    return hdf5.bytes();
  }
}
