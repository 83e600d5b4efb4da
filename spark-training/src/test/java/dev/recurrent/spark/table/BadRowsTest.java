package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is said of rows that were left out. */
class BadRowsTest {
  private static final RowPlaces PLACES = new RowPlaces(new String[] {"a.csv"}, new long[] {0, 9});

  private static BadRows bad(String cell) {
    BadRows bad = new BadRows();
    bad.addGood();
    bad.add(1, "column \"y\" holds \"" + cell + "\", expected a number");
    return bad;
  }

  @Test
  void cellsWithLineBreaksAreSaidInOneLine() {
    String said = bad("1\r\n2\t3\u0085").describe(PLACES);
    assertTrue(said.endsWith("column \"y\" holds \"1\\r\\n2\\t3?\", expected a number"), said);
    String refused =
        String.valueOf(
            assertThrows(
                    UnusableInputException.class, () -> bad("1\n2").require("a.csv", PLACES, 0.01))
                .getMessage());
    assertEquals(1, refused.lines().count(), refused);
  }

  @Test
  void ofLongCellsTheMiddleIsLeftOut() {
    String said = bad("x".repeat(100_000)).describe(PLACES);
    assertTrue(said.length() < 400, said);
    assertTrue(said.contains("column \"y\" holds \"xxx"), said);
    assertTrue(said.endsWith("xxx\", expected a number"), said);
  }

  @Test
  void noHalfOfACharacterIsLeft() {
    for (int at = 0; at < 2; at++) {
      String said = OneLine.brief("x".repeat(at) + "\uD83D\uDE00".repeat(400));
      assertEquals(said, said.replaceAll("[\\x{D800}-\\x{DFFF}]", ""));
    }
  }
}
