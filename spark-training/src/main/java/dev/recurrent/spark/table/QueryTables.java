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
  private final Set<String> withNames = new HashSet<>();

  private QueryTables() {}

  /**
   * By their place in the text. A table that the query itself reads at a version is not there.
   *
   * @throws UnusableInputException as a wrong usage, for a text that is not one query
   */
  static List<Named> of(TableSource source) {
    QueryTables found = new QueryTables();
    try {
      found.visit(new CatalystSqlParser().parseQuery(source.value()));
    } catch (Exception e) {
      // Scala's methods declare no checked exceptions, so the compiler knows of none to catch.
      if (e instanceof AnalysisException refused) {
        throw UnusableInputException.usage(
            source.given() + " is not a query that Spark can read: " + reason(refused));
      }
      throw e;
    }
    List<Named> tables = new ArrayList<>(found.tables);
    tables.removeIf(t -> t.parts().size() == 1 && found.withNames.contains(key(t.parts().get(0))));
    tables.sort(Comparator.comparingInt(Named::end));
    return tables;
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

  private void visit(LogicalPlan plan) {
    if (plan instanceof UnresolvedRelation relation) {
      List<String> parts = new ArrayList<>();
      for (Iterator<String> it = relation.multipartIdentifier().iterator(); it.hasNext(); ) {
        parts.add(it.next());
      }
      Object last = relation.origin().stopIndex().get();
      tables.add(new Named(parts, 1 + (Integer) last));
    }
    if (plan instanceof UnresolvedWith with) {
      for (var it = with.cteRelations().iterator(); it.hasNext(); ) {
        var named = it.next();
        withNames.add(key(named._1()));
        visit(named._2());
      }
    }
    for (Iterator<LogicalPlan> it = plan.subqueries().iterator(); it.hasNext(); ) {
      visit(it.next());
    }
    for (Iterator<LogicalPlan> it = plan.children().iterator(); it.hasNext(); ) {
      visit(it.next());
    }
  }
}
