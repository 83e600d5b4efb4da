package dev.recurrent.spark.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A file of one line that names the newest of several; runs may move it at the same time. */
public final class PointerFile {
  private final HadoopDirectory directory;
  private final String name;

  public PointerFile(HadoopDirectory directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /** Lets it name another, in one step. */
  public void moveTo(String newest) throws IOException {
    byte[] line = (newest + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      directory.replace(name, line);
    } catch (FileNotFoundException swept) {
      // Another run took the file, not renamed yet, for one that a killed run left.
      directory.replace(name, line);
    }
  }

  /** Removes what runs left that were killed while they moved it. */
  public void sweep() throws IOException {
    directory.sweep(name);
  }
}
