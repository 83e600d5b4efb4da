package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.FileBeginning;
import dev.recurrent.interop.InflatedZip;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model file of Keras: its configuration, its training configuration and its weights.
 *
 * @param training what {@code compile} was given, or null
 * @param size bytes that can hold weights
 */
record KerasFile(
    KerasGraph graph, @Nullable KerasConfig training, KerasWeights weights, long size) {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";

  private static final int LARGEST = 1 << 30;

  /** Beyond twice the archive's size: Keras stores, and numbers do not pack to less than half. */
  private static final int MOST_UNPACKED = 1 << 24;

  private static final int LARGEST_CONFIG = 1 << 22;

  private static final int MOST_ENTRIES = 10_000;

  /**
   * Opens an archive or an HDF5 file.
   *
   * @param lossy whether weights of another precision than float32 are rounded
   * @throws UnusableModelException if it is neither, or damaged
   */
  static KerasFile open(byte[] file, String where, boolean lossy) {
    FileBeginning beginning = FileBeginning.of(file, where);
    requireFormat(beginning);
    return beginning.isZip()
        ? archive(file, where, lossy)
        : h5(Hdf5Reader.open(file, where), file.length, where, lossy);
  }

  /**
   * @throws UnusableModelException if the file is neither an archive nor HDF5, or too long
   */
  static void requireFormat(FileBeginning file) {
    if (!file.isZip() && !Hdf5Reader.recognizes(file)) {
      throw file.unlike(
          "a .keras archive or HDF5, as model.save(\"model.keras\") and"
              + " model.save(\"model.h5\") write them");
    }
    file.requireAtMost(LARGEST);
  }

  private static KerasFile h5(Hdf5Reader file, long size, String where, boolean lossy) {
    String model = file.text("", "model_config");
    if (model == null) {
      throw new UnusableModelException(
          where
              + " has no model_config: it holds weights alone; save the whole model with"
              + " model.save(...)");
    }
    String training = file.text("", "training_config");
    KerasGraph graph = KerasGraph.of(config(model, where));
    KerasConfig compiled = training == null ? null : config(training, where + ": training_config");
    return new KerasFile(graph, compiled, new H5Weights(file, lossy), size);
  }

  private static KerasConfig config(String json, String where) {
    return config(json.getBytes(StandardCharsets.UTF_8), where);
  }

  private static KerasConfig config(byte[] json, String where) {
    if (json.length > LARGEST_CONFIG) {
      throw new UnusableModelException(
          where
              + ": the configuration has "
              + json.length
              + " bytes, expected at most "
              + LARGEST_CONFIG);
    }
    return KerasConfig.read(json, where);
  }

  private static KerasFile archive(byte[] file, String where, boolean lossy) {
    Map<String, byte[]> entries = unzip(file, where);
    byte[] config = entries.get(CONFIG);
    byte[] weights = entries.get(WEIGHTS);
    if (config == null || weights == null) {
      throw new UnusableModelException(
          where
              + " has no "
              + (config == null ? CONFIG : WEIGHTS)
              + ", expected the archive that model.save(\"model.keras\") writes");
    }
    KerasConfig model = config(config, where);
    KerasGraph graph = KerasGraph.of(model);
    KerasConfig training =
        model.value("compile_config") == null ? null : model.object("compile_config");
    Hdf5Reader hdf5 = Hdf5Reader.open(weights, where + "/" + WEIGHTS);
    ArchiveWeights read = new ArchiveWeights(hdf5, graph.layers(), lossy);
    return new KerasFile(graph, training, read, weights.length);
  }

  /** The two files that count; others are skipped. */
  private static Map<String, byte[]> unzip(byte[] file, String where) {
    long[] left = {Math.min(LARGEST, 2L * file.length + MOST_UNPACKED)};
    Map<String, byte[]> entries = new HashMap<>();
    InflatedZip.walk(
        file,
        where,
        MOST_ENTRIES,
        (name, in) -> {
          boolean wanted = name.equals(CONFIG) || name.equals(WEIGHTS);
          byte[] bytes = in.readNBytes((int) left[0] + 1);
          left[0] -= bytes.length;
          if (left[0] < 0) {
            throw new UnusableModelException(
                where + " unpacks to more than twice its size and 16 MB; save the model again");
          }
          if (wanted && entries.put(name, bytes) != null) {
            throw new UnusableModelException(
                where + " has the entry \"" + name + "\" twice; save the model again");
          }
        });
    return entries;
  }
}
