package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Heads for values that are often zero. */
class SparseHeadTest {
  private static JsonNode golden(Distribution head) throws IOException {
    String path =
        "/golden/head-" + head.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
    try (InputStream in =
        Objects.requireNonNull(SparseHeadTest.class.getResourceAsStream(path), path)) {
      return new ObjectMapper().readTree(in.readAllBytes());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Distribution.class,
      names = {"ZERO_INFLATED_NEGATIVE_BINOMIAL", "TWEEDIE"})
  void lossesAndGradientsAreThoseOfPyTorch(Distribution head) throws IOException {
    JsonNode golden = golden(head);
    int columns = golden.get("columns").asInt();
    assertEquals(columns, head.parameters());
    for (int i = 0; i < golden.get("targets").size(); i++) {
      float[] outputs = new float[columns];
      for (int c = 0; c < columns; c++) {
        outputs[c] = (float) golden.get("outputs").get(i * columns + c).asDouble();
      }
      float target = (float) golden.get("targets").get(i).asDouble();
      double loss = head.lossAndGradient(outputs, 0, target, 1);
      assertEquals(golden.get("losses").get(i).asDouble(), loss, 1e-5 * (1 + loss), head + " " + i);
      for (int c = 0; c < columns; c++) {
        double slope = golden.get("gradients").get(i * columns + c).asDouble();
        assertEquals(slope, outputs[c], 1e-4 * (0.01 + Math.abs(slope)), head + " " + i + " " + c);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Distribution.class,
      names = {"ZERO_INFLATED_NEGATIVE_BINOMIAL", "TWEEDIE"})
  void outputsOfAnySizeGiveFiniteNumbers(Distribution head) {
    for (float size : new float[] {-60, -8, 8, 60}) {
      for (float target : new float[] {0, 1, 1000}) {
        float[] outputs = new float[head.parameters()];
        for (int flip = 0; flip < 1 << outputs.length; flip++) {
          for (int i = 0; i < outputs.length; i++) {
            outputs[i] = (flip >> i & 1) == 0 ? size : -size;
          }
          for (double level : new double[] {0.05, 0.5, 0.95}) {
            double quantile = head.quantile(outputs, 0, level);
            assertTrue(quantile >= 0 && quantile < 1e12, size + ": " + quantile);
          }
          assertTrue(Double.isFinite(head.lossAndGradient(outputs, 0, target, 1)));
          for (float slope : outputs) {
            assertTrue(Float.isFinite(slope), head + " at " + size);
          }
        }
      }
    }
  }

  /** The mean of quantiles at evenly spread levels is the mean of the distribution. */
  @ParameterizedTest
  @EnumSource(
      value = Distribution.class,
      names = {"ZERO_INFLATED_NEGATIVE_BINOMIAL", "TWEEDIE"})
  void theMeanOfTheQuantilesIsThePoint(Distribution head) {
    float[] outputs = {1.5f, -0.5f, -0.4f};
    double sum = 0;
    int levels = 2000;
    for (int i = 0; i < levels; i++) {
      sum += head.quantile(outputs, 0, (i + 0.5) / levels);
    }
    assertEquals(head.point(outputs, 0), sum / levels, 0.01);
    Random random = new Random(3);
    double drawn = 0;
    for (int i = 0; i < 20_000; i++) {
      drawn += head.sample(outputs, 0, random) / 20_000;
    }
    assertEquals(head.point(outputs, 0), drawn, 0.05);
  }

  @Test
  void aQuantileIsZeroAsFarAsZerosReach() {
    float[] outputs = {2, -5, 0.5f};
    double zeros = 1 / (1 + Math.exp(-0.5)) + 0.4 * Math.exp(-2.1);
    Head head = Distribution.ZERO_INFLATED_NEGATIVE_BINOMIAL;
    assertEquals(0, head.quantile(outputs, 0, zeros - 0.02));
    assertTrue(head.quantile(outputs, 0, zeros + 0.02) >= 1);
    float[] amounts = {0, 0};
    double none = Math.exp(-2 / Math.sqrt(Math.log(2)));
    assertEquals(0, Distribution.TWEEDIE.quantile(amounts, 0, none - 0.01));
    assertTrue(Distribution.TWEEDIE.quantile(amounts, 0, none + 0.01) > 0);
  }

  @Test
  void besselFunctionsAreThoseOfTheTables() {
    // Abramowitz and Stegun, table 9.8: I1(1) = 0.5651591040, I0(1) = 1.2660658778.
    double[] one = BesselRatio.of(1);
    assertEquals(Math.log(0.5651591040), one[0], 1e-9);
    assertEquals(1.2660658778 / 0.5651591040, one[1], 1e-9);
    // The series and the asymptotic one meet.
    double[] below = BesselRatio.of(40);
    double[] above = BesselRatio.of(Math.nextUp(40.0));
    assertEquals(below[0], above[0], 1e-11);
    assertEquals(below[1], above[1], 1e-11);
  }
}
