package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.corpus.SharedTokenizer;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Text as tokens on the executors, and the way from there into shards. Which token goes where
 * follows from its place in the text alone, so that any cluster cuts the same shards. Tokens are
 * kept on the executors' disks: a round reads a few megabytes of them, and training needs the heap.
 */
final class TokenizedCorpus {
  private final JavaRDD<char[]> blocks;

  /** What is kept on the executors. */
  private final JavaRDD<char[]> persisted;

  /** The place in the text of each block's first token. */
  private final long[] starts;

  private final long size;

  private TokenizedCorpus(
      JavaRDD<char[]> blocks, JavaRDD<char[]> persisted, long[] starts, long size) {
    this.blocks = blocks;
    this.persisted = persisted;
    this.starts = starts;
    this.size = size;
  }

  /** Tokenises parts of text, one block of tokens for each. */
  static TokenizedCorpus of(JavaRDD<String> text, Tokenizer tokenizer, JavaSparkContext spark) {
    Broadcast<SharedTokenizer> shared = spark.broadcast(new SharedTokenizer(tokenizer));
    JavaRDD<char[]> blocks =
        text.map(part -> narrow(shared.value().tokenizer().encode(part)))
            .persist(StorageLevel.DISK_ONLY());
    List<Integer> counts = blocks.map(block -> block.length).collect();
    long[] starts = new long[counts.size()];
    long size = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = size;
      size += counts.get(i);
    }
    return new TokenizedCorpus(blocks, blocks, starts, size);
  }

  /** The same text from its end, to be cut: the last token is the first. */
  TokenizedCorpus reversed() {
    long[] ends = new long[starts.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = i + 1 < ends.length ? size - starts[i + 1] : 0;
    }
    return new TokenizedCorpus(blocks.map(TokenizedCorpus::reverse), persisted, ends, size);
  }

  private static char[] reverse(char[] block) {
    char[] reversed = new char[block.length];
    for (int i = 0; i < block.length; i++) {
      reversed[i] = block[block.length - 1 - i];
    }
    return reversed;
  }

  private static char[] narrow(int[] tokens) {
    char[] narrow = new char[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      narrow[i] = (char) tokens[i];
    }
    return narrow;
  }

  /** Tokens in all. */
  long size() {
    return size;
  }

  /** How many of them are a given one. */
  long count(int token) {
    return blocks
        .map(
            block -> {
              long n = 0;
              for (char t : block) {
                n += t == token ? 1 : 0;
              }
              return n;
            })
        .reduce(Long::sum);
  }

  /** A block of tokens, its place in the text, and a few tokens before it. */
  static final class Scanned implements Serializable {
    private static final long serialVersionUID = 1L;
    private final char[] before;
    private final char[] tokens;
    private final long start;

    Scanned(char[] before, char[] tokens, long start) {
      this.before = before;
      this.tokens = tokens;
      this.start = start;
    }

    long start() {
      return start;
    }

    int stretches(int length) {
      return (tokens.length + length - 1) / length;
    }

    /** Shows the n-grams of a stretch of the block. */
    void visit(int order, int from, int length, NgramScan.Visitor visitor) {
      int to = (int) Math.min(tokens.length, (long) from + length);
      new NgramScan(before, tokens, order).visit(from, to, visitor);
    }
  }

  /** The blocks, each with the tokens before it that n-grams of an order need. */
  JavaRDD<Scanned> scans(int order) {
    long[] offsets = starts;
    List<char[]> before = before(order - 1);
    return blocks.mapPartitionsWithIndex(
        (index, it) ->
            List.of(new Scanned(before.get(index), it.next(), offsets[index])).iterator(),
        false);
  }

  /** The last few tokens before each block. */
  private List<char[]> before(int most) {
    List<char[]> ends =
        blocks
            .map(block -> Arrays.copyOfRange(block, Math.max(0, block.length - most), block.length))
            .collect();
    List<char[]> before = new ArrayList<>();
    char[] last = {};
    for (char[] end : ends) {
      before.add(last);
      char[] all = Arrays.copyOf(last, last.length + end.length);
      System.arraycopy(end, 0, all, last.length, end.length);
      last = Arrays.copyOfRange(all, Math.max(0, all.length - most), all.length);
    }
    return before;
  }

  /** A run of tokens and its place: stream, and first position in it. */
  static final class Piece implements Serializable {
    private static final long serialVersionUID = 1L;
    final int stream;
    final int position;
    final char[] tokens;

    Piece(int stream, int position, char[] tokens) {
      this.stream = stream;
      this.position = position;
      this.tokens = tokens;
    }
  }

  /** Cuts the shards: partition {@code chunk * W + shard} holds one. */
  JavaRDD<Shard<TokenBatch>> cut(StreamLayout layout, SequenceCuts cuts) {
    long[] offsets = starts;
    JavaRDD<Shard<TokenBatch>> shards =
        blocks
            .mapPartitionsWithIndex((index, it) -> pieces(it.next(), offsets[index], layout), false)
            .mapToPair(pair -> pair)
            .partitionBy(new IdentityPartitioner(layout.partitions()))
            .mapPartitionsWithIndex(TokenizedCorpus.assembler(layout, cuts), true)
            .persist(StorageLevel.DISK_ONLY());
    shards.count();
    persisted.unpersist();
    return shards;
  }

  /** The parts of a block that each chunk of each stream needs, and the partition of each. */
  static Iterator<Tuple2<Integer, Piece>> pieces(char[] block, long offset, StreamLayout layout) {
    List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
    long end = offset + block.length;
    long length = layout.streamLength();
    // A stream's last target is the next one's first token, hence one token of overlap.
    int first = (int) Math.max(0, Math.min(layout.streams() - 1L, (offset - 1) / length));
    for (int s = first; s < layout.streams() && s * length < end; s++) {
      for (int chunk = 0; chunk < layout.chunks(); chunk++) {
        long start = layout.start(s, chunk);
        long from = Math.max(offset, start);
        long to = Math.min(end, start + layout.chunkLength(chunk) + 1);
        if (from < to) {
          char[] tokens = Arrays.copyOfRange(block, (int) (from - offset), (int) (to - offset));
          int partition = chunk * layout.shards() + s / layout.batchSize();
          Piece piece = new Piece(s % layout.batchSize(), (int) (from - start), tokens);
          pieces.add(new Tuple2<>(partition, piece));
        }
      }
    }
    return pieces.iterator();
  }

  private static org.apache.spark.api.java.function.Function2<
          Integer, Iterator<Tuple2<Integer, Piece>>, Iterator<Shard<TokenBatch>>>
      assembler(StreamLayout layout, SequenceCuts cuts) {
    return (partition, it) -> {
      int chunk = partition / layout.shards();
      int length = layout.chunkLength(chunk);
      char[] tokens = new char[layout.batchSize() * (length + 1)];
      while (it.hasNext()) {
        Piece piece = it.next()._2();
        int to = piece.stream * (length + 1) + piece.position;
        System.arraycopy(piece.tokens, 0, tokens, to, piece.tokens.length);
      }
      Shard<TokenBatch> shard =
          new TokenShard(tokens, layout.batchSize(), length, cuts.ofChunk(chunk), chunk == 0);
      return List.of(shard).iterator();
    };
  }
}
