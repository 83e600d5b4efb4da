package dev.recurrent.spark.table;

import java.io.Serializable;

/**
 * The states of a CSV file between two characters, RFC 4180: quotes enclose cells that hold
 * delimiters, line breaks or quotes, and a quote inside is doubled. A quote inside a cell that does
 * not begin with one is a letter. Where a block of a file begins, only two states are possible:
 * blocks begin behind line feeds, so that it is either outside quotes or inside.
 *
 * @param delimiter between cells; 0 where a line is one cell
 * @param quotes whether quotes enclose cells
 * @param backslash whether a backslash inside quotes takes the next character as it is, as Spark
 *     writes by default
 */
record CsvDialect(char delimiter, boolean quotes, boolean backslash) implements Serializable {
  /** Before a record's first character. */
  static final int RECORD = 0;

  /** Behind a carriage return at a record's start. */
  static final int RETURN = 1;

  /** Before a cell's first character. */
  static final int CELL = 2;

  /** Inside a cell without quotes. */
  static final int PLAIN = 3;

  static final int QUOTED = 4;

  /** Behind a quote that either closes or is the first of two. */
  static final int CLOSED = 5;

  /** Behind a backslash inside quotes. */
  static final int ESCAPED = 6;

  /** Added to the next state where a record opens. */
  static final int OPENS = 8;

  static final int OTHER = 0;
  static final int DELIMITER = 1;
  static final int QUOTE = 2;
  static final int LINE_FEED = 3;
  static final int CARRIAGE_RETURN = 4;
  static final int BACKSLASH = 5;
  static final int CLASSES = 6;

  /** Each line is one cell. */
  static CsvDialect lines() {
    return new CsvDialect((char) 0, false, false);
  }

  /** The class of each of the first 128 characters; all others are of class {@link #OTHER}. */
  byte[] classes() {
    byte[] classes = new byte[128];
    classes['\n'] = LINE_FEED;
    classes['\r'] = CARRIAGE_RETURN;
    if (quotes) {
      classes['"'] = QUOTE;
    }
    if (quotes && backslash) {
      classes['\\'] = BACKSLASH;
    }
    if (delimiter > 0) {
      classes[delimiter] = DELIMITER;
    }
    return classes;
  }

  /** The state behind a character of each class in each state. */
  int[] table() {
    int[] table = new int[7 * CLASSES];
    for (int state = RECORD; state <= ESCAPED; state++) {
      for (int type = OTHER; type < CLASSES; type++) {
        int next = next(state, type);
        boolean outside = state == RECORD || state == RETURN;
        boolean opens = outside && next != RECORD && next != RETURN;
        table[state * CLASSES + type] = opens ? next | OPENS : next;
      }
    }
    return table;
  }

  private static int next(int state, int type) {
    if (state == ESCAPED) {
      return QUOTED;
    }
    if (state == QUOTED) {
      return type == QUOTE ? CLOSED : type == BACKSLASH ? ESCAPED : QUOTED;
    }
    return switch (type) {
      case LINE_FEED -> RECORD;
      case DELIMITER -> CELL;
      case QUOTE -> state == CLOSED || state == RECORD || state == CELL ? QUOTED : PLAIN;
      case CARRIAGE_RETURN -> state == RECORD ? RETURN : PLAIN;
      default -> PLAIN;
    };
  }
}
