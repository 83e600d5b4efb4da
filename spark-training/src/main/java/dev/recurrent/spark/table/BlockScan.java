package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What one pass over a block finds, whether it begins outside of quotes or inside: how many records
 * open in it, and whether it ends inside quotes. The blocks of a file are then known in order.
 */
final class BlockScan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By where the block begins: 0 outside of quotes, 1 inside. */
  final long[] rows = new long[2];

  final boolean[] endsInside = new boolean[2];

  /** Quotes inside quotes that stand behind a backslash and cannot be anything but escaped. */
  long escapes;

  /** The first record's cells, of a file's first block. */
  List<String> header = List.of();

  /** The fields of JSON objects, and what they hold. */
  final Map<String, JsonCells.Kind> fields = new LinkedHashMap<>();

  /** Why the file cannot be read; else an empty text. */
  String error = "";

  /** Reads a block. */
  static BlockScan of(TextBlock block, CsvDialect dialect, TableFormat format, Configuration hadoop)
      throws IOException {
    return format == TableFormat.JSON ? json(block, hadoop) : csv(block, dialect, hadoop);
  }

  private static BlockScan csv(TextBlock block, CsvDialect dialect, Configuration hadoop)
      throws IOException {
    BlockScan scan = new BlockScan();
    try {
      try (StrictReader reader = block.read(hadoop)) {
        scan.count(reader, dialect);
      }
      if (block.first()) {
        scan.readHeader(block, dialect, hadoop);
      }
    } catch (UnusableInputException e) {
      scan.error = String.valueOf(e.getMessage());
    }
    return scan;
  }

  private void readHeader(TextBlock block, CsvDialect dialect, Configuration hadoop)
      throws IOException {
    try (CsvRecords records = block.records(dialect, hadoop)) {
      if (records.next()) {
        header = new ArrayList<>();
        records.cells().forEach(cell -> header.add(cell == null ? "" : cell.strip()));
      }
    }
  }

  private void count(StrictReader reader, CsvDialect dialect) throws IOException {
    byte[] classes = dialect.classes();
    int[] table = dialect.table();
    int outside = CsvDialect.RECORD;
    int inside = CsvDialect.QUOTED;
    char last = 0;
    char before = 0;
    char[] buffer = new char[1 << 14];
    for (int read = reader.read(buffer, 0, buffer.length);
        read > 0;
        read = reader.read(buffer, 0, buffer.length)) {
      for (int i = 0; i < read; i++) {
        char c = buffer[i];
        int type = c < 128 ? classes[c] : CsvDialect.OTHER;
        if (outside == CsvDialect.CLOSED
            && type == CsvDialect.OTHER
            && last == '"'
            && before == '\\') {
          escapes++;
        }
        int next = table[outside * CsvDialect.CLASSES + type];
        rows[0] += next >> 3;
        outside = next & 7;
        next = table[inside * CsvDialect.CLASSES + type];
        rows[1] += next >> 3;
        inside = next & 7;
        before = last;
        last = c;
      }
    }
    endsInside[0] = outside == CsvDialect.QUOTED || outside == CsvDialect.ESCAPED;
    endsInside[1] = inside == CsvDialect.QUOTED || inside == CsvDialect.ESCAPED;
  }

  private static BlockScan json(TextBlock block, Configuration hadoop) throws IOException {
    BlockScan scan = new BlockScan();
    try (JsonRecords records = JsonRecords.of(block, hadoop)) {
      while (records.next()) {
        scan.rows[0]++;
        scan.rows[1]++;
        records
            .cells()
            .kinds()
            .forEach((name, kind) -> scan.fields.merge(name, kind, JsonCells.Kind::with));
      }
    } catch (UnusableInputException e) {
      scan.error = String.valueOf(e.getMessage());
    }
    return scan;
  }
}
