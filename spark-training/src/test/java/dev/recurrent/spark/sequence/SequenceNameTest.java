package dev.recurrent.spark.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.table.UnusableInputException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SequenceNameTest {
  @Test
  void bytesAreReadAsText() {
    assertEquals("user é", SequenceName.of("user é".getBytes(StandardCharsets.UTF_8), "id"));
    assertEquals("7", SequenceName.of(7, "id"));
    String message =
        assertThrows(
                UnusableInputException.class,
                () -> SequenceName.of(new byte[] {(byte) 0xc3, 0x28}, "id"))
            .getMessage();
    assertTrue(message.contains("column \"id\" has bytes that are no UTF-8"), message);
  }

  @Test
  void aTimestampIsNamedInNoMachinesZone() {
    Instant instant = Instant.parse("2020-02-03T04:05:06.7Z");
    assertEquals(instant.toString(), SequenceName.of(Timestamp.from(instant), "id"));
    assertEquals(instant.toString(), SequenceName.of(instant, "id"));
  }
}
