package dev.recurrent.format;

import dev.recurrent.nn.ParameterLayout;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A finished model to read: a directory whose manifest holds, on any file system. Every file is
 * checked against the manifest before it is used: first its length, then its SHA-256.
 *
 * <p>What is missing, incomplete or altered is an {@link UnusableModelException}; a file system
 * that does not answer is an {@link UncheckedIOException}, as trying again may help.
 */
public final class ModelDirectory {
  /** What the model is: kind, sizes, provenance. */
  public static final String MODEL = "model.json";

  /** More files than a directory can need. */
  private static final int LARGEST_MANIFEST = 1 << 20;

  private static final int LARGEST_DESCRIPTION = 1 << 24;

  /** Of any file but the parameters: vocabularies, rounds, reports. */
  private static final int LARGEST_FILE = 1 << 28;

  /** Of one array. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Where the bytes come from. */
  public interface Source {
    /** Bytes of a regular file; {@link FileNotFoundException} without one. */
    long length(String name) throws IOException;

    /** The file from its beginning. */
    InputStream open(String name) throws IOException;

    /** Whether the directory is there. */
    boolean exists() throws IOException;
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
   * A model's directory, or a registry of models, of which the one that {@link ModelPointer} names
   * is opened.
   *
   * @param where the directory's name, for error messages
   * @throws UnusableModelException if there is no manifest that can be read
   */
  public static ModelDirectory open(Source source, String where) {
    try {
      return openModel(source, where);
    } catch (FileNotFoundException noModel) {
      return openLatest(source, where, noModel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelDirectory openModel(Source source, String where) throws IOException {
    long length = source.length(Manifest.NAME);
    byte[] bytes = bytes(source, Manifest.NAME, length, LARGEST_MANIFEST, where);
    return new ModelDirectory(source, where, Manifest.read(bytes, where));
  }

  private static ModelDirectory openLatest(
      Source source, String where, FileNotFoundException noModel) {
    try {
      String model = ModelPointer.read(source, where);
      if (model == null) {
        throw ModelSources.noModel(source, where, noModel);
      }
      return openModel(ModelPointer.follow(source, model), where + "/" + model);
    } catch (FileNotFoundException gone) {
      throw new UnusableModelException(
          where + "/" + ModelPointer.NAME + " names a model that is not there", gone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a directory of this machine, without Hadoop. */
  public static ModelDirectory local(Path directory) {
    return open(ModelSources.local(directory), directory.toString());
  }

  /** Opens files in memory, the manifest among them. */
  public static ModelDirectory of(Map<String, byte[]> files, String where) {
    return open(ModelSources.memory(files), where);
  }

  /**
   * A file's bytes, as they were written.
   *
   * @throws UnusableModelException if it is missing or altered
   */
  public byte[] file(String name) {
    return file(name, name.equals(ParameterFile.NAME) ? LARGEST_ARRAY : LARGEST_FILE);
  }

  private byte[] file(String name, int most) {
    try {
      byte[] bytes = bytes(source, name, requireLength(name), most, where);
      manifest.verify(Manifest.File.of(name, bytes), where);
      return bytes;
    } catch (FileNotFoundException e) {
      throw missing(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The length that both the manifest and the file system say. */
  private long requireLength(String name) throws IOException {
    Manifest.File line = manifest.file(name, where);
    long length = source.length(name);
    if (length != line.length()) {
      throw new UnusableModelException(
          where + "/" + name + " has " + length + " bytes, the manifest says " + line.length());
    }
    return length;
  }

  private static byte[] bytes(Source source, String name, long length, int most, String where)
      throws IOException {
    if (length > most) {
      throw new UnusableModelException(
          where + "/" + name + " has " + length + " bytes, expected at most " + most);
    }
    try (InputStream in = source.open(name)) {
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length != length) {
        throw new UnusableModelException(
            where + "/" + name + " ends after " + bytes.length + " of " + length + " bytes");
      }
      return bytes;
    }
  }

  private UnusableModelException missing(String name, FileNotFoundException e) {
    return new UnusableModelException(
        where + " is incomplete: its manifest lists " + name + ", which is not there", e);
  }

  /**
   * A file to copy, however long it is; who copies it compares checksums.
   *
   * @throws UnusableModelException if it is missing, or its length is not the manifest's
   */
  public FileContent content(String name) {
    try {
      long length = requireLength(name);
      return new FileContent() {
        @Override
        public long length() {
          return length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
          try (InputStream in = source.open(name)) {
            in.transferTo(out);
          }
        }
      };
    } catch (FileNotFoundException e) {
      throw missing(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the manifest names a file. */
  public boolean has(String name) {
    return manifest.files().stream().anyMatch(file -> file.name().equals(name));
  }

  /** All files that the manifest names, by name. */
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    manifest.files().forEach(f -> files.put(f.name(), file(f.name())));
    return files;
  }

  /** {@code model.json}. */
  public ModelDescription description() {
    return ModelDescription.read(file(MODEL, LARGEST_DESCRIPTION), where + "/" + MODEL);
  }

  /**
   * The configuration of a model.
   *
   * @param kind that the caller can use
   * @throws UnusableModelException if the model is of another kind
   */
  public <T extends Record> T config(String kind, Class<T> type) {
    ModelDescription description = description();
    String actual = description.kind();
    if (!actual.equals(kind)) {
      throw new UnusableModelException(
          where + " holds a model of kind \"" + actual + "\", expected \"" + kind + "\"");
    }
    return description.config(type);
  }

  /**
   * The parameters of a network as the layout orders them, read once the header is the layout's.
   *
   * @throws UnusableModelException for tensors or values that are not the model's, or an ensemble
   */
  public float[] parameters(Supplier<ParameterLayout> layout) {
    return parameters(layout, 1);
  }

  /** The same of a network or of all members of an ensemble, one behind another. */
  public float[] ensemble(Supplier<ParameterLayout> layout) {
    return parameters(layout, Integer.MAX_VALUE);
  }

  private float[] parameters(Supplier<ParameterLayout> layout, int most) {
    ParameterLayout own = ParameterFile.layout(layout, where + "/" + MODEL);
    return checked(ParameterFile.NAME, (in, n, name) -> ParameterFile.read(in, n, own, most, name));
  }

  /**
   * Tensors of any names.
   *
   * @throws UnusableModelException if it is missing, altered, or no file of tensors
   */
  public Safetensors tensors(String name) {
    return checked(name, Safetensors::read);
  }

  /** Reads a stream of so many bytes. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(InputStream in, long length, String name) throws IOException;
  }

  /** Reads a file of any length in one pass: its checksum is known at the end. */
  private <T> T checked(String name, Reading<T> reading) {
    try {
      long length = requireLength(name);
      try (DigestInputStream in =
          new DigestInputStream(
              new BufferedInputStream(source.open(name), 1 << 16), Manifest.digest())) {
        T result;
        try {
          result = reading.read(in, length, where + "/" + name);
        } catch (UnusableModelException e) {
          // An altered byte may have made it unreadable: that says more than what it broke.
          if (length <= LARGEST_FILE) {
            in.transferTo(OutputStream.nullOutputStream());
            verify(name, length, in);
          }
          throw e;
        }
        verify(name, length, in);
        return result;
      }
    } catch (FileNotFoundException e) {
      throw missing(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void verify(String name, long length, DigestInputStream in) {
    manifest.verify(Manifest.File.of(name, length, in.getMessageDigest()), where);
  }

  /** {@code manifest.json}. */
  public Manifest manifest() {
    return manifest;
  }

  /** The directory's name. */
  public String where() {
    return where;
  }
}
