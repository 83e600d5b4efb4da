package dev.recurrent.spark.run;

import dev.recurrent.format.FileContent;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Whether a directory can be written, before the work that is to be written there. */
final class WritableCheck {
  private WritableCheck() {}

  /**
   * Writes an empty file and deletes it: in the nearest directory that exists, or where no rename
   * is one step, as on object stores, in the directory itself, which needs none above it.
   *
   * @throws IOException if nothing can be written
   */
  static void require(HadoopFiles files, Path directory) throws IOException {
    boolean there = files.exists(directory);
    Path place = directory;
    while (files.renames() && place.getParent() != null && !files.exists(place)) {
      place = place.getParent();
    }
    Path empty = new Path(place, AsideName.of("writable"));
    try {
      files.write(empty, FileContent.of(new byte[0]), () -> {});
    } finally {
      delete(files, empty);
      if (!there && !files.renames() && files.list(directory).isEmpty()) {
        delete(files, directory);
      }
    }
  }

  private static void delete(HadoopFiles files, Path leftover) {
    try {
      files.delete(leftover);
    } catch (IOException ignored) {
      // That it could be written is what was asked.
    }
  }
}
