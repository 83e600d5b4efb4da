package dev.recurrent.format;

import java.nio.ByteBuffer;

/** Kinds of floating-point numbers in files of tensors. All are read as 32-bit floats. */
public enum FloatType {
  /** 64 bits, rounded to the nearest 32-bit float. */
  F64(8),
  /** 32 bits. */
  F32(4),
  /** 16 bits of IEEE 754, read exactly. */
  F16(2),
  /** The upper 16 bits of a 32-bit float, read exactly. */
  BF16(2);

  private final int bytes;

  FloatType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /**
   * The number at a byte.
   *
   * @param from little-endian
   */
  public float read(ByteBuffer from, int at) {
    return switch (this) {
      case F64 -> (float) from.getDouble(at);
      case F32 -> from.getFloat(at);
      case F16 -> half(from.getShort(at));
      case BF16 -> Float.intBitsToFloat(from.getShort(at) << 16);
    };
  }

  private static float half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float size;
    if (exponent == 0) {
      size = fraction * 0x1p-24f;
    } else {
      int widened = exponent == 31 ? 255 : exponent + 112;
      size = Float.intBitsToFloat(widened << 23 | fraction << 13);
    }
    return bits < 0 ? -size : size;
  }
}
