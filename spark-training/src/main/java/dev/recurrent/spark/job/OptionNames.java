package dev.recurrent.spark.job;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The names of a command's options, those of the release before among them. */
final class OptionNames {
  /** Commands named in a message. */
  private static final int OTHERS = 3;

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

  /** The same with those of the release before. */
  static List<String> all(CommandSpec command) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      for (String name : option.names()) {
        names.add(bare(name));
      }
    }
    return names;
  }

  /** Which other commands have an option that this one lacks, or an empty text where none has. */
  static String owners(String name, CommandSpec command) {
    String own = command.name().replaceFirst("^recurrent ", "");
    List<String> others;
    try {
      others = JobRegistry.load().having(name, own.split(" ")[0]);
    } catch (LinkageError | ServiceConfigurationError withoutSpark) {
      return "";
    }
    if (others.isEmpty()) {
      return "";
    }
    return " belongs to "
        + String.join(", ", others.subList(0, Math.min(OTHERS, others.size())))
        + (others.size() > OTHERS ? ", ..." : "")
        + ", not to "
        + own
        + (of(command).contains("model") ? "; a model keeps what it was trained with" : "");
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

  /**
   * A message with options' names for the names of what they set. A name of several words is known
   * wherever it stands; one of a single word, which may be any word of a sentence, where a value
   * follows and nothing but other values stands before it.
   */
  static String in(String message, CommandSpec command) {
    String said = message;
    List<String> names = new ArrayList<>(of(command));
    names.sort(Comparator.comparingInt(String::length).reversed());
    for (String name : names) {
      String[] words = name.split("-");
      String spelt =
          words.length == 1
              ? "(?:^|(?<=, ))" + name + "(?=(?: is| are|:)? (?:\"|\\[|-?\\d|NaN|-?Infinity))"
              : "(?<![\\w./\"-])(?:"
                  + name
                  + "|"
                  + String.join(" ", words)
                  + "|"
                  + camel(words)
                  + ")(?![\\w/\"=-]|\\.\\w)";
      said = said.replaceAll(spelt, "--" + name);
    }
    return said;
  }

  /** "hiddenSize". */
  private static String camel(String[] words) {
    StringBuilder name = new StringBuilder(words[0]);
    for (String word : List.of(words).subList(1, words.length)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
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
    console.say(
        "--%s is now called --%s; the next release will not take the old name", former, now);
  }
}
