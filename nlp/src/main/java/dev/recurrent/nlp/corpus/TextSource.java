package dev.recurrent.nlp.corpus;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** A text in parts that follow from the text alone, never from Spark's splits or cores. */
interface TextSource {
  /** Bytes of a part, before its borders are moved. */
  long PART_BYTES = 4L << 20;

  /** In the order of the text. */
  List<TextSplit> parts();

  /** The text of parts, or of stretches of them; each in a partition of its own. */
  JavaRDD<String> read(List<TextSplit> some);

  /** What the parts' texts are found to be, by a pass over all text. */
  List<Scan> scan();

  /** Lets go of what it keeps on disks. */
  default void close() {}

  /** What a part's text was found to be. */
  final class Scan implements Serializable {
    private static final long serialVersionUID = 1L;
    final long codePoints;
    final long hash;
    final String error;

    Scan(long codePoints, long hash, String error) {
      this.codePoints = codePoints;
      this.hash = hash;
      this.error = error;
    }
  }
}
