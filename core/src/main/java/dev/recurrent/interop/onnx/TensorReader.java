package dev.recurrent.interop.onnx;

import dev.recurrent.format.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an array: its sizes have to be those of the bytes that the file has for it. */
final class TensorReader {
  /** Axes of an array, at most. */
  static final int MOST_AXES = 8;

  private final String where;
  private final List<Long> sizes = new ArrayList<>();
  private final List<Long> integers = new ArrayList<>();
  private final List<ByteBuffer> floats = new ArrayList<>();
  private @Nullable ByteBuffer raw;
  private String name = "";
  private int type;

  TensorReader(WireReader in, String where) {
    this.where = where;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> in.integers(this::addSize);
        case 2 -> type = (int) in.integer();
        case 4 -> floats.add(in.floats());
        case 5, 7 -> in.integers(integers::add);
        case 8 -> name = in.name();
        case 9 -> raw = in.content();
        case 13 -> throw elsewhere();
        case 14 -> {
          if (in.integer() != 0) {
            throw elsewhere();
          }
        }
        default -> {}
      }
    }
  }

  private UnusableModelException elsewhere() {
    return new UnusableModelException(
        where
            + " keeps the array \""
            + name
            + "\" in another file, expected all in one file: torch.onnx.export has"
            + " external_data=False");
  }

  private void addSize(long size) {
    if (size < 0 || size > Integer.MAX_VALUE || sizes.size() == MOST_AXES) {
      throw new UnusableModelException(
          where
              + " has an array with an axis of size "
              + size
              + " or more than "
              + MOST_AXES
              + " axes");
    }
    sizes.add(size);
  }

  String name() {
    return name;
  }

  /**
   * The array. One of a type that is not read here has no elements.
   *
   * @throws UnusableModelException if its bytes are not as many as its sizes say
   */
  OnnxTensor tensor() {
    int each =
        switch (type) {
          case OnnxTensor.FLOAT, OnnxTensor.INT32 -> 4;
          case OnnxTensor.INT64 -> 8;
          case OnnxTensor.BOOL -> 1;
          default -> 0;
        };
    if (each == 0) {
      return new OnnxTensor(type, List.of(0L), ByteBuffer.allocate(0));
    }
    long count = 1;
    for (long size : sizes) {
      count = Math.multiplyHigh(count, size) == 0 ? count * size : -1;
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw mismatch("more than 2,147,483,647");
      }
    }
    ByteBuffer bytes = raw != null ? raw : unpacked(each);
    if (bytes.remaining() != count * each) {
      throw mismatch(count + " elements of " + each);
    }
    return new OnnxTensor(type, sizes, bytes);
  }

  private UnusableModelException mismatch(String count) {
    return new UnusableModelException(
        where
            + " has an array \""
            + name
            + "\" of sizes "
            + sizes
            + ", its bytes are not "
            + count
            + " bytes");
  }

  private ByteBuffer unpacked(int each) {
    if (type == OnnxTensor.FLOAT) {
      if (floats.size() == 1) {
        return floats.get(0);
      }
      ByteBuffer all = ByteBuffer.allocate(floats.stream().mapToInt(ByteBuffer::limit).sum());
      floats.forEach(part -> all.put(part.duplicate()));
      return all.flip();
    }
    ByteBuffer all = ByteBuffer.allocate(each * integers.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : integers) {
      switch (each) {
        case 8 -> all.putLong(value);
        case 4 -> all.putInt((int) value);
        default -> all.put((byte) value);
      }
    }
    return all.flip();
  }
}
