package dev.recurrent.nlp.corpus;

import dev.recurrent.format.Quantity;
import dev.recurrent.nlp.text.TextKey;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.table.InputTable;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Rows of a table as lines of a text, in the order of some of its columns. */
final class TableText implements TextSource {
  private final SortedTexts rows;
  private final JavaRDD<String> texts;
  private final List<TextSplit> parts = new ArrayList<>();

  private TableText(SortedTexts rows, long[] starts) {
    this.rows = rows;
    long bytes = starts[starts.length - 1];
    for (long at = 0; at < bytes; at += PART_BYTES) {
      parts.add(TextSplit.whole(parts.size(), at, Math.min(bytes, at + PART_BYTES)));
    }
    texts =
        pieces(rows.sorted(), starts)
            .partitionBy(new IdentityPartitioner(parts.size()))
            .values()
            .mapPartitions(pieces -> List.of(joined(pieces)).iterator())
            .persist(StorageLevel.DISK_ONLY());
  }

  /**
   * @throws dev.recurrent.spark.table.UnusableInputException if a row has no text or no place in
   *     the order, or two rows with different texts have the same
   */
  static TableText of(InputTable table, String text, List<String> order) {
    SortedTexts rows = SortedTexts.of(table, text, order);
    return new TableText(rows, rows.starts());
  }

  private static JavaPairRDD<Integer, TextCut.Piece> pieces(JavaRDD<Row> sorted, long[] starts) {
    return sorted
        .mapPartitionsWithIndex((partition, rows) -> new Pieces(rows, starts[partition]), false)
        .mapToPair(piece -> new Tuple2<>(piece.part, piece));
  }

  /** The pieces of rows, one after the other. */
  private static final class Pieces implements Iterator<TextCut.Piece> {
    private final Iterator<Row> rows;
    private Iterator<TextCut.Piece> ready = List.<TextCut.Piece>of().iterator();
    private long at;

    private Pieces(Iterator<Row> rows, long start) {
      this.rows = rows;
      this.at = start;
    }

    @Override
    public boolean hasNext() {
      return ready.hasNext() || rows.hasNext();
    }

    @Override
    public TextCut.Piece next() {
      // A row has a line feed at least, hence a piece.
      if (!ready.hasNext()) {
        byte[] line = SortedTexts.line(rows.next()).getBytes(StandardCharsets.UTF_8);
        ready = TextCut.of(line, at, PART_BYTES).iterator();
        at += line.length;
      }
      return ready.next();
    }
  }

  private static String joined(Iterator<TextCut.Piece> pieces) {
    List<TextCut.Piece> own = new ArrayList<>();
    pieces.forEachRemaining(own::add);
    own.sort(Comparator.comparingLong(piece -> piece.start));
    StringBuilder text = new StringBuilder();
    own.forEach(piece -> text.append(piece.text));
    return text.toString();
  }

  @Override
  public List<TextSplit> parts() {
    return parts;
  }

  @Override
  public JavaRDD<String> read(List<TextSplit> some) {
    TextSplit[] stretches = some.toArray(new TextSplit[0]);
    Set<Object> numbers = new HashSet<>();
    some.forEach(part -> numbers.add(part.number));
    scala.Function1<Object, Object> chosen =
        (scala.Function1<Object, Object> & Serializable) numbers::contains;
    JavaRDD<String> read =
        JavaRDD.fromRDD(PartitionPruningRDD.create(texts.rdd(), chosen), texts.classTag());
    return read.mapPartitionsWithIndex(
        (index, text) -> List.of(stretches[index].cut(text.next())).iterator(), false);
  }

  @Override
  public List<Scan> scan() {
    return texts
        .map(text -> new Scan(text.codePointCount(0, text.length()), TextKey.of(text, ""), ""))
        .collect();
  }

  @Override
  public void close() {
    texts.unpersist();
    rows.close();
  }

  @Override
  public String toString() {
    return Quantity.of(rows.count(), "row");
  }
}
