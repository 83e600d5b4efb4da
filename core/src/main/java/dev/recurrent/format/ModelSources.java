package dev.recurrent.format;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** Where a {@link ModelDirectory} of this machine reads from. */
final class ModelSources {
  private ModelSources() {}

  /** Files of a directory. */
  static ModelDirectory.Source local(Path directory) {
    return new ModelDirectory.Source() {
      @Override
      public long length(String name) throws IOException {
        Path file = directory.resolve(name);
        // Neither a pipe nor a device, whose length says nothing and whose end may not come.
        try {
          BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
          if (found.isRegularFile()) {
            return found.size();
          }
        } catch (NoSuchFileException e) {
          throw (IOException) new FileNotFoundException(file + " is not there").initCause(e);
        }
        throw new FileNotFoundException(file + " is not a regular file");
      }

      @Override
      public InputStream open(String name) throws IOException {
        return Files.newInputStream(directory.resolve(name));
      }

      @Override
      public boolean exists() {
        return Files.exists(directory);
      }
    };
  }

  /** Files in memory. */
  static ModelDirectory.Source memory(Map<String, byte[]> files) {
    return new ModelDirectory.Source() {
      @Override
      public long length(String name) throws IOException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
          throw new FileNotFoundException(name);
        }
        return bytes.length;
      }

      @Override
      public InputStream open(String name) throws IOException {
        return new ByteArrayInputStream(files.getOrDefault(name, new byte[0]));
      }

      @Override
      public boolean exists() {
        return true;
      }
    };
  }

  /** What to throw where there is neither a model nor a registry of models. */
  static UnusableModelException noModel(
      ModelDirectory.Source source, String where, FileNotFoundException cause) throws IOException {
    String what =
        source.exists()
            ? " holds no finished model: it has no " + Manifest.NAME
            : " does not exist";
    return new UnusableModelException(where + what, cause);
  }
}
