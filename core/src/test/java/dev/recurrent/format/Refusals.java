package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.function.Executable;

/** Bytes that a reader must refuse, and how. */
final class Refusals {
  private Refusals() {}

  /** The message of the exception that says so. */
  static String message(Executable reading) {
    return assertThrows(UnusableModelException.class, reading).getMessage();
  }

  static void requireRefused(Executable reading, String part) {
    String message = message(reading);
    assertTrue(message.contains(part), () -> "\"" + message + "\" lacks \"" + part + "\"");
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A safetensors file of this header and so many bytes of zeros. */
  static byte[] safetensors(String header, int values) {
    byte[] text = utf8(header);
    return claiming(text.length, text, values);
  }

  /** The same with a header length of one's own. */
  static byte[] claiming(long headerLength, byte[] header, int values) {
    return ByteBuffer.allocate(8 + header.length + values)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerLength)
        .put(header)
        .array();
  }
}
