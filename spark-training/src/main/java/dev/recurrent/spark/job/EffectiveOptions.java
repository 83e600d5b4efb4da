package dev.recurrent.spark.job;

import dev.recurrent.format.Redaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's options as they came out of arguments, configuration file and defaults. */
final class EffectiveOptions {
  /** Options that are not saved with a model: Spark's settings may hold secrets. */
  private static final Set<String> UNSAVED = Set.of("conf", "help", "verbose");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> defaults = new LinkedHashMap<>();
  private final Map<String, String> formerNames = new LinkedHashMap<>();
  private final Set<String> changeable = new LinkedHashSet<>();
  private final Set<String> known = new LinkedHashSet<>();

  private EffectiveOptions() {}

  static EffectiveOptions none() {
    return new EffectiveOptions();
  }

  static EffectiveOptions of(CommandSpec command) {
    EffectiveOptions options = new EffectiveOptions();
    OptionNames.former(command).forEach((former, now) -> options.formerNames.put(now, former));
    for (OptionSpec option : command.options()) {
      options.add(OptionNames.of(option), option);
    }
    return options;
  }

  private void add(String name, OptionSpec option) {
    if (UNSAVED.contains(name)) {
      return;
    }
    known.add(name);
    Object value = option.getValue();
    if (value != null) {
      values.put(name, Redaction.of(String.valueOf(value)));
    }
    String byDefault = option.defaultValue();
    defaults.put(name, byDefault == null ? String.valueOf(option.initialValue()) : byDefault);
    if (OptionNames.annotation(option, ChangeableOnResume.class) != null) {
      changeable.add(name);
    }
  }

  /**
   * Values, without secrets, by the options' names without dashes; an option without a value is not
   * there.
   */
  Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  /** Every option that a resumed run must have as it was. */
  Set<String> fixed() {
    Set<String> fixed = new LinkedHashSet<>(known);
    fixed.removeAll(changeable);
    return fixed;
  }

  /** What an option is where nobody says anything. */
  String byDefault(String name) {
    return defaults.getOrDefault(name, "null");
  }

  /** An option's name in the release before, or null if it had no other. */
  @Nullable String formerName(String name) {
    return formerNames.get(name);
  }
}
