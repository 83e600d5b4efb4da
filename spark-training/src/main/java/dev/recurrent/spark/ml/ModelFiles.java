package dev.recurrent.spark.ml;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/** A finished model's files in memory: what a fitted stage holds, saves and loads. */
public final class ModelFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, byte[]> files;

  private ModelFiles(Map<String, byte[]> files) {
    this.files = new LinkedHashMap<>(files);
  }

  /**
   * @param files of a model but the manifest, by name
   */
  public static ModelFiles of(Map<String, byte[]> files) {
    return new ModelFiles(files);
  }

  /**
   * @throws dev.recurrent.format.UnusableModelException if no finished model lies there
   */
  public static ModelFiles read(String path, Configuration hadoop) throws IOException {
    return new ModelFiles(HadoopDirectory.at(path, hadoop).open().files());
  }

  /** The sum of the files' lengths. */
  public long bytes() {
    return files.values().stream().mapToLong(file -> file.length).sum();
  }

  /** Writes the files, then their manifest. */
  public void write(String path, Configuration hadoop) throws IOException {
    HadoopDirectory directory = HadoopDirectory.at(path, hadoop);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      directory.replace(file.getKey(), file.getValue());
    }
    directory.replace(Manifest.NAME, Manifest.of(files).toBytes());
  }

  /** To load from. */
  public ModelDirectory open() {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(Manifest.NAME, Manifest.of(files).toBytes());
    return ModelDirectory.of(all, "model " + UUID.nameUUIDFromBytes(all.get(Manifest.NAME)));
  }
}
