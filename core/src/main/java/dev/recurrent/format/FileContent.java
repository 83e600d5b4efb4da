package dev.recurrent.format;

import java.io.IOException;
import java.io.OutputStream;

/** What is to be written to a file; it may be longer than an array can be. */
public interface FileContent {
  /** Bytes. */
  long length();

  /** Writes all of it; the same bytes each time. */
  void writeTo(OutputStream out) throws IOException;

  /** Bytes in memory. */
  static FileContent of(byte[] bytes) {
    return new FileContent() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }
}
