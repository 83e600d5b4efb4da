package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;

/** The text of a cell that names a sequence: what it holds decides, not the machine. */
final class SequenceName {
  private SequenceName() {}

  /**
   * @param column in messages
   * @throws UnusableInputException for bytes that are no UTF-8
   */
  static String of(Object cell, String column) {
    if (cell instanceof byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new UnusableInputException(
            "column \""
                + column
                + "\" has bytes that are no UTF-8 text; give another one, such as"
                + " hex("
                + column
                + ")",
            e);
      }
    }
    // A timestamp's own text is that of the machine's zone.
    return cell instanceof Timestamp time ? time.toInstant().toString() : String.valueOf(cell);
  }
}
