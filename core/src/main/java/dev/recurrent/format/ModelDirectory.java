package dev.recurrent.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.nn.ParameterLayout;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A finished model to read: a directory whose manifest holds, on any file system. Every file is
 * checked against the manifest before it is used.
 */
public final class ModelDirectory {
  /** What the model is: kind, sizes, provenance. */
  public static final String MODEL = "model.json";

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * @throws FileNotFoundException if there is no such file
     */
    byte[] read(String name) throws IOException;
  }

  private final Source source;
  private final String where;
  private final Manifest manifest;

  private ModelDirectory(Source source, String where, Manifest manifest) {
    this.source = source;
    this.where = where;
    this.manifest = manifest;
  }

  /**
   * @param where the directory's name, for error messages
   * @throws UnusableModelException if there is no manifest that can be read
   */
  public static ModelDirectory open(Source source, String where) {
    byte[] bytes;
    try {
      bytes = source.read(Manifest.NAME);
    } catch (FileNotFoundException e) {
      throw new UnusableModelException(
          where + " holds no finished model: it has no " + Manifest.NAME, e);
    } catch (IOException e) {
      throw new UnusableModelException("cannot read " + where + ": " + e.getMessage(), e);
    }
    return new ModelDirectory(source, where, Manifest.read(bytes, where));
  }

  /** Opens a directory of this machine, without Hadoop. */
  public static ModelDirectory local(Path directory) {
    return open(
        name -> {
          try {
            return Files.readAllBytes(directory.resolve(name));
          } catch (NoSuchFileException e) {
            FileNotFoundException missing = new FileNotFoundException(e.getMessage());
            missing.initCause(e);
            throw missing;
          }
        },
        directory.toString());
  }

  /**
   * A file's bytes, as they were written.
   *
   * @throws UnusableModelException if it is missing or altered
   */
  public byte[] file(String name) {
    byte[] bytes;
    try {
      bytes = source.read(name);
    } catch (IOException e) {
      throw new UnusableModelException("cannot read " + where + "/" + name + ": " + e, e);
    }
    manifest.verify(name, bytes, where);
    return bytes;
  }

  /** All files that the manifest names, by name. */
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    manifest.files().forEach(f -> files.put(f.name(), file(f.name())));
    return files;
  }

  /**
   * {@code model.json}.
   *
   * @param kind that the caller can use
   * @throws UnusableModelException if the model is of another kind
   */
  public JsonNode model(String kind) {
    JsonNode model = Json.read(file(MODEL), where + "/" + MODEL);
    String actual = model.path("kind").asText();
    if (!actual.equals(kind)) {
      throw new UnusableModelException(
          where + " holds a model of kind \"" + actual + "\", expected \"" + kind + "\"");
    }
    return model;
  }

  /**
   * The parameters as the layout orders them.
   *
   * @throws UnusableModelException if a tensor is missing or has another shape
   */
  public float[] parameters(ParameterLayout layout) {
    return ParameterFile.read(file(ParameterFile.NAME), layout, where + "/" + ParameterFile.NAME);
  }

  /** The directory's name. */
  public String where() {
    return where;
  }
}
