package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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
    if (file.length > LARGEST) {
      throw new UnusableModelException(
          where + " has " + file.length + " bytes, expected at most " + LARGEST);
    }
    if (Hdf5Reader.recognizes(file)) {
      return h5(Hdf5Reader.open(file, where), file.length, where, lossy);
    }
    if (file.length >= 4 && file[0] == 'P' && file[1] == 'K') {
      return archive(file, where, lossy);
    }
    throw new UnusableModelException(
        where
            + " is neither a .keras archive nor HDF5, expected what model.save(\"model.keras\")"
            + " writes");
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
    long most = Math.min(LARGEST, 2L * file.length + MOST_UNPACKED);
    Map<String, byte[]> entries = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      int count = 0;
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        boolean wanted = e.getName().equals(CONFIG) || e.getName().equals(WEIGHTS);
        byte[] bytes = zip.readNBytes((int) most + 1);
        if (++count > MOST_ENTRIES || bytes.length > most) {
          throw new UnusableModelException(where + " unpacks to more than twice its size");
        }
        most -= bytes.length;
        if (wanted && entries.put(e.getName(), bytes) != null) {
          throw new UnusableModelException(where + " has " + e.getName() + " twice");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableModelException(where + " is a damaged zip archive: " + e.getMessage(), e);
    }
    return entries;
  }
}
