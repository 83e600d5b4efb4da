package dev.recurrent.spark.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Columns of a table that have one name: where they stand, and what a user can do. */
final class TwinColumns {
  private static final String SETTING = "spark.sql.caseSensitive";

  private TwinColumns() {}

  /**
   * Which columns a name stands for: {@code columns 2 and 5 are named "day"}; null where it is one.
   *
   * @param caseSensitive whether upper and lower case make two names
   */
  static @Nullable String said(List<String> names, String name, boolean caseSensitive) {
    List<Integer> places =
        IntStream.range(0, names.size())
            .filter(i -> same(names.get(i), name, caseSensitive))
            .boxed()
            .toList();
    if (places.size() < 2) {
      return null;
    }
    Set<String> spelt = new LinkedHashSet<>();
    places.forEach(i -> spelt.add("\"" + OneLine.brief(names.get(i)) + "\""));
    return "columns " + and(places.stream().map(i -> i + 1).toList()) + " are named " + and(spelt);
  }

  private static boolean same(String one, String other, boolean caseSensitive) {
    return caseSensitive
        ? one.equals(other)
        : one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  private static String and(Collection<?> some) {
    List<String> words = new ArrayList<>(some.stream().map(String::valueOf).toList());
    String last = words.remove(words.size() - 1);
    return words.isEmpty() ? last : String.join(", ", words) + " and " + last;
  }

  /**
   * Why Spark refuses a table, if it is that it does not tell two columns apart; else null.
   *
   * @param columns of the same table in another session, which tells them apart
   */
  static @Nullable String said(
      AnalysisException refused,
      SparkSession session,
      Function<SparkSession, List<String>> columns) {
    if (!"COLUMN_ALREADY_EXISTS".equals(refused.getErrorClass())) {
      return null;
    }
    String name = String.valueOf(refused.getMessageParameters().get("columnName"));
    String plain = name.replaceAll("^`|`$", "").replace("``", "`");
    @Nullable String said = null;
    try {
      SparkSession exact = session.newSession();
      exact.conf().set(SETTING, "true");
      said = said(columns.apply(exact), plain, false);
    } catch (Exception unreadable) {
      // What that session cannot open has no places to name.
      said = null;
    }
    return (said == null ? "two columns are named \"" + plain + "\"" : said) + remedy(true);
  }

  /**
   * What follows, and what to do.
   *
   * @param byCase whether upper and lower case would tell them apart
   */
  static String remedy(boolean byCase) {
    return byCase
        ? ", which Spark does not tell apart; rename one, or pass --conf " + SETTING + "=true"
        : ", which Spark does not tell apart; give one of them another name (SELECT ... AS ...)";
  }
}
