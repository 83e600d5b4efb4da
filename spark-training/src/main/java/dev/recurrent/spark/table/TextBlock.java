package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * A stretch of whole lines of a file. Which blocks a file has depends on the files' lengths alone.
 */
final class TextBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  final TextFile file;

  /** The number of the file among those of the table. */
  final int number;

  final long start;
  final long end;

  /** Whether the block begins inside quotes. */
  boolean insideQuotes;

  /** Records that begin in it, a header not among them. */
  long rows;

  /** The place of the first of them among all rows of the table. */
  long firstPlace;

  /**
   * @param number of the file among those of the table
   * @param start a byte of the file: the block begins with the first line that begins there or
   *     later
   * @param end the same of the next block
   */
  TextBlock(TextFile file, int number, long start, long end) {
    this.file = file;
    this.number = number;
    this.start = start;
    this.end = end;
  }

  boolean first() {
    return start == 0;
  }

  private boolean whole() {
    return start == 0 && end >= file.length;
  }

  /** The block's text. */
  StrictReader read(Configuration hadoop) throws IOException {
    if (whole()) {
      return file.read(hadoop);
    }
    return file.read(file.lineStart(start, hadoop), file.lineStart(end, hadoop), hadoop);
  }

  /** What follows the block in its file. */
  StrictReader beyond(Configuration hadoop) throws IOException {
    return file.read(file.lineStart(end, hadoop), file.length, hadoop);
  }

  /** Its records, from the first that begins in it. */
  CsvRecords records(CsvDialect dialect, Configuration hadoop) throws IOException {
    CsvRecords records =
        new CsvRecords(read(hadoop), dialect, whole() ? null : () -> beyond(hadoop));
    if (insideQuotes) {
      records.skipRest();
    }
    return records;
  }
}
