package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoundWatchTest {
  private final RoundWatch.Waiting waiting = new RoundWatch.Waiting();

  @Test
  void aRoundWithoutExecutorsSaysSoAfterTenSecondsAndEveryThirty() {
    assertNull(waiting.line(0, 0, 4, 100));
    assertNull(waiting.line(0, 0, 4, 109));
    assertEquals(
        "round 1 has waited 0:10 for an executor with room: 0 of 4 tasks done, none running",
        waiting.line(0, 0, 4, 110));
    assertNull(waiting.line(0, 0, 4, 139));
    String again = waiting.line(0, 0, 4, 140);
    assertNotNull(again);
    assertTrue(again.startsWith("round 1 has waited 0:40"), again);
    assertNull(waiting.line(0, 2, 4, 141));
  }

  @Test
  void anExecutorThatIsStoppedIsSpokenOfAfterThreeTimesWhatARoundTakes() {
    waiting.roundIsDone(1, 100);
    waiting.roundIsDone(2, 120);
    assertNull(waiting.line(0, 4, 4, 121));
    assertNull(waiting.line(3, 1, 4, 140));
    assertNull(waiting.line(3, 1, 4, 199));
    String line = waiting.line(3, 1, 4, 200);
    assertEquals(
        "round 3 or validation: no task ended for 1:00: 3 of 4 tasks done, 1 running; is an"
            + " executor slow?",
        line);
    assertNull(waiting.line(3, 1, 4, 201));
    waiting.roundIsDone(3, 202);
    assertNull(waiting.line(0, 4, 4, 211));
  }

  @Test
  void whatTheDriverDoesBetweenRoundsIsNoWaiting() {
    for (int second = 0; second < 100; second++) {
      assertNull(waiting.line(0, 0, 0, second));
    }
  }

  @Test
  void aLineFitsAHundredAndTwentyColumns() {
    waiting.roundIsDone(123_456, 0);
    waiting.line(99_999, 99_999, 123_456, 0);
    String line = waiting.line(99_999, 99_999, 123_456, 3_500);
    assertNotNull(line);
    assertTrue(line.length() <= Console.COLUMNS, line);
  }
}
