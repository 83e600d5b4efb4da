package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class StandardInputTest {
  private static StandardInput of(byte[] bytes) {
    return new StandardInput(new ByteArrayInputStream(bytes));
  }

  @Test
  void linesComeOneByOneAndTheLastNeedsNoEnd() {
    StandardInput lines = of("é\n\nlast".getBytes(StandardCharsets.UTF_8));
    assertTrue(lines.hasNext());
    assertTrue(lines.hasNext(), "asking takes nothing");
    assertEquals("é", lines.next());
    assertEquals("", lines.next());
    assertEquals("last", lines.next());
    assertFalse(lines.hasNext());
    assertThrows(NoSuchElementException.class, lines::next);
  }

  @Test
  void anotherEncodingIsBadInput() {
    StandardInput lines = of("caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    JobException e = assertThrows(JobException.class, lines::hasNext);
    assertEquals(ExitCode.BAD_INPUT, e.code());
    assertTrue(e.getMessage().contains("not UTF-8"), e.getMessage());
  }
}
