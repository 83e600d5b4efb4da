package dev.recurrent.interop.onnx;

import dev.recurrent.format.ShownText;
import dev.recurrent.format.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Walks the fields of one message in protobuf's wire format. A field's bytes are views of the file:
 * nothing is copied, and no length is believed that goes past the message.
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /**
   * Fields and packed integers of a file, at most: each becomes an object of some hundred bytes.
   */
  private static final int MOST_FIELDS = 1 << 20;

  private final ByteBuffer bytes;
  private final String where;

  /** Fields and integers read so far, in all messages of the file. */
  private final AtomicInteger fields;

  private int field;
  private int type;
  private long number;
  private ByteBuffer content;

  /**
   * @param bytes of the message, from position to limit
   * @param where the file's name, for messages
   */
  WireReader(ByteBuffer bytes, String where) {
    this(bytes, where, new AtomicInteger());
  }

  private WireReader(ByteBuffer bytes, String where, AtomicInteger fields) {
    this.fields = fields;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.where = where;
    content = this.bytes;
  }

  /** Goes to the next field; false at the end of the message. */
  boolean next() {
    if (!bytes.hasRemaining()) {
      return false;
    }
    count();
    long key = varint();
    field = (int) (key >>> 3);
    type = (int) (key & 7);
    if (key >>> 3 < 1 || key >>> 3 > 1 << 29) {
      throw damaged("has a field of number " + (key >>> 3));
    }
    switch (type) {
      case VARINT -> number = varint();
      case FIXED64 -> content = take(8);
      case FIXED32 -> content = take(4);
      case BYTES -> content = take(varint());
      default -> throw damaged("has a field of wire type " + type);
    }
    return true;
  }

  private void count() {
    if (fields.incrementAndGet() > MOST_FIELDS) {
      throw new UnusableModelException(
          where
              + " has more than "
              + MOST_FIELDS
              + " fields and integers outside of its arrays of floats, expected a graph of some"
              + " layers");
    }
  }

  /** The present field's number. */
  int field() {
    return field;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (!bytes.hasRemaining()) {
        throw damaged("ends in the middle of a number");
      }
      byte next = bytes.get();
      value |= shift < 64 ? (long) (next & 0x7F) << shift : 0;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("has a number of more than ten bytes");
  }

  private ByteBuffer take(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw damaged("has a field of " + length + " bytes where " + bytes.remaining() + " are left");
    }
    ByteBuffer part = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return part;
  }

  private void require(int expected, String what) {
    if (type != expected) {
      throw damaged("has wire type " + type + " in field " + field + ", expected " + what);
    }
  }

  /** The present field as an integer. */
  long integer() {
    require(VARINT, "an integer");
    return number;
  }

  /** The present field as a float. */
  float decimal() {
    require(FIXED32, "a float");
    return content.getFloat(0);
  }

  /** The present field's bytes, a view. */
  ByteBuffer content() {
    require(BYTES, "bytes");
    return content;
  }

  /** The present field as a message. */
  WireReader message() {
    return new WireReader(content(), where, fields);
  }

  /** The present field as text. */
  String text() {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(content().duplicate());
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new UnusableModelException(
          where + " has text in field " + field + " that is no UTF-8", e);
    }
  }

  /**
   * The present field as a name, which messages may show.
   *
   * @throws UnusableModelException if it has characters that cannot be seen
   */
  String name() {
    String name = text();
    String shown = ShownText.of(name, name.length());
    if (!name.equals(shown)) {
      throw damaged("has the name \"" + shown + "\" with characters that cannot be seen");
    }
    return name;
  }

  /** Takes the numbers of a repeated field, written one by one or together. */
  void integers(LongSink sink) {
    if (type == VARINT) {
      sink.take(number);
      return;
    }
    WireReader packed = new WireReader(content(), where, fields);
    while (packed.bytes.hasRemaining()) {
      count();
      sink.take(packed.varint());
    }
  }

  /** What takes numbers. */
  interface LongSink {
    void take(long value);
  }

  /** The floats of a repeated field, written one by one or together, as bytes. */
  ByteBuffer floats() {
    if (type != FIXED32) {
      require(BYTES, "floats");
    }
    return content;
  }

  UnusableModelException damaged(String what) {
    return new UnusableModelException(where + " is no ONNX file or is damaged: a message " + what);
  }
}
