package dev.recurrent.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message in protobuf's wire format. Its parts are chained and copied once, when all is known.
 */
public final class WireWriter {
  /** Arrays of this many bytes are chained as they are. */
  private static final int LARGE = 256;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final List<ByteBuffer> parts = new ArrayList<>();
  private final ByteArrayOutputStream small = new ByteArrayOutputStream();
  private long size;

  /** An integer field. */
  public WireWriter integer(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  /** A float field. */
  public WireWriter decimal(int field, float value) {
    key(field, FIXED32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < 32; shift += 8) {
      small.write(bits >>> shift);
    }
    return this;
  }

  /** A double field. */
  public WireWriter real(int field, double value) {
    key(field, FIXED64);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < 64; shift += 8) {
      small.write((int) (bits >>> shift));
    }
    return this;
  }

  /** A text field. */
  public WireWriter text(int field, String value) {
    return bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** A field of bytes, which must not change afterwards. */
  public WireWriter bytes(int field, ByteBuffer value) {
    key(field, BYTES);
    varint(value.remaining());
    if (value.remaining() < LARGE) {
      for (int i = value.position(); i < value.limit(); i++) {
        small.write(value.get(i));
      }
    } else {
      flush();
      chain(value);
    }
    return this;
  }

  /** A field that is a message, complete. */
  public WireWriter message(int field, WireWriter inner) {
    inner.flush();
    key(field, BYTES);
    varint(inner.size);
    flush();
    inner.parts.forEach(this::chain);
    return this;
  }

  private void key(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      small.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    small.write((int) rest);
  }

  private void flush() {
    if (small.size() > 0) {
      chain(ByteBuffer.wrap(small.toByteArray()));
      small.reset();
    }
  }

  private void chain(ByteBuffer part) {
    parts.add(part);
    size += part.remaining();
  }

  /** Bytes of the message. */
  public long size() {
    flush();
    return size;
  }

  /** The message, which has to have fewer than 2^31 bytes. */
  public byte[] toBytes() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size()));
    parts.forEach(part -> all.put(part.duplicate()));
    return all.array();
  }
}
