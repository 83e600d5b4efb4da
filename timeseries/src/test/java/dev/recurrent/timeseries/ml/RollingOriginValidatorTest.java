package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RollingOriginValidatorTest {
  private static final double NAN = Double.NaN;

  @Test
  void aMetricThatIsNoNumberIsTheWorstWhereverItStands() {
    assertEquals(1, RollingOriginValidator.best(List.of(NAN, 3.0, 4.0), false));
    assertEquals(2, RollingOriginValidator.best(List.of(NAN, 3.0, 4.0), true));
    assertEquals(0, RollingOriginValidator.best(List.of(3.0, NAN, 3.0), false));
    assertEquals(2, RollingOriginValidator.best(List.of(3.0, NAN, 2.0), false));
  }

  @Test
  void aGridWithoutANumberIsRefused() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> RollingOriginValidator.best(List.of(NAN, NAN), false));
    assertTrue(e.getMessage().contains("no parameters of the grid"), e.getMessage());
  }
}
