package dev.recurrent.spark.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots a table has, as its format says in SQL: Iceberg in its metadata tables, Delta in
 * its history. Other formats have none.
 */
final class TableHistory {
  static final String ICEBERG = "iceberg";
  static final String DELTA = "delta";

  private static final int NAMED = 5;

  /** Names that Iceberg has behind a table's: a snapshot of it, or a table about it. */
  private static final Pattern PART =
      Pattern.compile(
          "(?i).*`((tag|branch)_.+|(snapshot_id|at_timestamp)_\\d+|(all_)?(data_|delete_)?files"
              + "|(all_)?(entries|manifests)|history|metadata_log_entries|snapshots|partitions"
              + "|position_deletes|refs)`");

  private final SparkSession session;
  private final TableSource source;

  TableHistory(SparkSession session, TableSource source) {
    this.session = session;
    this.source = source;
  }

  /**
   * The version of a table to read: the one that is asked for, else that of the run to resume, else
   * the newest.
   *
   * @param parts of the table's name
   * @throws UnusableInputException if there is no such table, or no such version
   */
  TableVersion version(List<String> parts) {
    String name = String.join(".", parts);
    String sql = parts.stream().map(TableHistory::quoted).collect(Collectors.joining("."));
    String format = format(sql);
    @Nullable String asked = source.snapshot();
    if (!format.equals(ICEBERG) && !format.equals(DELTA)) {
      if (asked != null) {
        throw UnusableInputException.usage(
            String.format(
                "--input-snapshot is %s, but %s has no snapshots (format %s), expected the name of"
                    + " a table of Iceberg or Delta; leave the option out",
                asked, source.given(), format));
      }
      return new TableVersion(name, sql, format, null);
    }
    @Nullable String newest = newest(format, sql);
    @Nullable String before = source.inputs().before(name);
    @Nullable String id = asked != null ? named(format, sql, asked) : before;
    if (id == null) {
      return new TableVersion(name, sql, format, newest);
    }
    requireKept(format, sql, id);
    if (!id.equals(newest) && asked == null) {
      source
          .inputs()
          .say(
              String.format(
                  "%s has moved on to %s %s;\n  the run goes on with %s, with which it began",
                  name, TableVersion.word(format), newest, id));
    }
    return new TableVersion(name, sql, format, id);
  }

  static String quoted(String part) {
    return "`" + part.replace("`", "``") + "`";
  }

  private String format(String sql) {
    boolean details = false;
    String found = "unknown";
    for (Row row : rows("DESCRIBE TABLE EXTENDED " + sql)) {
      String key = row.getString(0);
      String value = row.isNullAt(1) ? "" : row.getString(1).toLowerCase(Locale.ROOT);
      // A column may be named like one of the details.
      details |= key.startsWith("# Detailed");
      if (details && key.equals("Type") && value.contains("view")) {
        return "view";
      }
      if (details && key.equals("Provider")) {
        found = value;
      }
    }
    return found;
  }

  /** Null for a table that was never written, and for a part of one. */
  private @Nullable String newest(String format, String sql) {
    if (format.equals(DELTA)) {
      return first(texts(session.sql("DESCRIBE HISTORY " + sql + " LIMIT 1").select("version")));
    }
    try {
      return first(texts("SELECT snapshot_id FROM " + sql + ".refs WHERE name = 'main'"));
    } catch (UnusableInputException e) {
      if (PART.matcher(sql).matches()) {
        return null;
      }
      throw e;
    }
  }

  private static @Nullable String first(List<String> ids) {
    return ids.isEmpty() ? null : ids.get(0);
  }

  /** An Iceberg tag or branch is the snapshot that it names now. */
  private String named(String format, String sql, String asked) {
    String id = asked.strip();
    if (format.equals(ICEBERG)) {
      for (Row row : rows("SELECT name, snapshot_id FROM " + sql + ".refs")) {
        if (row.getString(0).equals(id)) {
          return String.valueOf(row.getLong(1));
        }
      }
    }
    return id;
  }

  private void requireKept(String format, String sql, String id) {
    List<String> kept =
        new ArrayList<>(
            format.equals(ICEBERG)
                ? texts("SELECT snapshot_id FROM " + sql + ".snapshots ORDER BY committed_at DESC")
                : texts(session.sql("DESCRIBE HISTORY " + sql).select("version")));
    if (!kept.contains(id)) {
      String word = TableVersion.word(format);
      String some = String.join(", ", kept.subList(0, Math.min(NAMED, kept.size())));
      String message =
          String.format(
              "%s has no %s %s, or no longer; it has %s%s",
              source.given(), word, id, some, kept.size() > NAMED ? ", ..." : "");
      throw source.snapshot() != null
          ? UnusableInputException.usage("--input-snapshot: " + message)
          : new UnusableInputException(message);
    }
  }

  private List<Row> rows(String sql) {
    return query(session, source, sql).collectAsList();
  }

  private List<String> texts(String sql) {
    return texts(query(session, source, sql));
  }

  private static List<String> texts(Dataset<Row> ids) {
    return ids.collectAsList().stream().map(row -> String.valueOf(row.get(0))).toList();
  }

  /**
   * Runs SQL.
   *
   * @throws UnusableInputException in one line where Spark refuses it
   */
  static Dataset<Row> query(SparkSession session, TableSource source, String sql) {
    try {
      return session.sql(sql);
    } catch (Exception e) {
      // Scala's methods declare no checked exceptions, so the compiler knows of none to catch. A
      // table's schema is read through a cache, which has its own around them.
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      if (cause instanceof AnalysisException refused) {
        @Nullable String twins =
            TwinColumns.said(refused, session, exact -> List.of(exact.sql(sql).columns()));
        throw new UnusableInputException(
            source.given() + ": " + (twins == null ? reason(refused) : twins), e);
      }
      throw e;
    }
  }

  private static String reason(AnalysisException refused) {
    if ("TABLE_OR_VIEW_NOT_FOUND".equals(refused.getErrorClass())) {
      return "there is no table or view "
          + refused.getMessageParameters().get("relationName")
          + " in the session's catalogs; a catalog of your own needs --conf"
          + " spark.sql.catalog.NAME=CLASS and its jar (--packages)";
    }
    if ("REQUIRES_SINGLE_PART_NAMESPACE".equals(refused.getErrorClass())) {
      return "the session has no catalog of that name: Spark looked for "
          + refused.getMessageParameters().get("namespace")
          + " in its own; a catalog of your own needs --conf spark.sql.catalog.NAME=CLASS and its"
          + " jar (--packages), and its name is case-sensitive";
    }
    return Arrays.stream(String.valueOf(refused.getMessage()).split("\n"))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("no reason given");
  }
}
