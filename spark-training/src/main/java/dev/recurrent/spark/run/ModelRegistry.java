package dev.recurrent.spark.run;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ModelPointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Published models on any Hadoop file system: {@code models/NAME}, each whole or not there, and
 * {@code latest}, which names the newest and is replaced in one step. Names sort by age.
 */
public final class ModelRegistry {
  private final HadoopDirectory root;
  private final HadoopDirectory models;

  private ModelRegistry(HadoopDirectory root) {
    this.root = root;
    this.models = root.child(ModelPointer.MODELS);
  }

  public static ModelRegistry at(String path, Configuration configuration) throws IOException {
    return new ModelRegistry(HadoopDirectory.at(path, configuration));
  }

  /** The name of the newest model, or nothing where none was published. */
  public Optional<String> latest() throws IOException {
    return root.exists(ModelPointer.NAME)
        ? Optional.of(new String(root.read(ModelPointer.NAME), StandardCharsets.UTF_8).strip())
        : Optional.empty();
  }

  /**
   * The newest model.
   *
   * @throws dev.recurrent.format.UnusableModelException if there is none that can be read
   */
  public ModelDirectory open() {
    return root.open();
  }

  /**
   * Copies a finished model and lets {@code latest} name it, unless that names a newer one. What is
   * done already is not done again, so that a run that was killed here can go on.
   *
   * @throws IOException if a file changes while it is copied
   */
  public void publish(String name, ModelDirectory model) throws IOException {
    if (!ModelPointer.isPlain(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is not the name of a model");
    }
    if (!models.child(name).exists(Manifest.NAME)) {
      copy(name, model);
    }
    PointerFile pointer = new PointerFile(root, ModelPointer.NAME);
    pointer.sweep();
    if (latest().map(newest -> newest.compareTo(name) < 0).orElse(true)) {
      pointer.moveTo(name);
    }
  }

  private void copy(String name, ModelDirectory model) throws IOException {
    Map<String, FileContent> contents = new LinkedHashMap<>();
    for (Manifest.File file : model.manifest().files()) {
      contents.put(file.name(), model.content(file.name()));
    }
    models.commit(name, contents, 0);
    if (!models.child(name).open().manifest().files().equals(model.manifest().files())) {
      models.forget(name);
      throw new IOException(model.where() + " changed while it was copied to " + models);
    }
  }

  /** Deletes all but so many of the newest models; never the one that {@code latest} names. */
  public List<String> keep(int count) throws IOException {
    models.sweep();
    List<String> names = new ArrayList<>(models.list());
    names.removeIf(name -> !ModelPointer.isPlain(name));
    names.sort(Comparator.reverseOrder());
    latest().ifPresent(names::remove);
    List<String> old = names.subList(Math.min(Math.max(0, count - 1), names.size()), names.size());
    for (String name : old) {
      models.forget(name);
    }
    return List.copyOf(old);
  }

  /** For people. */
  @Override
  public String toString() {
    return root.toString();
  }
}
