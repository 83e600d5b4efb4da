package dev.recurrent.spark.table;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records one by one. A cell without quotes and without text is null; lines without any
 * character are no records. What follows a closing quote belongs to the cell.
 */
final class CsvRecords implements Closeable {
  /** Characters of a record at most: beyond, a quote was opened and never closed. */
  private static final int LONGEST = 1 << 24;

  /** More text of the same file, for a record that runs on beyond a block's end. */
  @FunctionalInterface
  interface Beyond {
    Reader open() throws IOException;
  }

  private final byte[] classes;
  private final int[] table;
  private final @Nullable Beyond beyond;
  private final char[] buffer = new char[1 << 15];
  private final StringBuilder cell = new StringBuilder();
  private final List<@Nullable String> cells = new ArrayList<>();
  private Reader reader;
  private int at;
  private int filled;
  private int state = CsvDialect.RECORD;
  private boolean quoted;
  private boolean runsOn;
  private boolean unclosed;
  private long length;

  /**
   * @param reader of text that begins at a record's start, or inside quotes
   * @param beyond what follows the text, or null if nothing does
   */
  CsvRecords(Reader reader, CsvDialect dialect, @Nullable Beyond beyond) {
    this.reader = reader;
    this.beyond = beyond;
    classes = dialect.classes();
    table = dialect.table();
  }

  /** Goes to the first record's start from inside quotes. */
  void skipRest() throws IOException {
    state = CsvDialect.QUOTED;
    read();
  }

  /** The cells of the record that {@link #next} read; the list is used again. */
  List<@Nullable String> cells() {
    return cells;
  }

  /** Whether the text ended inside quotes. */
  boolean unclosed() {
    return unclosed;
  }

  /**
   * Reads the next record.
   *
   * @return false behind the last one
   * @throws UnusableInputException for a record that is too long to be one
   */
  boolean next() throws IOException {
    cells.clear();
    return !runsOn && read();
  }

  private boolean read() throws IOException {
    length = 0;
    while (at < filled || fill()) {
      char c = buffer[at++];
      int type = c < 128 ? classes[c] : CsvDialect.OTHER;
      int before = state;
      state = table[before * CsvDialect.CLASSES + type] & 7;
      if (state == CsvDialect.RECORD) {
        if (before != CsvDialect.RECORD && before != CsvDialect.RETURN) {
          end(before != CsvDialect.CLOSED);
          return true;
        }
      } else if (state == CsvDialect.CELL) {
        end(false);
      } else {
        append(c, before);
      }
    }
    return atEnd();
  }

  /** Appends what a character means in the state it led to, and all plain text behind it. */
  private void append(char c, int before) {
    if (state == CsvDialect.QUOTED && before != CsvDialect.QUOTED) {
      boolean opens = before == CsvDialect.RECORD || before == CsvDialect.CELL;
      quoted = true;
      if (opens) {
        return;
      }
    }
    if (state == CsvDialect.CLOSED || state == CsvDialect.ESCAPED || state == CsvDialect.RETURN) {
      return;
    }
    if (before == CsvDialect.RETURN) {
      cell.append('\r');
    }
    cell.append(c);
    int from = at;
    while (at < filled && (buffer[at] >= 128 || classes[buffer[at]] == CsvDialect.OTHER)) {
      at++;
    }
    if (state == CsvDialect.PLAIN || state == CsvDialect.QUOTED) {
      cell.append(buffer, from, at - from);
    }
    length += at - from + 1;
    if (length > LONGEST) {
      throw new UnusableInputException(
          "a record is longer than " + LONGEST + " characters: a quote is opened and not closed");
    }
  }

  private void end(boolean trim) {
    int size = cell.length();
    if (trim && size > 0 && cell.charAt(size - 1) == '\r') {
      cell.setLength(size - 1);
    }
    cells.add(cell.length() == 0 && !quoted ? null : cell.toString());
    cell.setLength(0);
    quoted = false;
  }

  private boolean atEnd() {
    if (state == CsvDialect.RECORD || state == CsvDialect.RETURN) {
      return false;
    }
    unclosed = state == CsvDialect.QUOTED || state == CsvDialect.ESCAPED;
    end(state == CsvDialect.PLAIN);
    state = CsvDialect.RECORD;
    return true;
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, reader.read(buffer, 0, buffer.length));
    boolean inside = state == CsvDialect.QUOTED || state == CsvDialect.ESCAPED;
    if (filled == 0 && inside && beyond != null && !runsOn) {
      reader.close();
      reader = beyond.open();
      runsOn = true;
      filled = Math.max(0, reader.read(buffer, 0, buffer.length));
    }
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
