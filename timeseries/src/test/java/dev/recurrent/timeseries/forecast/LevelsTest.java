package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LevelsTest {
  @Test
  void bandsAddTheirEdgesToTheDeciles() {
    Levels levels = Levels.parse(List.of("95", " 50", "80"));
    assertEquals(List.of(50, 80, 95), levels.bands());
    double[] expected = {0.025, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.975};
    assertArrayEquals(expected, levels.probabilities(), 1e-15);
    double[][] all = new double[expected.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = new double[] {expected[i]};
    }
    Forecast forecast = levels.forecast("s", 0, new double[1], all);
    assertEquals(0.9, forecast.quantile(0.9, 0));
    assertArrayEquals(new double[] {0.25}, forecast.bands()[0][0]);
    assertArrayEquals(new double[] {0.975}, forecast.bands()[2][1]);
    assertArrayEquals(all, levels.all(forecast));
  }

  @Test
  void otherLevelsAreRefused() {
    for (String wrong : List.of("0", "100", "0.8", "x")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Levels.parse(List.of(wrong)))
              .getMessage();
      assertTrue(message.contains("expected whole per cents from 1 to 99"), message);
    }
  }

  @Test
  void tailsOfAQuantileHeadAreThoseOfANormalDistribution() {
    float[] deciles = new float[9];
    double[] standard = {-1.2815516, -0.8416212, -0.5244005, -0.2533471};
    for (int i = 0; i < 4; i++) {
      deciles[i] = (float) standard[i];
      deciles[8 - i] = (float) -standard[i];
    }
    QuantileHead head = new QuantileHead();
    assertEquals(-1.959964, head.quantile(deciles, 0, 0.025), 1e-5);
    assertEquals(2.575829, head.quantile(deciles, 0, 0.995), 1e-5);
    assertEquals(-1.2815516, head.quantile(deciles, 0, 0.1), 1e-6);
  }
}
