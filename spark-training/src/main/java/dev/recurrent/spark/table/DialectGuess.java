package dev.recurrent.spark.table;

import java.io.CharArrayReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Finds out from a file's beginning what stands between its cells, and whether quotes do. */
final class DialectGuess {
  private static final int SAMPLE = 1 << 18;
  private static final int RECORDS = 500;

  /** Of delimiters that fit as well, the first: commas are the commonest letters among them. */
  private static final char[] DELIMITERS = {'\t', ';', ',', '|'};

  private final char[] text;
  private final boolean cut;

  private DialectGuess(char[] text, boolean cut) {
    this.text = text;
    this.cut = cut;
  }

  /**
   * @throws UnusableInputException if the beginning is not of the file's encoding
   */
  static CsvDialect of(TextFile file, ReadingRules rules, Configuration hadoop) throws IOException {
    char[] sample = new char[SAMPLE];
    int filled = 0;
    try (StrictReader reader = file.read(hadoop)) {
      for (int read = 0; read >= 0 && filled < SAMPLE - 1; filled += Math.max(0, read)) {
        read = reader.read(sample, filled, SAMPLE - filled);
      }
    }
    DialectGuess guess =
        new DialectGuess(java.util.Arrays.copyOf(sample, filled), filled >= SAMPLE - 1);
    char delimiter = guess.delimiter(file, rules);
    return new CsvDialect(delimiter, delimiter != '\t' || guess.tabsAreQuoted(), false);
  }

  private char delimiter(TextFile file, ReadingRules rules) throws IOException {
    Character given = rules.delimiter();
    if (given != null) {
      return given;
    }
    if (rules.format() == TableFormat.TSV || file.plainName().matches(".*\\.(tsv|tab)")) {
      return '\t';
    }
    char best = ',';
    double most = 0;
    for (char candidate : DELIMITERS) {
      double share = agreement(new CsvDialect(candidate, true, false));
      if (share > most) {
        most = share;
        best = candidate;
      }
    }
    return best;
  }

  private List<List<@Nullable String>> records(CsvDialect dialect) throws IOException {
    List<List<@Nullable String>> all = new ArrayList<>();
    try (CsvRecords records = new CsvRecords(new CharArrayReader(text), dialect, null)) {
      while (all.size() < RECORDS && records.next()) {
        all.add(new ArrayList<>(records.cells()));
      }
    }
    if (cut && all.size() > 1 && all.size() < RECORDS) {
      all.remove(all.size() - 1);
    }
    return all;
  }

  /** The share of records with as many cells as the first; 0 where that has one cell alone. */
  private double agreement(CsvDialect dialect) throws IOException {
    List<List<@Nullable String>> all = records(dialect);
    if (all.isEmpty() || all.get(0).size() < 2) {
      return 0;
    }
    int cells = all.get(0).size();
    return all.stream().filter(r -> r.size() == cells).count() / (double) all.size();
  }

  /**
   * Tabs need no quotes, and texts have many. They enclose cells where only then all records have
   * as many cells, where all names of the header stand in them, or where cells hold doubled quotes
   * and none holds a quote that would be wrong.
   */
  private boolean tabsAreQuoted() throws IOException {
    CsvDialect plain = new CsvDialect('\t', false, false);
    double without = agreement(plain);
    double with = agreement(new CsvDialect('\t', true, false));
    if (with != without) {
      return with > without;
    }
    List<List<@Nullable String>> all = records(plain);
    if (!all.isEmpty() && all.get(0).stream().allMatch(DialectGuess::enclosed)) {
      return true;
    }
    boolean doubled = false;
    for (List<@Nullable String> cells : all) {
      for (@Nullable String cell : cells) {
        if (cell != null && cell.startsWith("\"")) {
          boolean right = enclosed(cell) && inside(cell).replace("\"\"", "").indexOf('"') < 0;
          if (!right) {
            return false;
          }
          doubled |= inside(cell).contains("\"\"");
        }
      }
    }
    return doubled;
  }

  private static boolean enclosed(@Nullable String cell) {
    return cell != null && cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
  }

  private static String inside(String cell) {
    return cell.substring(1, cell.length() - 1);
  }
}
