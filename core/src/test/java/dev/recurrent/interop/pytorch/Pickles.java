package dev.recurrent.interop.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode. */
final class Pickles {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins with the protocol that PyTorch writes. */
  static Pickles begin() {
    return new Pickles().op(0x80, 2);
  }

  Pickles op(int... bytes) {
    for (int one : bytes) {
      out.write(one);
    }
    return this;
  }

  Pickles times(int count, int... bytes) {
    for (int i = 0; i < count; i++) {
      op(bytes);
    }
    return this;
  }

  Pickles global(String module, String name) {
    out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Pickles text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').int32(bytes.length).out.writeBytes(bytes);
    return this;
  }

  Pickles integer(int value) {
    return op('J').int32(value);
  }

  Pickles int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  Pickles tuple(int... values) {
    op('(');
    for (int value : values) {
      integer(value);
    }
    return op('t');
  }

  /** A storage of the file. */
  Pickles storage(String type, String key, int size) {
    op('(').text("storage").global("torch", type).text(key).text("cpu");
    return integer(size).op('t', 'Q');
  }

  /** A tensor over storage "0" of floats. */
  Pickles tensor(int storageSize, int offset, int[] shape, int[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').storage("FloatStorage", "0", storageSize);
    integer(offset).tuple(shape).tuple(strides).op(0x89);
    return global("collections", "OrderedDict").op(')', 'R', 't', 'R');
  }

  byte[] end() {
    return op('.').out.toByteArray();
  }
}
