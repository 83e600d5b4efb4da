package dev.recurrent.spark.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The end of a bzip2 file: a mark of 48 bits, a checksum of 32, and fewer than 8 bits that fill the
 * last byte. Hadoop's reader takes a file that is cut off between two blocks for a whole one.
 */
final class Bzip2End {
  private static final byte[] START = "BZh".getBytes(StandardCharsets.US_ASCII);
  private static final long MARK = 0x177245385090L;
  private static final int MARK_BITS = 48;
  private static final int SUM_BITS = 32;
  private static final int BYTE = Byte.SIZE;

  /** Bytes that hold the mark, the checksum and what fills the last byte. */
  private static final int BYTES = 11;

  /** Of a file without any block: its start, the mark and the checksum. */
  private static final int SHORTEST = 14;

  private Bzip2End() {}

  /**
   * @param name of the file, for the message
   * @throws UnusableInputException if a file that begins as bzip2 does has no end
   */
  static void require(FSDataInputStream file, long length, String name) throws IOException {
    byte[] start = new byte[(int) Math.min(START.length, length)];
    file.readFully(0, start);
    if (!Arrays.equals(start, START)) {
      return;
    }
    byte[] last = new byte[length < SHORTEST ? 0 : BYTES];
    file.readFully(length - last.length, last);
    for (int fill = 0; fill < BYTE && last.length > 0; fill++) {
      if (mark(last, fill) == MARK) {
        return;
      }
    }
    throw new UnusableInputException(
        name
            + " cannot be decompressed: it is cut off (bzip2's mark of the end is missing); fetch"
            + " or write it again");
  }

  /** The bits where the mark is if so many fill the last byte. */
  private static long mark(byte[] last, int fill) {
    int begin = BYTE * last.length - fill - SUM_BITS - MARK_BITS;
    long bits = 0;
    for (int i = begin; i < begin + MARK_BITS; i++) {
      bits = bits << 1 | (last[i / BYTE] >> (BYTE - 1 - i % BYTE) & 1);
    }
    return bits;
  }
}
