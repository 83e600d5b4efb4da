package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.table.UnusableInputException;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void whatIsMissingIsNotANumber() {
    for (String text : new String[] {"", " ", "NA", "nan", "null", "?"}) {
      assertTrue(Float.isNaN(Values.number(text, "c")), text);
    }
    assertTrue(Float.isNaN(Values.number(null, "c")));
    assertEquals(-1.5f, Values.number(" -1.5 ", "c"));
    assertThrows(UnusableInputException.class, () -> Values.number("12,5", "c"));
  }

  @Test
  void numbersInAnyUsualFormAreRead() {
    assertEquals(5f, Values.number("5.", "c"));
    assertEquals(0.5f, Values.number("+.5", "c"));
    assertEquals(1e-7f, Values.number("1E-07", "c"));
    assertEquals(Float.POSITIVE_INFINITY, Values.number("1e39", "c"));
  }

  @Test
  void booleansAreOneAndZeroHoweverTheyAreWritten() {
    for (Object yes : new Object[] {true, "true", "True", "TRUE", " true "}) {
      assertEquals(1f, Values.number(yes, "c"));
    }
    for (Object no : new Object[] {false, "false", "False", "FALSE"}) {
      assertEquals(0f, Values.number(no, "c"));
    }
    for (String text : new String[] {"t", "yes", "truely", "on"}) {
      assertThrows(UnusableInputException.class, () -> Values.number(text, "c"), text);
    }
  }

  @Test
  void aNulIsNoBlank() {
    for (String text : new String[] {"1.5\0", "\0" + "1.5", "\0\0", "1.5\u0001"}) {
      assertThrows(UnusableInputException.class, () -> Values.number(text, "c"));
    }
    assertEquals(1.5f, Values.number("\t1.5\r", "c"));
  }

  @Test
  void whatJavaAloneTakesForANumberIsNone() {
    for (String text : new String[] {"10f", "3d", "3D", "0x1p3", ".", "1e", "1_000"}) {
      assertThrows(UnusableInputException.class, () -> Values.number(text, "c"), text);
    }
  }
}
