package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.job.JobException;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void whatIsMissingIsNotANumber() {
    for (String text : new String[] {"", " ", "NA", "nan", "null", "?"}) {
      assertTrue(Float.isNaN(Values.number(text, "c")), text);
    }
    assertTrue(Float.isNaN(Values.number(null, "c")));
    assertEquals(-1.5f, Values.number(" -1.5 ", "c"));
    assertThrows(JobException.class, () -> Values.number("12,5", "c"));
  }
}
