package dev.recurrent.spark.table;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.SnappyFramedInputStream;

/** What compresses a file, by its first bytes; by libraries that Spark brings along. */
enum Compression {
  GZIP(0x1F, 0x8B) {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new GZIPInputStream(in, BUFFER);
    }
  },
  ZSTANDARD(0x28, 0xB5, 0x2F, 0xFD) {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new ZstdInputStream(in);
    }
  },
  /** The frames of the lz4 command; Hadoop's own blocks have no first bytes of their own. */
  LZ4(0x04, 0x22, 0x4D, 0x18) {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new LZ4FrameInputStream(in);
    }
  },
  /** Snappy's frames; of Hadoop's blocks the same is true. */
  SNAPPY(0xFF, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y') {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new SnappyFramedInputStream(in);
    }
  };

  /** Bytes by which all are told apart. */
  static final int LONGEST = 10;

  private static final int BUFFER = 1 << 16;

  private final byte[] beginning;

  Compression(int... beginning) {
    this.beginning = new byte[beginning.length];
    for (int i = 0; i < beginning.length; i++) {
      this.beginning[i] = (byte) beginning[i];
    }
  }

  /**
   * Null for a file that none of them compresses.
   *
   * @param start the file's first bytes
   */
  static @Nullable Compression of(byte[] start) {
    for (Compression one : values()) {
      int length = one.beginning.length;
      if (start.length >= length && Arrays.equals(one.beginning, Arrays.copyOf(start, length))) {
        return one;
      }
    }
    return null;
  }

  /** The plain bytes. */
  abstract InputStream open(InputStream in) throws IOException;
}
