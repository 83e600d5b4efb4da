package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * {@code coefficients.bin}: one row vector as {@code Nd4j.write} writes it, two buffers one after
 * the other. A buffer is an allocation mode, a length, a type and big-endian numbers. The first has
 * rank, shape, strides, flags, element stride and order of the array, the second its numbers.
 * Source: Nd4j and BaseDataBuffer of ND4J 1.0.0-M2.
 */
final class Coefficients {
  /** How a buffer of any type is marked. */
  private static final String MODE = "MIXED_DATA_TYPES";

  private static final String SHAPE_MODE = "LONG_SHAPE";

  /** Rank 2: 2 + 2 * 2 + 2 numbers. */
  private static final int SHAPE_LENGTH = 8;

  private static final int RANK_1_LENGTH = 6;
  private static final long FLOAT_FLAG = 0x2000;
  private static final int HEADER = 144;

  private Coefficients() {}

  /** Bytes that {@code count} float32 take at most, with what stands before them. */
  static long floatBytes(long count) {
    return HEADER + Math.multiplyExact(4, count);
  }

  /**
   * Reads a row vector.
   *
   * @param length of all bytes
   * @param expected how many numbers the network has
   * @throws UnusableModelException if there are others
   */
  static float[] read(DataInputStream in, long length, long expected, String where)
      throws IOException {
    long[] shape = shape(in, where);
    int rank = (int) shape[0];
    long count = 1;
    for (int i = 1; i <= rank; i++) {
      count = shape[i] < 0 || shape[i] > expected ? -1 : Math.multiplyExact(count, shape[i]);
    }
    Header numbers = header(in, where);
    boolean wide = numbers.type.equals("DOUBLE");
    if (!wide && !numbers.type.equals("FLOAT")) {
      throw new UnusableModelException(
          where
              + " has numbers of type "
              + Dl4jConfig.shown(numbers.type)
              + ", expected FLOAT or DOUBLE; convert the network with DL4J first");
    }
    if (count != expected || numbers.length != expected) {
      throw new UnusableModelException(
          where
              + " has "
              + numbers.length
              + " numbers, expected "
              + expected
              + " of the configuration");
    }
    if (expected > Integer.MAX_VALUE || expected * (wide ? 8 : 4) > length) {
      throw new UnusableModelException(
          where + " has " + length + " bytes, too few for " + expected + " numbers");
    }
    float[] values = new float[(int) expected];
    for (int i = 0; i < values.length; i++) {
      values[i] = wide ? (float) in.readDouble() : in.readFloat();
    }
    if (in.read() >= 0) {
      throw new UnusableModelException(where + " has bytes behind its numbers");
    }
    return values;
  }

  private static long[] shape(DataInputStream in, String where) throws IOException {
    Header header = header(in, where);
    boolean known = header.length == RANK_1_LENGTH || header.length == SHAPE_LENGTH;
    if (!header.type.equals("LONG") || !known) {
      throw new UnusableModelException(where + " has no shape of rank 1 or 2, expected one row");
    }
    long[] shape = new long[(int) header.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readLong();
    }
    boolean row = shape[0] == 1 || (shape[0] == 2 && (shape[1] == 1 || shape[2] == 1));
    if (!row || shape.length != 2 * shape[0] + 4) {
      throw new UnusableModelException(where + " is not one row of numbers");
    }
    return shape;
  }

  /** What stands before the numbers of a buffer. */
  private record Header(long length, String type) {}

  private static Header header(DataInputStream in, String where) throws IOException {
    String mode = in.readUTF();
    if (!mode.equals(MODE) && !mode.equals(SHAPE_MODE)) {
      throw new UnusableModelException(
          where
              + " has a buffer of mode "
              + Dl4jConfig.shown(mode)
              + ", expected "
              + MODE
              + "; load and save the network with DL4J 1.0.0-M2 first");
    }
    return new Header(in.readLong(), in.readUTF());
  }

  /** The bytes that DL4J reads as a row of float32. */
  static byte[] write(float[] values) {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(Math.toIntExact(floatBytes(values.length)));
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(MODE);
      out.writeLong(SHAPE_LENGTH);
      out.writeUTF("LONG");
      long[] shape = {2, 1, values.length, 1, 1, FLOAT_FLAG, 1, 'c'};
      for (long number : shape) {
        out.writeLong(number);
      }
      out.writeUTF(MODE);
      out.writeLong(values.length);
      out.writeUTF("FLOAT");
      for (float value : values) {
        out.writeFloat(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
