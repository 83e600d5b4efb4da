package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What the columns of text files are, and how their records become rows. */
final class TextRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TableFormat format;
  private final CsvDialect dialect;
  private final boolean header;
  private final boolean ragged;
  private final List<String> columns;

  /** Of each file: names of its header; empty without one, or for a file without rows. */
  private final List<List<String>> headers;

  private final List<String> files;
  private final Map<String, JsonCells.Kind> fields;
  private final PathColumns paths;

  /** Columns that stand in files; those behind them stand in their paths alone. */
  private final int inFiles;

  private TextRows(
      TableSource source,
      TableFormat format,
      CsvDialect dialect,
      Files files,
      List<List<String>> headers,
      Map<String, JsonCells.Kind> fields) {
    this.format = format;
    this.dialect = dialect;
    this.header = source.rules().header();
    this.ragged = source.rules().ragged();
    this.files = files.all().stream().map(TextFile::name).toList();
    this.paths = files.paths();
    this.headers = headers;
    this.fields = fields;
    columns = new ArrayList<>(fields.keySet());
    if (format != TableFormat.JSON) {
      columns.addAll(header ? union(headers) : numbered(headers));
    }
    inFiles = columns.size();
    Set<String> more = new LinkedHashSet<>(paths.names());
    columns.forEach(more::remove);
    columns.addAll(more);
  }

  /** Files in their order, and the columns that stand in their paths. */
  record Files(List<TextFile> all, PathColumns paths) {}

  static TextRows of(
      TableSource source,
      Files files,
      List<TextBlock> blocks,
      List<BlockScan> scans,
      TableFormat format,
      CsvDialect dialect) {
    List<List<String>> headers =
        new ArrayList<>(Collections.nCopies(files.all().size(), List.of()));
    Map<String, JsonCells.Kind> fields = new LinkedHashMap<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).first()) {
        headers.set(blocks.get(i).number, named(scans.get(i).header));
      }
      scans.get(i).fields.forEach((name, kind) -> fields.merge(name, kind, JsonCells.Kind::with));
    }
    boolean rows = scans.stream().anyMatch(s -> s.rows[0] > 0);
    if (format == TableFormat.JSON && rows && fields.isEmpty()) {
      throw new UnusableInputException(
          source.given()
              + " is neither JSON lines, one object a line, nor one JSON array of objects");
    }
    return new TextRows(source, format, dialect, files, headers, fields);
  }

  /** A header's cell without a name is named by its number. */
  private static List<String> named(List<String> header) {
    List<String> names = new ArrayList<>();
    for (String cell : header) {
      names.add(cell.isEmpty() ? "column " + (names.size() + 1) : cell);
    }
    return names;
  }

  private static List<String> numbered(List<List<String>> first) {
    int most = first.stream().mapToInt(List::size).max().orElse(0);
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= most; i++) {
      names.add(String.valueOf(i));
    }
    return names;
  }

  /** The first file's columns, and behind them those that only later files have. */
  private List<String> union(List<List<String>> all) {
    List<String> names = new ArrayList<>();
    String first = "";
    for (int i = 0; i < all.size(); i++) {
      List<String> own = all.get(i);
      if (names.isEmpty()) {
        names.addAll(own);
        first = files.get(i);
      } else if (!own.isEmpty() && Collections.disjoint(names, own)) {
        throw new UnusableInputException(
            String.format(
                "%s has no column in common with %s: %s and %s; has it no header?",
                files.get(i), first, own, all.get(files.indexOf(first))));
      }
      Set<String> more = new LinkedHashSet<>(own);
      names.forEach(more::remove);
      names.addAll(more);
    }
    return names;
  }

  List<String> columns() {
    return columns;
  }

  void requireValues(String column, String option) {
    if (fields.get(column) == JsonCells.Kind.ARRAY) {
      throw new UnusableInputException(
          "--" + option + ": \"" + column + "\" is an array in some rows, expected one value");
    }
    for (int i = 0; header && i < headers.size(); i++) {
      List<String> own = headers.get(i);
      if (!own.isEmpty() && !own.contains(column) && !paths.has(i, column)) {
        throw new UnusableInputException(
            "--"
                + option
                + ": "
                + files.get(i)
                + " has no column \""
                + column
                + "\", it has "
                + own);
      }
    }
  }

  /**
   * Rows of some blocks: the chosen columns' cells, the row's place, and its fault or null.
   *
   * @param chosen columns by number
   */
  Iterator<Row> read(
      Iterator<TextBlock> blocks, int[] chosen, RowPlaces places, Configuration hadoop) {
    return new TextRowIterator(this, blocks, chosen, places, hadoop);
  }

  boolean json() {
    return format == TableFormat.JSON;
  }

  CsvDialect dialect() {
    return dialect;
  }

  boolean header() {
    return header && !json();
  }

  /** Where a file has each chosen column; -1 where it has it not. */
  int[] positions(int[] chosen, int file) {
    int[] positions = chosen.clone();
    List<String> own = headers.get(file);
    for (int k = 0; k < chosen.length; k++) {
      if (!header) {
        positions[k] = chosen[k] < inFiles ? chosen[k] : -1;
        continue;
      }
      // A name that is there twice has its own number in the first file.
      boolean same = chosen[k] < own.size() && own.get(chosen[k]).equals(columns.get(chosen[k]));
      positions[k] = same ? chosen[k] : own.indexOf(columns.get(chosen[k]));
    }
    return positions;
  }

  /** The cell of a column that stands in a file's path; null where none does. */
  @Nullable String inPath(int column, int file) {
    return paths.value(file, columns.get(column));
  }

  /** What is wrong with a record's number of cells, or null. */
  @Nullable String fault(List<@Nullable String> cells, int file) {
    int expected = header ? headers.get(file).size() : inFiles;
    if (cells.size() < expected && ragged) {
      return null;
    }
    boolean more = cells.size() > expected;
    if (more && cells.subList(expected, cells.size()).stream().allMatch(c -> c == null)) {
      return null;
    }
    if (cells.size() == expected) {
      return null;
    }
    return "has "
        + cells.size()
        + (cells.size() == 1 ? " cell, " : " cells, ")
        + (header ? "the header has " : "the first row has ")
        + expected;
  }

  /** Opens a block. */
  CsvRecords records(TextBlock block, Configuration hadoop) {
    try {
      CsvRecords records = block.records(dialect, hadoop);
      if (header && block.first()) {
        records.next();
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
