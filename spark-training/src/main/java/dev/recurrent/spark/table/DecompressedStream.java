package dev.recurrent.spark.table;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file's bytes without their compression. Compressed bytes that cannot be read are a fault of the
 * file, which the error names; a storage that fails to give them is none, and its error stays.
 */
final class DecompressedStream extends InputStream {
  private final InputStream bytes;
  private final Storage storage;
  private final String file;

  /** Makes a stream of compressed bytes one of plain bytes. */
  @FunctionalInterface
  interface Codec {
    InputStream open(InputStream compressed) throws IOException;
  }

  private DecompressedStream(InputStream bytes, Storage storage, String file) {
    this.bytes = bytes;
    this.storage = storage;
    this.file = file;
  }

  /**
   * @param file for messages
   * @throws UnusableInputException if the compression's header is broken
   */
  static InputStream of(InputStream compressed, String file, Codec codec) throws IOException {
    Storage storage = new Storage(compressed);
    try {
      return new DecompressedStream(codec.open(storage), storage, file);
    } catch (IOException e) {
      storage.close();
      if (storage.failed) {
        throw e;
      }
      throw broken(file, e);
    } catch (RuntimeException | LinkageError e) {
      storage.close();
      throw UnusableInputException.usage(
          file + " cannot be decompressed here: " + reason(e) + "; unpack it");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * @throws UnusableInputException for compressed bytes that are damaged or cut off
   */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (offset > 0) {
      // Behind a stream's end Hadoop's bzip2 reads one byte more than the offset.
      byte[] part = new byte[length];
      int read = read(part, 0, length);
      System.arraycopy(part, 0, into, offset, Math.max(0, read));
      return read;
    }
    try {
      return bytes.read(into, 0, length);
    } catch (IOException | RuntimeException | InternalError | OutOfMemoryError e) {
      // Codecs that are given bytes of another make errors of every kind: one may read in them that
      // a block has 4 GB.
      if (storage.failed) {
        throw e;
      }
      throw broken(file, e);
    }
  }

  private static String reason(Throwable e) {
    String all = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return all.lines().findFirst().orElse("");
  }

  private static UnusableInputException broken(String file, Throwable e) {
    String reason = reason(e);
    boolean ends =
        e instanceof EOFException
            || reason.contains("nexpected end")
            || reason.contains("truncated");
    if (reason.contains(" is unsupported")) {
      return new UnusableInputException(
          file + " cannot be decompressed here: " + reason + "; unpack it", e);
    }
    return new UnusableInputException(
        file
            + " cannot be decompressed: "
            + (ends ? "it is cut off" : "it is damaged")
            + " ("
            + reason
            + "); fetch or write it again",
        e);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  /** The compressed bytes, and whether it was they that could not be had. */
  private static final class Storage extends FilterInputStream {
    private boolean failed;

    private Storage(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException | RuntimeException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException | RuntimeException e) {
        failed = true;
        throw e;
      }
    }
  }
}
