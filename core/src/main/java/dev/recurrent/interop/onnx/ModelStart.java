package dev.recurrent.interop.onnx;

import dev.recurrent.interop.FileBeginning;
import java.util.Set;

/**
 * The first field of a ModelProto: its number, its wire type and, where it has one, its length. A
 * writer may put any field first. Field numbers are those of onnx.proto3.
 */
final class ModelStart {
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  /** Version of the format, and of the model. */
  private static final Set<Long> NUMBERS = Set.of(1L, 5L);

  /** Producer's name and version, domain, text, graph, operators, metadata, training, functions. */
  private static final Set<Long> MESSAGES = Set.of(2L, 3L, 4L, 6L, 7L, 8L, 14L, 20L, 25L);

  private final FileBeginning file;
  private int at;

  private ModelStart(FileBeginning file) {
    this.file = file;
  }

  /** Whether the file can begin with such a field. */
  static boolean fits(FileBeginning file) {
    return new ModelStart(file).fits();
  }

  private boolean fits() {
    long key = varint();
    long type = key & 7;
    long field = key >>> 3;
    if (type == VARINT) {
      return NUMBERS.contains(field) && varint() >= 0;
    }
    long content = varint();
    return type == BYTES
        && MESSAGES.contains(field)
        && content >= 0
        && content <= file.length() - at;
  }

  /** The next number; -1 where there is none, or it is negative or too long for a length. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 63 && at < file.known(); shift += 7) {
      byte next = file.at(at++);
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }
}
