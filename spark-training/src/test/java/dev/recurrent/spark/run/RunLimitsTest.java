package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RunLimitsTest {
  private static void refused(long rounds, int epochs, double minutes, int patience) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new RunLimits(rounds, epochs, minutes, patience, 1))
            .getMessage();
    assertTrue(message.contains("expected"), message);
  }

  @Test
  void limitsBelowZeroAreRefused() {
    new RunLimits(0, 1, 0, 0, 1);
    new RunLimits(0, 0, 0.5, 3, 1);
    refused(-1, 1, 0, 0);
    refused(0, -1, 5, 0);
    refused(0, 1, Double.NaN, 0);
    refused(0, 1, -1, 0);
    refused(0, 1, 0, -1);
    refused(0, 0, 0, 3);
  }
}
