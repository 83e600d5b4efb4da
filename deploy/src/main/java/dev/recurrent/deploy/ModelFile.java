package dev.recurrent.deploy;

import dev.recurrent.interop.FileBeginning;
import dev.recurrent.interop.ModelImporter;
import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.JobException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A model file of another framework on any Hadoop path, looked at before it is read. */
final class ModelFile {
  /** Bytes of a file to read: what one array holds. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final String where;
  private final FileSystem files;
  private final long length;
  private final long heap;

  private ModelFile(String where, FileSystem files, long length, long heap) {
    this.where = where;
    this.files = files;
    this.length = length;
    this.heap = heap;
  }

  static ModelFile at(String where, Configuration hadoop) throws IOException {
    Path path = new Path(where);
    FileSystem files = path.getFileSystem(hadoop);
    return new ModelFile(
        where, files, files.getFileStatus(path).getLen(), Runtime.getRuntime().maxMemory());
  }

  /** The same in a process of another size. */
  ModelFile inHeap(long bytes) {
    return new ModelFile(where, files, length, bytes);
  }

  /**
   * All of the file, once its beginning and its length are those of the importer's format.
   *
   * @throws dev.recurrent.format.UnusableModelException if they are not
   * @throws JobException as a wrong configuration, if the heap does not hold the file
   */
  byte[] read(ModelImporter importer) throws IOException {
    try (FSDataInputStream in = files.open(new Path(where))) {
      byte[] first = in.readNBytes(FileBeginning.BYTES);
      FileBeginning beginning = new FileBeginning(first, length, where);
      importer.requireFormat(beginning);
      beginning.requireAtMost(LARGEST);
      if (length >= heap) {
        throw tooLarge(null);
      }
      byte[] bytes = Arrays.copyOf(first, (int) length);
      int read = first.length + in.readNBytes(bytes, first.length, bytes.length - first.length);
      return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    }
  }

  /**
   * Does what takes a multiple of the file's length in memory.
   *
   * @throws JobException as a wrong configuration, if the heap is too small for it
   */
  <T> T withinHeap(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (OutOfMemoryError e) {
      throw tooLarge(e);
    }
  }

  private JobException tooLarge(@Nullable OutOfMemoryError cause) {
    String message =
        String.format(
            Locale.ROOT,
            "%s has %,d bytes, too many for a heap of %,d bytes; raise --driver-memory",
            where,
            length,
            heap);
    return new JobException(ExitCode.USAGE, message, cause);
  }
}
