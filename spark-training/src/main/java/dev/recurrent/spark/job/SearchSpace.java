package dev.recurrent.spark.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a search tries: the options that differ from trial to trial. */
record SearchSpace(List<SearchRange> ranges) {
  /** Draws for one trial until it is taken that everything was tried. */
  private static final int ATTEMPTS = 1000;

  /**
   * Reads "hidden-size=64..512:log", "cell=lstm|gru" and so on.
   *
   * @param train the command that trains, whose options they are
   * @param refused options that no search may change, with the reason
   * @throws JobException for an option that is not there, or cannot be searched
   */
  static SearchSpace parse(
      Collection<String> texts, CommandSpec train, Map<String, String> refused) {
    List<SearchRange> ranges = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      String name = text.substring(0, Math.max(0, equals)).trim().replaceFirst("^--", "");
      if (name.isEmpty()) {
        throw JobException.usage(
            "--search is \""
                + text
                + "\", expected NAME=LOW..HIGH, NAME=LOW..HIGH:log or NAME=WORD|WORD");
      }
      OptionSpec option = option(name, train);
      if (refused.containsKey(name)) {
        throw JobException.usage("--search: " + name + " cannot differ: " + refused.get(name));
      }
      if (!names.add(name)) {
        throw JobException.usage("--search: " + name + " is given twice");
      }
      ranges.add(SearchRange.parse(name, text.substring(equals + 1).trim(), type(option)));
    }
    if (ranges.isEmpty()) {
      throw JobException.usage(
          "--search is missing; give the options to search, such as"
              + " --search hidden-size=64..512:log,learning-rate=1e-4..1e-2:log");
    }
    return new SearchSpace(List.copyOf(ranges));
  }

  private static OptionSpec option(String name, CommandSpec train) {
    for (OptionSpec option : train.options()) {
      if (OptionNames.of(option).equals(name)) {
        return option;
      }
    }
    throw JobException.usage(
        "--search: unknown option "
            + name
            + "; the nearest is "
            + Nearest.of(name, OptionNames.of(train)));
  }

  /** Lists of words have no numbers. */
  private static Class<?> type(OptionSpec option) {
    return option.isMultiValue() ? String.class : option.type();
  }

  /**
   * The options of all trials: no two are alike; fewer than asked where there are no more.
   *
   * @param trials at most
   */
  List<Map<String, String>> draw(long seed, int trials) {
    Set<Map<String, String>> drawn = new LinkedHashSet<>();
    for (int trial = 0; trial < trials; trial++) {
      boolean another = false;
      for (int attempt = 0; attempt < ATTEMPTS && !another; attempt++) {
        another = drawn.add(draw(seed, trial, attempt));
      }
      if (!another) {
        break;
      }
    }
    return List.copyOf(drawn);
  }

  private Map<String, String> draw(long seed, int trial, int attempt) {
    Map<String, String> values = new LinkedHashMap<>();
    for (SearchRange range : ranges) {
      values.put(range.option(), range.draw(seed, trial, attempt));
    }
    return values;
  }
}
