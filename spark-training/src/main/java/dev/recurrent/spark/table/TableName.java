package dev.recurrent.spark.table;

import dev.recurrent.format.Redaction;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * The name of a table as SQL has it: in one of the session's catalogs, or in the current one.
 *
 * @param given the option and its value, for messages
 */
record TableName(
    SparkSession session, String text, String given, TableCatalog catalog, Identifier identifier) {
  /** Spark's own, which every session has. */
  private static final String SESSION_CATALOG = "spark_catalog";

  private static final String DELTA = "delta";

  /** The setting of the session catalog's class; without it the catalog is Spark's own. */
  private static final String SESSION_CATALOG_CLASS = "spark.sql.catalog." + SESSION_CATALOG;

  /**
   * Finds the catalog; the table need not be there.
   *
   * @param option that names the table
   * @throws UnusableInputException if the text is no name, or its catalog is not there
   */
  static TableName of(SparkSession session, String option, String text) {
    String given = option + " " + OneLine.brief(Redaction.of(text));
    String[] parts = parts(session, given, text);
    CatalogManager catalogs = session.sessionState().catalogManager();
    CatalogPlugin named = parts.length > 1 ? registered(catalogs, parts[0], given) : null;
    CatalogPlugin catalog = named == null ? catalogs.currentCatalog() : named;
    String[] namespace = Arrays.copyOfRange(parts, named == null ? 0 : 1, parts.length - 1);
    if (parts.length == 1) {
      namespace = catalogs.currentNamespace();
    }
    if (!(catalog instanceof TableCatalog tables)) {
      throw UnusableInputException.usage(
          given + ": the catalog " + catalog.name() + " has no tables; name another");
    }
    if (catalog.name().equals(SESSION_CATALOG) && namespace.length != 1) {
      throw UnusableInputException.usage(
          given
              + ": the session has no catalog "
              + parts[0]
              + "; set spark.sql.catalog."
              + parts[0]
              + " with --conf, or name a table as database.table");
    }
    return new TableName(
        session, text, given, tables, Identifier.of(namespace, parts[parts.length - 1]));
  }

  private static String[] parts(SparkSession session, String given, String text) {
    try {
      Seq<String> parts = session.sessionState().sqlParser().parseMultipartIdentifier(text);
      String[] all = new String[parts.length()];
      Arrays.setAll(all, parts::apply);
      return all;
    } catch (Exception e) {
      // The parser's exception is a checked one that it does not declare.
      throw UnusableInputException.usage(
          given
              + " is no name of a table, expected catalog.database.table;"
              + " put parts with other characters than letters, digits and _ into `backquotes`");
    }
  }

  /** The catalog of a name, or null where there is none. */
  private static @Nullable CatalogPlugin registered(
      CatalogManager catalogs, String name, String given) {
    try {
      return catalogs.isCatalogRegistered(name) ? catalogs.catalog(name) : null;
    } catch (Exception e) {
      // Spark's exceptions are checked ones that it does not declare.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw UnusableInputException.usage(
          given
              + ": the catalog "
              + name
              + " cannot be opened: "
              + reason
              + "; give its jar with --packages");
    }
  }

  /** The table, or null where it is not there. */
  @Nullable Table load() {
    try {
      Table table = catalog.loadTable(identifier);
      // Of a path where nothing is Delta gives a table without columns.
      return isPath() && table.columns().length == 0 ? null : table;
    } catch (NoSuchTableException absent) {
      return null;
    } catch (Exception e) {
      // A catalog may say so of the namespace, undeclared.
      if (e instanceof NoSuchNamespaceException) {
        return null;
      }
      throw e;
    }
  }

  /** Whether it is in the session's catalog, which has tables of several formats. */
  boolean isOfSession() {
    return catalog.name().equals(SESSION_CATALOG);
  }

  /** Whether that catalog is Spark's own, with tables of files. */
  boolean isOfSpark() {
    return isOfSession() && !session.conf().contains(SESSION_CATALOG_CLASS);
  }

  /** Whether it is a path instead of a name: {@code delta.`/data/rows`}. */
  boolean isPath() {
    return isOfSession() && identifier.name().contains("/");
  }

  /**
   * Checks that a path is one of a format whose tables may lie at any path.
   *
   * @throws UnusableInputException if it is not
   */
  void requireWritablePath() {
    String format = identifier.namespace().length == 0 ? "" : identifier.namespace()[0];
    if (!isOfSession() || !(isPath() || format.equals(DELTA))) {
      return;
    }
    if (!format.equals(DELTA)) {
      throw UnusableInputException.usage(
          given + " is a path; give the directory as --output, or name a table of a catalog");
    }
    if (!session.conf().get(SESSION_CATALOG_CLASS, "").contains("Delta")) {
      throw UnusableInputException.usage(
          given
              + " needs Delta: give its jar with --packages, and --conf "
              + SESSION_CATALOG_CLASS
              + "=org.apache.spark.sql.delta.catalog.DeltaCatalog");
    }
    if (!isPath()) {
      throw UnusableInputException.usage(
          given + ": the path of a table of Delta has to be absolute, such as delta.`/data/rows`");
    }
  }

  /** The format of a table that is made. Without one Spark would make a table of Hive's. */
  String format() {
    return isPath() ? identifier.namespace()[0] : session.conf().get("spark.sql.sources.default");
  }

  /** Whether its database is not there. Other catalogs may make one with its first table. */
  boolean lacksDatabase() {
    return isOfSession()
        && !isPath()
        && catalog instanceof SupportsNamespaces databases
        && !databases.namespaceExists(identifier.namespace());
  }

  /** Whether the session's catalog keeps what it knows of tables in memory alone. */
  boolean isForgotten() {
    String of = session.conf().get(SESSION_CATALOG_CLASS, "");
    return isOfSession()
        && (of.isEmpty() || of.contains("Delta"))
        && !isPath()
        && session.conf().get("spark.sql.catalogImplementation", "in-memory").equals("in-memory");
  }

  /** Whether two columns' names are one to this session. */
  boolean same(String a, String b) {
    return session.sessionState().conf().caseSensitiveAnalysis()
        ? a.equals(b)
        : a.equalsIgnoreCase(b);
  }
}
