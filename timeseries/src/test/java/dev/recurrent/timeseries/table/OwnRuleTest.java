package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnRuleTest {
  private static long[] times(String rule, int count) {
    Frequency own =
        Frequency.of(rule).anchored(new long[] {Clock.micros(LocalDate.of(2024, 1, 1))});
    return IntStream.range(0, count)
        .mapToLong(i -> own.time(own.step(1704067200000000L) + i))
        .toArray();
  }

  private static Optional<String> ofModel(long[] times, String model, boolean given) {
    return OwnRule.ofModel("series \"x\"", times, Frequency.of(model), false, given);
  }

  @ParameterizedTest
  @CsvSource({
    "W-MON,D,12",
    "D,W-SUN,40",
    "D,B,40",
    "B,D,40",
    "D,MS,40",
    "MS,D,12",
    "h,D,40",
    "15min,h,40",
    "h,15min,40",
    "2D,D,20",
    "D,2D,20",
    "4W,MS,14",
    "MS,4W,14",
    "MS,QS,24",
    "QE,ME,12"
  })
  void aTableOfAnotherRuleThanItsModelsIsRefusedWithBoth(String own, String model, int count) {
    String said = ofModel(times(own, count), model, false).orElseThrow();
    assertTrue(said.startsWith("series \"x\" has rows for "), said);
    String both = "(" + Frequency.of(model) + "): ";
    assertTrue(said.contains(", the model was trained on ") && said.contains(both), said);
    boolean denser = said.endsWith(", or train a model on this table");
    String pass = "pass --frequency " + Frequency.of(model).option() + " to";
    assertTrue(denser || said.contains(pass), said);
    if (Set.of("D W-SUN", "D MS", "15min h").contains(own + " " + model)) {
      assertTrue(denser, said);
    }
  }

  @ParameterizedTest
  @CsvSource({"W-MON,W-SUN", "ME,MS", "MS,ME", "QS,QE-FEB", "YE,YS", "D,D", "B,B", "W-WED,W"})
  void aTableOfItsModelsRuleMayHaveOtherAnchors(String own, String model) {
    assertEquals(Optional.empty(), ofModel(times(own, 40), model, false));
  }

  @Test
  void businessDaysMayBeDaysWhereAUserSaidSoInTraining() {
    assertEquals(Optional.empty(), ofModel(times("B", 40), "D", true));
    assertTrue(ofModel(times("W-MON", 40), "D", true).isPresent());
  }

  @Test
  void aModelOfDaysRefusesRowsOnMondaysWednesdaysAndFridays() {
    long[] days = times("D", 140);
    long[] some =
        IntStream.range(0, 140)
            .filter(i -> i % 7 % 2 == 0 && i % 7 < 6)
            .mapToLong(i -> days[i])
            .toArray();
    String said = ofModel(some, "D", false).orElseThrow();
    assertTrue(said.contains("has rows for Monday, Wednesday, Friday alone, the model"), said);
    assertEquals(Optional.empty(), ofModel(some, "D", true));
  }

  @Test
  void aSeriesWithGapsIsOfItsModelsRule() {
    long[] days = times("D", 300);
    long[] some =
        IntStream.range(0, 300).filter(i -> i * 7919L % 10 > 2).mapToLong(i -> days[i]).toArray();
    assertEquals(Optional.empty(), ofModel(some, "D", false));
  }

  @ParameterizedTest
  @CsvSource({"W-MON,D", "D,h", "h,15min", "ME,D", "MS,W-MON", "B,D", "QS,MS", "YE,MS"})
  void aSeriesOfAnotherRuleThanItsTableIsNamed(String own, String table) {
    Optional<String> said =
        OwnRule.amongOthers("series \"x\"", times(own, 40), Frequency.of(table), false);
    assertTrue(said.isPresent(), own);
    assertTrue(said.get().startsWith("series \"x\" has rows for "), said.get());
    assertTrue(said.get().contains("--frequency " + table), said.get());
  }

  @ParameterizedTest
  @CsvSource({"D", "h", "W-MON", "W-WED", "B", "MS"})
  void aSeriesOfItsTablesRuleIsNot(String rule) {
    Frequency table = Frequency.of(rule);
    assertEquals(
        Optional.empty(), OwnRule.amongOthers("series \"x\"", times(rule, 40), table, false));
  }

  @Test
  void aSeriesWithRowsOnSomeDaysOnlyOrWithFewRowsMayBeOfDays() {
    long[] days = times("D", 300);
    long[] some =
        IntStream.range(0, 300).filter(i -> i * i % 7 == 1).mapToLong(i -> days[i]).toArray();
    assertEquals(
        Optional.empty(), OwnRule.amongOthers("series \"x\"", some, Frequency.of("D"), false));
    assertEquals(
        Optional.empty(),
        OwnRule.amongOthers("series \"x\"", times("W-MON", 5), Frequency.of("D"), false));
  }

  @Test
  void anIndexThatCountsByTenAmongOnesIsNamed() {
    long[] tens = LongStream.range(0, 40).map(i -> 10 * i).toArray();
    assertTrue(OwnRule.amongOthers("series \"x\"", tens, Frequency.of("index"), true).isPresent());
  }
}
