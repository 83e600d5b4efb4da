package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.RunState;
import dev.recurrent.train.Adam;
import dev.recurrent.train.PlateauTracker;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointCountersTest {
  private static RunState state() {
    return RunState.from(new float[3], Adam.defaults(), 2);
  }

  private static Map<String, String> written() {
    RunState state = state();
    state.round = 7;
    state.epoch = 2;
    state.targets = 1L << 40;
    state.rateFactor = 0.5f;
    state.plateau = new PlateauTracker(Double.POSITIVE_INFINITY, 3, 0.25f);
    Map<String, String> counters = new LinkedHashMap<>();
    CheckpointCounters.put(state, counters);
    return counters;
  }

  @Test
  void whatIsWrittenIsRead() {
    RunState read = state();
    new CheckpointCounters(written(), "here").restore(read);
    Map<String, String> again = new LinkedHashMap<>();
    CheckpointCounters.put(read, again);
    assertEquals(written(), again);
  }

  @ParameterizedTest
  @CsvSource({
    "step,-1",
    "round,1e3",
    "round,''",
    "epoch,2147483648",
    "epochStep,x",
    "targets,9223372036854775808",
    "rateFactor,NaN",
    "rateFactor,0",
    "rateFactor,2",
    "rollbacks,-5",
    "plateauBest,NaN",
    "plateauFactor,Infinity"
  })
  void aCounterThatCannotBeIsNamed(String name, String value) {
    Map<String, String> counters = written();
    counters.put(name, value);
    String said =
        assertThrows(
                UnusableModelException.class,
                () -> new CheckpointCounters(counters, "here").restore(state()))
            .getMessage();
    assertTrue(said.startsWith("here: counter \"" + name + "\" is \"" + value + "\""), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"step", "momentSteps", "round", "plateauFactor"})
  void aMissingCounterIsNamed(String name) {
    Map<String, String> counters = written();
    counters.remove(name);
    String said =
        assertThrows(
                UnusableModelException.class,
                () -> new CheckpointCounters(counters, "here").restore(state()))
            .getMessage();
    assertEquals("here lacks the counter \"" + name + "\"", said);
  }
}
