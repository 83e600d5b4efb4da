package dev.recurrent.interop.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * An array of numbers, row-major.
 *
 * @param type of its elements, as ONNX numbers them
 * @param sizes of its axes; none for one number
 * @param bytes of its elements, the lowest first
 */
record OnnxTensor(int type, List<Long> sizes, ByteBuffer bytes) {
  /** The types of elements that are read and written. */
  static final int FLOAT = 1;

  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int BOOL = 9;

  OnnxTensor {
    sizes = List.copyOf(sizes);
    bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  static OnnxTensor floats(List<Long> sizes, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new OnnxTensor(FLOAT, sizes, bytes);
  }

  static OnnxTensor integers(List<Long> sizes, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return new OnnxTensor(INT64, sizes, bytes);
  }

  /** Elements in all. */
  int count() {
    return bytes.remaining() / (type == INT64 ? 8 : type == BOOL ? 1 : 4);
  }

  int rank() {
    return sizes.size();
  }

  int size(int axis) {
    return Math.toIntExact(sizes.get(axis));
  }

  boolean isFloats() {
    return type == FLOAT;
  }

  boolean isIntegers() {
    return type == INT64 || type == INT32;
  }

  FloatBuffer floats() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  /** A copy of the elements of a tensor of floats. */
  float[] toFloats() {
    float[] values = new float[count()];
    floats().get(values);
    return values;
  }

  /** A copy of the elements of a tensor of integers. */
  long[] toIntegers() {
    long[] values = new long[count()];
    ByteBuffer all = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (type == INT64) {
      LongBuffer wide = all.asLongBuffer();
      wide.get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = all.getInt(4 * i);
      }
    }
    return values;
  }

  /** Whether all elements are zero, of floats or integers. */
  boolean isZero() {
    for (int i = 0; i < bytes.limit(); i++) {
      // The sign of a zero is the highest bit of its last byte.
      int ignored = isFloats() && i % 4 == 3 ? 0x7F : 0xFF;
      if ((bytes.get(i) & ignored) != 0) {
        return false;
      }
    }
    return true;
  }
}
