package dev.recurrent.nlp.corpus;

import dev.recurrent.format.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** The bytes of a file in their order, in constant memory, with their place and their SHA-256. */
final class VectorBytes implements AutoCloseable {
  /** As much as is looked at to find what the file is. */
  static final int HEAD = 1 << 16;

  private final InputStream in;
  private final MessageDigest digest = Manifest.digest();
  private final byte[] buffer = new byte[HEAD];
  private int at;
  private int end;
  private long before;

  VectorBytes(InputStream in) throws IOException {
    this.in = in;
    fill();
  }

  private boolean fill() throws IOException {
    before += end;
    at = 0;
    end = in.readNBytes(buffer, 0, buffer.length);
    digest.update(buffer, 0, end);
    return end > 0;
  }

  /** The first bytes, before any is read. */
  byte[] head() {
    return Arrays.copyOf(buffer, end);
  }

  /** The next byte, or -1 at the end. */
  int next() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xFF : -1;
  }

  /** Reads so many bytes, or fewer at the end; returns how many. */
  int next(byte[] into, int count) throws IOException {
    int read = 0;
    while (read < count && (at < end || fill())) {
      int n = Math.min(count - read, end - at);
      System.arraycopy(buffer, at, into, read, n);
      at += n;
      read += n;
    }
    return read;
  }

  void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  /** How many bytes have been read. */
  long position() {
    return before + at;
  }

  /** Reads the rest; gives the SHA-256 of all bytes. */
  String sha256() throws IOException {
    while (fill()) {
      at = end;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
