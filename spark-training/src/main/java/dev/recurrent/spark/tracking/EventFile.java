package dev.recurrent.spark.tracking;

import dev.recurrent.format.WireWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file of scalars as TensorBoard reads them: records of TensorFlow's TFRecord format, each one
 * {@code Event} message. A record is its length (8 bytes, little endian), the masked CRC-32C of
 * these 8 bytes, the message, and the masked CRC-32C of the message. Source: TensorFlow's {@code
 * tsl/lib/io/record_writer.h}, {@code event.proto} and {@code summary.proto}.
 */
final class EventFile {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xA282EAD8;

  /** Fields of an Event. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;

  /** Fields of a Summary and of its values. */
  private static final int VALUE = 1;

  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private final ByteArrayOutputStream records = new ByteArrayOutputStream();

  /**
   * @param wallTime of the file, in seconds since 1970
   */
  EventFile(double wallTime) {
    add(new WireWriter().real(WALL_TIME, wallTime).text(FILE_VERSION, VERSION));
  }

  /**
   * Adds the values of one step.
   *
   * @param wallTime of the step, in seconds since 1970
   * @param values by tag; a slash groups tags
   */
  EventFile scalars(double wallTime, long step, Map<String, Double> values) {
    WireWriter summary = new WireWriter();
    values.forEach(
        (tag, value) ->
            summary.message(
                VALUE, new WireWriter().text(TAG, tag).decimal(SIMPLE_VALUE, value.floatValue())));
    add(new WireWriter().real(WALL_TIME, wallTime).integer(STEP, step).message(SUMMARY, summary));
    return this;
  }

  private void add(WireWriter event) {
    byte[] data = event.toBytes();
    byte[] length =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    records.writeBytes(length);
    records.writeBytes(checksum(length));
    records.writeBytes(data);
    records.writeBytes(checksum(data));
  }

  /** The checksum is rotated and moved: one of bytes that hold checksums would be a weak one. */
  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  byte[] toBytes() {
    return records.toByteArray();
  }
}
