package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {

  private static List<String> linear(double low, double high) {
    return labels(Scale.round(Range.of(DoubleStream.of(low, high)), false, 5));
  }

  private static List<String> logarithmic(double low, double high) {
    return labels(Scale.round(Range.of(DoubleStream.of(low, high)), true, 5));
  }

  private static List<String> labels(Scale scale) {
    return scale.ticks().stream().map(Tick::label).toList();
  }

  @Test
  void choosesRoundValuesAroundTheData() {
    assertEquals(List.of("1.0", "1.5", "2.0", "2.5", "3.0"), linear(1.3, 2.9));
    assertEquals(List.of("−1.0", "−0.5", "0", "0.5"), linear(-0.9, 0.4));
    assertEquals(List.of("−4.0", "−3.5", "−3.0", "−2.5", "−2.0"), linear(-3.8, -2));
    assertEquals(List.of("0", "10,000", "20,000", "30,000"), linear(0, 30_000));
    assertEquals(List.of("0", "500", "1000", "1500", "2000"), linear(0, 2000));
  }

  @Test
  void staysReadableAtTinyAndHugeValues() {
    assertEquals(
        List.of("0", "0.2×10⁻⁹", "0.4×10⁻⁹", "0.6×10⁻⁹", "0.8×10⁻⁹", "1.0×10⁻⁹"), linear(0, 1e-9));
    assertEquals(List.of("0", "1×10¹²", "2×10¹²", "3×10¹²"), linear(0.5, 2.9e12));
    assertEquals(
        List.of("100.00000", "100.00001", "100.00002", "100.00003", "100.00004"),
        linear(100, 100.00004));
  }

  @Test
  void widensConstantData() {
    assertEquals(List.of("1.0", "1.5", "2.0", "2.5", "3.0", "3.5"), linear(2.25, 2.25));
    assertEquals(List.of("−1", "0", "1"), linear(0, 0));
    assertTrue(linear(-7.5, -7.5).size() > 2);
    assertTrue(logarithmic(0.01, 0.01).size() > 1);
  }

  @Test
  void givesWholeNumbersWholeTicks() {
    assertEquals(
        List.of("1", "2", "3"), labels(Scale.tight(Range.of(DoubleStream.of(1, 3)), false, 8)));
  }

  @Test
  void marksLogarithmicAxesByTheirLength() {
    assertEquals(List.of("0.01", "0.1", "1", "10", "100"), logarithmic(0.02, 70));
    assertEquals(List.of("1", "2", "5", "10", "20"), logarithmic(1.2, 19));
    assertEquals(List.of("10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"), logarithmic(1e-10, 0.9));
    assertEquals(List.of("1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"), logarithmic(1.25, 1.75));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4.9e-324",
    "1e-300, 2e-300",
    "-1e300, 1e300",
    "1e299, 1e300",
    "123456789, 123456789.5",
    "1e15, 1.000000000000001e15",
    "-1e-9, 1e-9",
    "0.1, 0.30000000000000004",
    "-5, 1e6"
  })
  void enclosesAwkwardRangesWithFewDistinctTicks(double low, double high) {
    Scale scale = Scale.round(Range.of(DoubleStream.of(low, high)), false, 5);
    List<Tick> ticks = scale.ticks();
    assertTrue(ticks.size() >= 2 && ticks.size() <= 8, ticks::toString);
    assertEquals(ticks.size(), new HashSet<>(labels(scale)).size(), ticks::toString);
    assertTrue(ticks.get(0).value() <= low);
    assertTrue(ticks.get(ticks.size() - 1).value() >= high - Math.ulp(high));
    assertTrue(scale.fraction(low) >= 0 && scale.fraction(high) <= 1, ticks::toString);
  }

  @ParameterizedTest
  @CsvSource({"1e-300, 1e300", "1e-300, 2e-300", "5e299, 1e300", "0.9, 4.4", "1e-10, 1e300"})
  void enclosesAwkwardLogarithmicRanges(double low, double high) {
    Scale scale = Scale.round(Range.of(DoubleStream.of(low, high)), true, 5);
    assertTrue(scale.ticks().size() >= 2 && scale.ticks().size() <= 8, scale.ticks()::toString);
    assertTrue(scale.fraction(low) >= 0 && scale.fraction(high) <= 1);
    assertTrue(scale.ticks().stream().allMatch(t -> t.value() > 0 && Double.isFinite(t.value())));
  }
}
