package dev.recurrent.spark.job;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The names of a command's options, those of the release before among them. */
final class OptionNames {
  private OptionNames() {}

  /** Without dashes: "hidden-size". */
  static String of(OptionSpec option) {
    return bare(option.names()[0]);
  }

  /** All options' names, without dashes. */
  static List<String> of(CommandSpec command) {
    List<String> names = new ArrayList<>();
    command.options().forEach(option -> names.add(of(option)));
    return names;
  }

  /**
   * Today's names by those of the release before, both without dashes: of an option with several
   * names the first is today's.
   */
  static Map<String, String> former(CommandSpec command) {
    Map<String, String> names = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      for (String name : option.names()) {
        String bare = bare(name);
        if (!bare.equals(of(option))) {
          names.put(bare, of(option));
        }
      }
    }
    return names;
  }

  private static String bare(String name) {
    return name.replaceFirst("^--?", "");
  }

  /** An annotation of the field that holds an option, or null. */
  static <A extends Annotation> @Nullable A annotation(OptionSpec option, Class<A> type) {
    return option.userObject() instanceof AnnotatedElement field ? field.getAnnotation(type) : null;
  }

  /** Arguments with today's names for former ones; each former name is said once. */
  static String[] renamed(String[] arguments, CommandSpec command, Console console) {
    Map<String, String> former = former(command);
    Set<String> said = new HashSet<>();
    String[] renamed = arguments.clone();
    for (int i = 0; i < renamed.length; i++) {
      String word = renamed[i];
      if (!word.startsWith("--")) {
        continue;
      }
      int end = word.indexOf('=');
      String name = word.substring(2, end < 0 ? word.length() : end);
      String now = former.get(name);
      if (now != null) {
        renamed[i] = "--" + now + (end < 0 ? "" : word.substring(end));
        if (said.add(name)) {
          sayRenamed(name, now, console);
        }
      }
    }
    return renamed;
  }

  static void sayRenamed(String former, String now, Console console) {
    console.say("--%s is now called --%s; the old name goes with the next release", former, now);
  }
}
