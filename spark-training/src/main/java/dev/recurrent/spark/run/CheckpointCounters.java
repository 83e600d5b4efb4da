package dev.recurrent.spark.run;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.RunState;
import dev.recurrent.train.PlateauTracker;
import java.util.Map;

/** The numbers of a checkpoint's state, read strictly: each is there and is one it can be. */
final class CheckpointCounters {
  private static final String PLANNED_ROUNDS = "plannedRounds";
  private static final String PLANNED_STEPS = "plannedSteps";

  private final Map<String, String> counters;
  private final String where;

  /**
   * @param where the file, for messages
   */
  CheckpointCounters(Map<String, String> counters, String where) {
    this.counters = counters;
    this.where = where;
  }

  /** Takes over what {@link #put} has written. */
  void restore(RunState state) {
    state.training.step = count("step");
    state.training.momentSteps = count("momentSteps");
    state.round = count("round");
    state.epochStep = Math.toIntExact(count("epochStep", Integer.MAX_VALUE));
    state.epoch = Math.toIntExact(count("epoch", Integer.MAX_VALUE));
    state.targets = count("targets");
    state.rateFactor = (float) share("rateFactor");
    state.rollbacks = Math.toIntExact(count("rollbacks", Integer.MAX_VALUE));
    state.plannedRounds = has(PLANNED_ROUNDS) ? count(PLANNED_ROUNDS) : 0;
    state.plannedSteps = has(PLANNED_STEPS) ? count(PLANNED_STEPS) : 0;
    state.plateau =
        new PlateauTracker(
            number("plateauBest"),
            Math.toIntExact(count("plateauStale", Integer.MAX_VALUE)),
            (float) share("plateauFactor"));
  }

  /** Adds the numbers of a state. */
  static void put(RunState state, Map<String, String> counters) {
    counters.put("step", Long.toString(state.training.step));
    counters.put("momentSteps", Long.toString(state.training.momentSteps));
    counters.put("round", Long.toString(state.round));
    counters.put("epochStep", Integer.toString(state.epochStep));
    counters.put("epoch", Integer.toString(state.epoch));
    counters.put("targets", Long.toString(state.targets));
    counters.put("rateFactor", Float.toString(state.rateFactor));
    counters.put("rollbacks", Integer.toString(state.rollbacks));
    if (state.plannedRounds > 0) {
      counters.put(PLANNED_ROUNDS, Long.toString(state.plannedRounds));
      counters.put(PLANNED_STEPS, Long.toString(state.plannedSteps));
    }
    counters.put("plateauBest", Double.toString(state.plateau.best()));
    counters.put("plateauStale", Integer.toString(state.plateau.stale()));
    counters.put("plateauFactor", Float.toString(state.plateau.factor()));
  }

  boolean has(String name) {
    return counters.containsKey(name);
  }

  /** Any number, also an infinite one: no score so far is one. */
  double number(String name) {
    try {
      double value = Double.parseDouble(text(name));
      if (!Double.isNaN(value)) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw refuse(name, "a number");
  }

  private double share(String name) {
    double value = number(name);
    if (!(value > 0 && value <= 1)) {
      throw refuse(name, "above 0 and at most 1");
    }
    return value;
  }

  private long count(String name) {
    return count(name, Long.MAX_VALUE);
  }

  private long count(String name, long most) {
    try {
      long value = Long.parseLong(text(name));
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw refuse(name, "a whole number from 0 to " + most);
  }

  private String text(String name) {
    String text = counters.get(name);
    if (text == null) {
      throw new UnusableModelException(where + " lacks the counter \"" + name + "\"");
    }
    return text;
  }

  private UnusableModelException refuse(String name, String expected) {
    return new UnusableModelException(
        where + ": counter \"" + name + "\" is \"" + text(name) + "\", expected " + expected);
  }
}
