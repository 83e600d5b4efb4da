package dev.recurrent.spark.table;

import dev.recurrent.format.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.functions;

/** Rows of a catalog's table or of a query, at the versions that are found when it is opened. */
final class CatalogContent {
  private CatalogContent() {}

  /**
   * Opens it: from here on another writer's commits change nothing where the format has snapshots.
   *
   * @throws UnusableInputException if there is no such table, or the query is none
   */
  static DatasetContent read(SparkSession session, TableSource source) {
    boolean query = source.form() == TableSource.Form.QUERY;
    List<TableVersion> tables = new ArrayList<>();
    String sql = query ? pinned(session, source, tables) : table(session, source, tables);
    Dataset<Row> rows = TableHistory.query(session, source, sql);
    long count = count(rows);
    Map<String, Object> origin = new LinkedHashMap<>();
    if (query) {
      origin.put("query", Redaction.of(sql));
      origin.put(TableVersion.TABLES, tables.stream().map(TableVersion::describe).toList());
    } else {
      origin.putAll(tables.get(0).describe());
    }
    if (tables.isEmpty() || tables.stream().anyMatch(t -> t.id() == null)) {
      origin.put("fingerprint", TableVersion.fingerprint(rows.schema(), count));
    }
    source.inputs().add(source.option(), origin);
    tables.forEach(table -> source.inputs().say("input: " + table.said()));
    String name = query ? source.option() : source.value();
    return DatasetContent.of(rows, name, query ? source.option() : source.given());
  }

  /**
   * Counts by a query over the table itself: a count alone may be answered by a format's
   * statistics, and then no query's plan names the table. Lineage follows plans, not RDDs.
   */
  private static long count(Dataset<Row> rows) {
    return rows.select(functions.spark_partition_id().as("part"))
        .agg(functions.count("part"), functions.max("part"))
        .head()
        .getLong(0);
  }

  private static String table(SparkSession session, TableSource source, List<TableVersion> tables) {
    TableVersion table = new TableHistory(session, source).version(parts(source));
    tables.add(table);
    return "SELECT * FROM " + table.sql() + table.clause();
  }

  /** The parts of a name: between dots, or as backquotes have them. */
  private static List<String> parts(TableSource source) {
    String name = source.value().strip();
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean doubled = c == '`' && quoted && i + 1 < name.length() && name.charAt(i + 1) == '`';
      if (doubled) {
        part.append(c);
        i++;
      } else if (c == '`') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    if (quoted || parts.stream().anyMatch(String::isBlank)) {
      throw UnusableInputException.usage(
          source.given() + " is no table's name, expected one such as catalog.db.table");
    }
    return parts;
  }

  /** The query with a version behind the name of each table that has any. */
  private static String pinned(
      SparkSession session, TableSource source, List<TableVersion> tables) {
    if (source.snapshot() != null) {
      throw UnusableInputException.usage(
          "--input-snapshot is for --input-table; in a query write the table's name with VERSION AS"
              + " OF "
              + source.snapshot()
              + " behind it");
    }
    StringBuilder sql = new StringBuilder();
    int copied = 0;
    TableHistory history = new TableHistory(session, source);
    for (QueryTables.Named named : QueryTables.of(source)) {
      TableVersion table = history.version(named.parts());
      sql.append(source.value(), copied, named.end()).append(table.clause());
      copied = named.end();
      if (tables.stream().noneMatch(t -> t.sql().equals(table.sql()))) {
        tables.add(table);
      }
    }
    String pinned = sql.append(source.value().substring(copied)).toString();
    if (tables.stream().anyMatch(table -> table.id() != null)) {
      requireQuery(source, pinned);
    }
    return pinned;
  }

  /** Some forms of a query, such as {@code TABLE name}, have no place for a version. */
  private static void requireQuery(TableSource source, String pinned) {
    try {
      new CatalystSqlParser().parsePlan(pinned);
    } catch (Exception e) {
      // Scala's methods declare no checked exceptions, so the compiler knows of none to catch.
      if (e instanceof AnalysisException) {
        throw UnusableInputException.usage(
            source.given()
                + " cannot be read at one snapshot in this form; write SELECT ... FROM the table's"
                + " name");
      }
      throw e;
    }
  }
}
