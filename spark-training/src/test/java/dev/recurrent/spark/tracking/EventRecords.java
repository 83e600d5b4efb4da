package dev.recurrent.spark.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A reader of event files by the description of the format alone: uint64 length, uint32 masked
 * CRC-32C of the length, the data, uint32 masked CRC-32C of the data, all little endian; mask(c) =
 * ((c >> 15) | (c << 17)) + 0xa282ead8. The data are protobuf messages.
 */
final class EventRecords {
  /** A field's number and its value: Long, Double, Float or byte[]. */
  record Field(long number, Object value) {}

  /** An event: its time, its step and its scalars by tag. */
  record Event(double wallTime, long step, String version, Map<String, Float> scalars) {}

  private EventRecords() {}

  static List<Event> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      requireChecksum(length, in.getInt());
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(data);
      requireChecksum(data, in.getInt());
      events.add(event(data));
    }
    return events;
  }

  private static void requireChecksum(byte[] bytes, int found) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    long c = crc.getValue();
    long rotated = ((c >> 15) | (c << 17)) & 0xffffffffL;
    assertEquals((int) (rotated + 0xa282ead8L), found, "a record's checksum");
  }

  private static Event event(byte[] data) {
    double wallTime = Double.NaN;
    long step = 0;
    String version = "";
    Map<String, Float> scalars = new TreeMap<>();
    for (Field field : fields(data)) {
      switch ((int) field.number()) {
        case 1 -> wallTime = (double) field.value();
        case 2 -> step = (long) field.value();
        case 3 -> version = new String((byte[]) field.value(), StandardCharsets.UTF_8);
        case 5 -> {
          for (Field value : fields((byte[]) field.value())) {
            assertEquals(1, value.number());
            List<Field> parts = fields((byte[]) value.value());
            assertEquals(List.of(1L, 2L), parts.stream().map(Field::number).toList());
            String tag = new String((byte[]) parts.get(0).value(), StandardCharsets.UTF_8);
            scalars.put(tag, (Float) parts.get(1).value());
          }
        }
        default -> throw new AssertionError("field " + field.number() + " of an event");
      }
    }
    return new Event(wallTime, step, version, scalars);
  }

  private static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long key = varint(in);
      Object value =
          switch ((int) key & 7) {
            case 0 -> (Object) varint(in);
            case 1 -> in.getDouble();
            case 2 -> {
              byte[] bytes = new byte[(int) varint(in)];
              in.get(bytes);
              yield bytes;
            }
            case 5 -> in.getFloat();
            default -> throw new AssertionError("wire type " + (key & 7));
          };
      fields.add(new Field(key >>> 3, value));
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
