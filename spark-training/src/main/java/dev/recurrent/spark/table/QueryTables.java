package dev.recurrent.spark.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.collection.Iterator;

/** The tables that a query names, and where in its text: so that each can be read at a version. */
final class QueryTables {
  /** A table's name in the text, and the place behind it. */
  record Named(List<String> parts, int end) {}

  private final List<Named> tables = new ArrayList<>();
  private final String sql;

  private QueryTables(String sql) {
    this.sql = sql;
  }

  /**
   * By their place in the text. A table that the query itself reads at a version is not there.
   *
   * @throws UnusableInputException as a wrong usage, for a text that is not one query
   */
  static List<Named> of(TableSource source) {
    QueryTables found = new QueryTables(source.value());
    try {
      found.visit(new CatalystSqlParser().parseQuery(source.value()), Set.of());
    } catch (Exception e) {
      // Scala's methods declare no checked exceptions, so the compiler knows of none to catch.
      if (e instanceof AnalysisException refused) {
        throw UnusableInputException.usage(
            source.given() + " is not a query that Spark can read: " + reason(refused));
      }
      throw e;
    }
    found.tables.sort(Comparator.comparingInt(Named::end));
    return found.tables;
  }

  private static String reason(AnalysisException refused) {
    return String.valueOf(refused.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("no reason given");
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * @param withNames names of WITH that stand for queries at this place, in lower case
   */
  private void visit(LogicalPlan plan, Set<String> withNames) {
    if (plan instanceof UnresolvedRelation relation) {
      add(relation, withNames);
    }
    Set<String> known = new HashSet<>(withNames);
    if (plan instanceof UnresolvedWith with) {
      for (var it = with.cteRelations().iterator(); it.hasNext(); ) {
        var named = it.next();
        // Its own name is not yet one of WITH: a table may have it.
        visit(named._2(), known);
        known.add(key(named._1()));
      }
    }
    for (Iterator<LogicalPlan> it = plan.subqueries().iterator(); it.hasNext(); ) {
      visit(it.next(), known);
    }
    for (Iterator<LogicalPlan> it = plan.children().iterator(); it.hasNext(); ) {
      visit(it.next(), known);
    }
  }

  private void add(UnresolvedRelation relation, Set<String> withNames) {
    List<String> parts = new ArrayList<>();
    for (Iterator<String> it = relation.multipartIdentifier().iterator(); it.hasNext(); ) {
      parts.add(it.next());
    }
    if (parts.size() == 1 && withNames.contains(key(parts.get(0)))) {
      return;
    }
    // Spark counts characters, not the two halves of those beyond U+FFFF.
    int characters = 1 + (Integer) relation.origin().stopIndex().get();
    Named named = new Named(parts, sql.offsetByCodePoints(0, characters));
    // FROM t SELECT ... SELECT ... has one name and two readers.
    if (!tables.contains(named)) {
      tables.add(named);
    }
  }
}
