package dev.recurrent.format;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of a registry that names its newest model: {@code latest}, which holds the name of a
 * directory in {@code models}. A reader that is given the registry reads that model.
 */
public final class ModelPointer {
  /** The file. */
  public static final String NAME = "latest";

  /** The directory that models lie in. */
  public static final String MODELS = "models";

  private static final int LONGEST = 200;

  /** No dots at the beginning and no slashes: a name, never a path. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,150}");

  private ModelPointer() {}

  /** Whether a model may be called so. */
  public static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }

  /** The path from the registry to its newest model, or null where there is no pointer. */
  static @Nullable String read(ModelDirectory.Source source, String where) throws IOException {
    long length;
    try {
      length = source.length(NAME);
    } catch (FileNotFoundException none) {
      return null;
    }
    if (length > LONGEST) {
      throw refuse(where, length + " bytes, expected the name of a model");
    }
    try (InputStream in = source.open(NAME)) {
      String name = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
      if (!isPlain(name)) {
        throw refuse(where, "\"" + name + "\", expected the name of a model");
      }
      return MODELS + "/" + name;
    }
  }

  private static UnusableModelException refuse(String where, String found) {
    return new UnusableModelException(where + "/" + NAME + " has " + found);
  }

  /** The files of a directory below. */
  static ModelDirectory.Source follow(ModelDirectory.Source source, String directory) {
    return new ModelDirectory.Source() {
      @Override
      public long length(String name) throws IOException {
        return source.length(directory + "/" + name);
      }

      @Override
      public InputStream open(String name) throws IOException {
        return source.open(directory + "/" + name);
      }

      @Override
      public boolean exists() throws IOException {
        return source.exists();
      }
    };
  }
}
