package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;

/** Where the stripes of an ORC file begin, and how many rows stand before each. */
final class OrcStripes implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final long[] starts;

  /** Rows before each stripe, and at last all rows. */
  private final long[] before;

  private final String fault;

  private OrcStripes(String path, long[] starts, long[] before, String fault) {
    this.path = path;
    this.starts = starts;
    this.before = before;
    this.fault = fault;
  }

  /** Reads a file's footer. */
  static OrcStripes of(String path, Configuration hadoop) throws IOException {
    Path place = new Path(path);
    try (Reader reader = OrcFile.createReader(place, OrcFile.readerOptions(hadoop))) {
      List<StripeInformation> stripes = reader.getStripes();
      long[] starts = new long[stripes.size()];
      long[] before = new long[starts.length + 1];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = stripes.get(i).getOffset();
        before[i + 1] = before[i] + stripes.get(i).getNumberOfRows();
      }
      return new OrcStripes(path, starts, before, "");
    } catch (org.apache.orc.FileFormatException e) {
      String fault = InputFiles.name(place) + " begins like an ORC file but is not complete";
      return new OrcStripes(path, new long[0], new long[1], fault);
    }
  }

  /** Why the file cannot be read; else an empty text: a task that failed would be tried again. */
  String fault() {
    return fault;
  }

  String path() {
    return path;
  }

  long rows() {
    return before[starts.length];
  }

  /** Rows of stripes that begin before a byte: a part of the file that begins there reads on. */
  long rowsBefore(long offset) {
    int stripe = 0;
    while (stripe < starts.length && starts[stripe] < offset) {
      stripe++;
    }
    return before[stripe];
  }
}
