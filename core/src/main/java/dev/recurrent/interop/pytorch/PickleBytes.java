package dev.recurrent.interop.pytorch;

import dev.recurrent.format.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read from the start to the end. */
final class PickleBytes {
  private static final int LONGEST_LINE = 256;

  private final ByteBuffer bytes;
  private final String where;
  private int opcode;

  /**
   * @param bytes little-endian
   * @param where the file's name, for messages
   */
  PickleBytes(ByteBuffer bytes, String where) {
    this.bytes = bytes;
    this.where = where;
  }

  /** The next opcode. */
  int opcode() {
    opcode = bytes.position();
    return u8();
  }

  int u8() {
    require(1);
    return bytes.get() & 0xFF;
  }

  int u16() {
    require(2);
    return bytes.getShort() & 0xFFFF;
  }

  int i32() {
    require(4);
    return bytes.getInt();
  }

  /** A float of 64 bits, the only number that pickles write from its high end. */
  double f64() {
    require(8);
    double value = bytes.order(ByteOrder.BIG_ENDIAN).getDouble();
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    return value;
  }

  /** A whole number of so many bytes, 0 to 8. */
  long integer(int size) {
    if (size > 8) {
      throw wrong("has a whole number of " + size + " bytes, expected at most 8");
    }
    require(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes.get() & 0xFFL) << 8 * i;
    }
    int unused = 64 - 8 * size;
    return size == 0 ? 0 : value << unused >> unused;
  }

  /** Text of so many bytes of UTF-8. */
  String text(int length) {
    if (length < 0) {
      throw wrong("has a text of more than 2 GB");
    }
    require(length);
    ByteBuffer part = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(part);
      return text.toString();
    } catch (CharacterCodingException e) {
      throw wrong("has a text that is not UTF-8");
    }
  }

  /** Text up to a newline. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (int c = u8(); c != '\n'; c = u8()) {
      if (line.length() == LONGEST_LINE) {
        throw wrong("has a name of more than " + LONGEST_LINE + " bytes");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void require(int count) {
    if (bytes.remaining() < count) {
      throw wrong("ends too early");
    }
  }

  /** What to throw about the last opcode. */
  UnusableModelException wrong(String what) {
    return new UnusableModelException(
        where + ": its pickle " + what + " (data.pkl, byte " + opcode + ")");
  }
}
