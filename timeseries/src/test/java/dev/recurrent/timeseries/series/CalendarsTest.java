package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The times that follow a series are those that pandas' date_range gives. */
class CalendarsTest {
  /** A frequency's name, a zone or "null", times, and those that follow; of UTC with a zone. */
  record Case(
      String frequency, String zone, List<String> holidays, List<String> times, List<String> next) {
    private Frequency named() {
      return zoned(Frequency.of(frequency).withHolidays(days()));
    }

    private List<LocalDate> days() {
      return holidays.stream().map(LocalDate::parse).toList();
    }

    /** The times on the clock that counts the rule's steps. */
    private long[] onClock(Frequency rule) {
      return times.stream().mapToLong(t -> rule.ofInstant(micros(t))).toArray();
    }

    private Frequency zoned(Frequency rule) {
      return zone.equals("null") ? rule : rule.inZone(ZoneId.of(zone), rule.wholeDays());
    }

    /** As many times as {@link #next} has behind the last of the series. */
    private List<String> following(Frequency rule) {
      long[] own = onClock(rule);
      long last = rule.step(own[own.length - 1]);
      List<String> following = new ArrayList<>();
      for (int k = 1; k <= next.size(); k++) {
        following.add(Clock.time(rule.instant(rule.time(last + k))).toString());
      }
      return following;
    }

    private List<String> expected() {
      return next.stream().map(t -> LocalDateTime.parse(t).toString()).toList();
    }
  }

  private static long micros(String time) {
    return Clock.micros(LocalDateTime.parse(time));
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = CalendarsTest.class.getResourceAsStream("/golden/calendars.json")) {
      JsonNode all = new ObjectMapper().readTree(in).get("cases");
      return StreamSupport.stream(all.spliterator(), false)
          .map(
              c ->
                  new Case(
                      c.get("frequency").asText(),
                      c.get("zone").asText(),
                      texts(c.get("holidays")),
                      texts(c.get("times")),
                      texts(c.get("next"))));
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aNamedFrequencyGivesTheNextTimesOfPandas(Case c) {
    Frequency rule = c.named();
    assertEquals(c.expected(), c.following(rule.anchored(c.onClock(rule))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFrequencyFoundInTheTimesGivesTheSame(Case c) {
    Frequency clock = c.named();
    Frequency found = c.zoned(Frequency.ofTimes(c.onClock(clock), c.days()));
    assertEquals(c.expected(), c.following(found), found.toString());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stepsCountTimesOneByOneAndComeBackFromModelJson(Case c) {
    Frequency named = c.named();
    Frequency rule = named.anchored(c.onClock(named));
    long[] times = c.onClock(rule);
    for (long step = rule.step(times[0]); step <= rule.step(times[times.length - 1]); step++) {
      assertEquals(step, rule.step(rule.time(step)));
      assertTrue(rule.time(step) < rule.time(step + 1));
    }
    // In Sao Paulo clocks were set forward at midnight: that day began at one.
    assertTrue(Arrays.stream(times).filter(t -> !rule.holds(t)).count() <= 1);
    assertEquals(rule, JsonObject.read(Json.document(rule), "frequency").made(Frequency.class));
  }
}
