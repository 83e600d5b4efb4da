package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import java.time.LocalDate;
import java.util.Optional;
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

  @ParameterizedTest
  @CsvSource({"W-MON,D", "D,h", "h,15min", "ME,D", "MS,W-MON", "B,D", "QS,MS", "YE,MS"})
  void aSeriesOfAnotherRuleThanItsTableIsNamed(String own, String table) {
    Optional<String> said = OwnRule.other("x", times(own, 40), Frequency.of(table), false);
    assertTrue(said.isPresent(), own);
    assertTrue(said.get().startsWith("series \"x\" has rows for "), said.get());
    assertTrue(said.get().contains("--frequency " + table), said.get());
  }

  @ParameterizedTest
  @CsvSource({"D", "h", "W-MON", "W-WED", "B", "MS"})
  void aSeriesOfItsTablesRuleIsNot(String rule) {
    Frequency table = Frequency.of(rule);
    assertEquals(Optional.empty(), OwnRule.other("x", times(rule, 40), table, false));
  }

  @Test
  void aSeriesWithRowsOnSomeDaysOnlyOrWithFewRowsMayBeOfDays() {
    long[] days = times("D", 300);
    long[] some =
        IntStream.range(0, 300).filter(i -> i * i % 7 == 1).mapToLong(i -> days[i]).toArray();
    assertEquals(Optional.empty(), OwnRule.other("x", some, Frequency.of("D"), false));
    assertEquals(Optional.empty(), OwnRule.other("x", times("W-MON", 5), Frequency.of("D"), false));
  }

  @Test
  void anIndexThatCountsByTenAmongOnesIsNamed() {
    long[] tens = LongStream.range(0, 40).map(i -> 10 * i).toArray();
    assertTrue(OwnRule.other("x", tens, Frequency.of("index"), true).isPresent());
  }
}
