package dev.recurrent.nlp.corpus;

import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Text as numbered lines: parts of files whose first line's number is known after one pass, so that
 * line n of one input and line n of another can meet without either being collected.
 */
public final class NumberedLines {
  private final TextInput input;
  private final long[] firstLines;

  private NumberedLines(TextInput input, long[] firstLines) {
    this.input = input;
    this.firstLines = firstLines;
  }

  /**
   * Reads an input once: counts its lines and checks that it is UTF-8.
   *
   * @throws UnusableInputException if it is not, or a line is longer than a part
   */
  public static NumberedLines of(TextInput input) {
    input.countCodePoints();
    List<TextSplit> parts = input.parts();
    List<String> names = parts.stream().map(p -> p.file().name()).toList();
    long[] counts =
        input
            .read(parts)
            .map(text -> new long[] {lines(text).length, text.endsWith("\n") ? 1 : 0})
            .collect()
            .stream()
            .mapToLong(c -> c[1] == 1 ? c[0] : -c[0])
            .toArray();
    long[] first = new long[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      boolean last = i + 1 == counts.length || !names.get(i).equals(names.get(i + 1));
      if (counts[i] < 0 && !last) {
        throw new UnusableInputException(
            names.get(i)
                + " has a line of more than 65,536 bytes near line "
                + (first[i] - counts[i])
                + "; one line is one sentence");
      }
      first[i + 1] = first[i] + Math.abs(counts[i]);
    }
    return new NumberedLines(input, first);
  }

  /** The lines of a part, without their ends; what lies behind the last end is a line too. */
  static String[] lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int stop = end < 0 ? text.length() : end;
      boolean carriage = stop > start && text.charAt(stop - 1) == '\r';
      lines.add(text.substring(start, carriage ? stop - 1 : stop));
      start = end < 0 ? text.length() : end + 1;
    }
    return lines.toArray(new String[0]);
  }

  public long count() {
    return firstLines[firstLines.length - 1];
  }

  public TextInput input() {
    return input;
  }

  /** Neighbouring lines. */
  public static final class Lines implements Serializable {
    private static final long serialVersionUID = 1L;
    public final int side;
    public final long first;
    public final String[] lines;

    Lines(int side, long first, String[] lines) {
      this.side = side;
      this.first = first;
      this.lines = lines;
    }
  }

  /**
   * All lines in runs that do not cross a block's border, by the number of the block.
   *
   * @param side which of several texts this is
   * @param size lines of a block
   */
  public JavaPairRDD<Integer, Lines> blocks(int side, int size) {
    long[] starts = firstLines;
    return input
        .read(input.parts())
        .mapPartitionsWithIndex(
            (part, texts) -> {
              List<Tuple2<Integer, Lines>> blocks = new ArrayList<>();
              long at = starts[part];
              String[] all = lines(texts.next());
              for (int from = 0; from < all.length; ) {
                long line = at + from;
                int to = (int) Math.min(all.length, from + size - line % size);
                String[] some = Arrays.copyOfRange(all, from, to);
                blocks.add(new Tuple2<>((int) (line / size), new Lines(side, line, some)));
                from = to;
              }
              return blocks.iterator();
            },
            false)
        .mapToPair(pair -> pair);
  }

  /** How many blocks of a size there are. */
  public int blockCount(int size) {
    return Math.toIntExact(Math.max(1, (count() + size - 1) / size));
  }

  /** Every line, in order, so many in a partition. */
  public JavaRDD<String> inOrder(int size) {
    return blocks(0, size)
        .partitionBy(new IdentityPartitioner(blockCount(size)))
        .mapPartitions(
            pieces -> {
              List<Lines> own = new ArrayList<>();
              pieces.forEachRemaining(piece -> own.add(piece._2()));
              own.sort(Comparator.comparingLong(lines -> lines.first));
              return own.stream().flatMap(lines -> Arrays.stream(lines.lines)).iterator();
            });
  }

  /** Every line, in order. */
  public JavaRDD<String> all() {
    return input.read(input.parts()).flatMap(text -> List.of(lines(text)).iterator());
  }
}
