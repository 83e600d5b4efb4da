package dev.recurrent.spark.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The columns of a table by name: one that is not there is named with the nearest. */
public final class ColumnNames {
  private static final int SHOWN = 20;
  private static final int LONGEST = 40;

  private ColumnNames() {}

  /**
   * A column's place, from 0: by its name, or by its number from 1 where no column has that name.
   *
   * @param option by which the user named the column, without dashes
   * @throws UnusableInputException for a column that is not there, or is there twice
   */
  public static int index(List<String> names, String name, String option) {
    String wanted = name.trim();
    int at = names.indexOf(wanted);
    if (at < 0 && wanted.matches("[1-9][0-9]{0,5}") && Integer.parseInt(wanted) <= names.size()) {
      at = Integer.parseInt(wanted) - 1;
    }
    String twins = at < 0 ? null : TwinColumns.said(names, names.get(at), true);
    if (twins != null) {
      throw new UnusableInputException(
          String.format("--%s: %s; rename all but one of them", option, twins));
    }
    if (at < 0) {
      throw new UnusableInputException(
          String.format(
              "--%s: there is no column \"%s\"; the nearest is \"%s\", there are %s%s",
              option,
              name,
              brief(nearest(wanted, names)),
              brief(names),
              likeCells(names) ? "; if the first line is no header, add --no-header" : ""));
    }
    return at;
  }

  /**
   * Names that stand for more than one column, as each is spelt: SQL cannot tell which is meant.
   *
   * @param caseSensitive whether upper and lower case make two names
   */
  static Set<String> twice(List<String> names, boolean caseSensitive) {
    Map<String, List<String>> spelt = new HashMap<>();
    for (String name : names) {
      String key = caseSensitive ? name : name.toLowerCase(Locale.ROOT);
      spelt.computeIfAbsent(key, k -> new ArrayList<>()).add(name);
    }
    Set<String> twice = new HashSet<>();
    spelt.values().stream().filter(some -> some.size() > 1).forEach(twice::addAll);
    return twice;
  }

  private static String nearest(String name, List<String> names) {
    String best = names.isEmpty() ? "" : names.get(0);
    for (String candidate : names) {
      LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
      if (distance.apply(name, brief(candidate)) < distance.apply(name, brief(best))) {
        best = candidate;
      }
    }
    return best;
  }

  /** Whether a name is a number or a sentence; the numbers 1, 2, 3 are those of --no-header. */
  private static boolean likeCells(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).trim();
      boolean number = name.matches("[-+]?[0-9][0-9.]*") && !name.equals(String.valueOf(i + 1));
      if (number || name.length() > LONGEST) {
        return true;
      }
    }
    return false;
  }

  /** A table read without its header has its first line's cells for names. */
  private static String brief(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
  }

  private static String brief(List<String> names) {
    String some =
        names.stream()
            .limit(SHOWN)
            .map(name -> name.contains(",") ? "\"" + brief(name) + "\"" : brief(name))
            .collect(Collectors.joining(", "));
    return "[" + some + (names.size() > SHOWN ? ", ..." : "") + "]";
  }
}
