package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Which token goes into which batch: by its place in the text alone. */
class StreamLayoutTest {
  private static final int CASES = 300;

  /** Token i of a text is i: a batch then says where its tokens come from. */
  private static char[] counted(int size) {
    char[] tokens = new char[size];
    for (int i = 0; i < size; i++) {
      tokens[i] = (char) i;
    }
    return tokens;
  }

  /** The text in blocks, some of them empty. */
  private static List<char[]> cutAtRandom(char[] tokens, SplittableRandom random) {
    List<char[]> blocks = new ArrayList<>();
    int at = 0;
    while (at < tokens.length) {
      int most = random.nextInt(4) == 0 ? 2 : tokens.length;
      int next = Math.min(tokens.length, at + random.nextInt(most + 1));
      blocks.add(Arrays.copyOfRange(tokens, at, next));
      at = next;
    }
    return blocks;
  }

  /** What the executors do, without them: pieces of each block, put together by partition. */
  private static List<Shard<TokenBatch>> shards(List<char[]> blocks, StreamLayout layout) {
    List<char[]> tokens = new ArrayList<>();
    for (int p = 0; p < layout.partitions(); p++) {
      int length = layout.chunkLength(p / layout.shards()) + 1;
      char[] empty = new char[layout.batchSize() * length];
      Arrays.fill(empty, '\uFFFF');
      tokens.add(empty);
    }
    long offset = 0;
    for (char[] block : blocks) {
      Iterator<Tuple2<Integer, TokenizedCorpus.Piece>> pieces =
          TokenizedCorpus.pieces(block, offset, layout);
      while (pieces.hasNext()) {
        Tuple2<Integer, TokenizedCorpus.Piece> found = pieces.next();
        int length = layout.chunkLength(found._1() / layout.shards()) + 1;
        TokenizedCorpus.Piece piece = found._2();
        int to = piece.stream * length + piece.position;
        System.arraycopy(piece.tokens, 0, tokens.get(found._1()), to, piece.tokens.length);
      }
      offset += block.length;
    }
    List<Shard<TokenBatch>> shards = new ArrayList<>();
    for (int p = 0; p < layout.partitions(); p++) {
      int chunk = p / layout.shards();
      int length = layout.chunkLength(chunk);
      shards.add(
          new TokenShard(
              tokens.get(p),
              layout.batchSize(),
              length,
              SequenceCuts.every(layout.sequenceLength()),
              chunk == 0));
    }
    return shards;
  }

  private static StreamLayout random(SplittableRandom random) {
    int shards = 1 + random.nextInt(4);
    int batchSize = 1 + random.nextInt(5);
    int tokens = shards * batchSize + 1 + random.nextInt(400);
    int perChunk = 1 + random.nextInt(6);
    return new StreamLayout(tokens, shards, batchSize, 1 + random.nextInt(9), perChunk);
  }

  /** All batches of one shard in the order of its chunks. */
  private static List<TokenBatch> batches(
      List<Shard<TokenBatch>> shards, StreamLayout layout, int shard) {
    List<TokenBatch> batches = new ArrayList<>();
    for (int chunk = 0; chunk < layout.chunks(); chunk++) {
      Shard<TokenBatch> part = shards.get(chunk * layout.shards() + shard);
      for (int i = 0; i < part.batches(); i++) {
        batches.add(part.batch(i));
      }
    }
    return batches;
  }

  private static void assertSame(TokenBatch expected, TokenBatch actual) {
    assertArrayEquals(expected.tokens(), actual.tokens());
    assertArrayEquals(expected.targetTokens(), actual.targetTokens());
    assertEquals(expected.batchSize(), actual.batchSize());
    assertEquals(expected.startsStreams(), actual.startsStreams());
  }

  @Test
  void everyTargetOfEveryStreamAppearsOnceAndInOrder() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < CASES; n++) {
      StreamLayout layout = random(random);
      char[] tokens = counted((int) layout.tokens());
      List<Shard<TokenBatch>> shards = shards(cutAtRandom(tokens, random), layout);
      long length = layout.streamLength();
      for (int shard = 0; shard < layout.shards(); shard++) {
        List<TokenBatch> batches = batches(shards, layout, shard);
        assertEquals(layout.batchesPerEpoch(), batches.size(), layout::toString);
        for (int b = 0; b < layout.batchSize(); b++) {
          long next = (shard * layout.batchSize() + b) * length;
          for (TokenBatch batch : batches) {
            for (int at = b; at < batch.targets(); at += layout.batchSize()) {
              assertEquals(next, batch.tokens()[at], layout::toString);
              assertEquals(next + 1, batch.targetTokens()[at], layout::toString);
              next++;
            }
          }
          assertEquals((shard * layout.batchSize() + b + 1) * length, next, layout::toString);
        }
      }
    }
  }

  @Test
  void fewerTokensThanStreamsAreLeftOver() {
    SplittableRandom random = new SplittableRandom(2);
    for (int n = 0; n < CASES; n++) {
      StreamLayout layout = random(random);
      long used = layout.streams() * layout.streamLength() + 1;
      assertTrue(used <= layout.tokens() && layout.tokens() - used < layout.streams());
    }
  }

  @Test
  void manyChunksGiveTheBatchesOfOne() {
    SplittableRandom random = new SplittableRandom(3);
    for (int n = 0; n < CASES; n++) {
      StreamLayout several = random(random);
      StreamLayout one =
          new StreamLayout(
              several.tokens(),
              several.shards(),
              several.batchSize(),
              several.sequenceLength(),
              Integer.MAX_VALUE);
      assertEquals(1, one.chunks());
      List<char[]> blocks = cutAtRandom(counted((int) several.tokens()), random);
      List<Shard<TokenBatch>> cut = shards(blocks, several);
      List<Shard<TokenBatch>> whole = shards(blocks, one);
      for (int shard = 0; shard < several.shards(); shard++) {
        List<TokenBatch> expected = batches(whole, one, shard);
        List<TokenBatch> actual = batches(cut, several, shard);
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
          assertSame(expected.get(i), actual.get(i));
          assertEquals(i == 0, actual.get(i).startsStreams());
        }
      }
    }
  }

  @Test
  void aChunkHoldsWholeRounds() {
    SplittableRandom random = new SplittableRandom(4);
    for (int n = 0; n < CASES; n++) {
      int steps = 1 + random.nextInt(300);
      StreamLayout layout =
          StreamLayout.of(
              1 + (long) random.nextInt(1 << 30),
              1 + random.nextInt(64),
              1 + random.nextInt(256),
              1 + random.nextInt(512),
              steps);
      assertEquals(0, layout.batchesPerChunk() % steps);
      long sum = 0;
      for (int chunk = 0; chunk < layout.chunks(); chunk++) {
        sum += layout.chunkLength(chunk);
        assertTrue(chunk == layout.chunks() - 1 || layout.chunkLength(chunk) > 0);
      }
      assertEquals(layout.streamLength(), sum);
    }
  }

  private static final String TEXT = "the quick brown fox jumps over the lazy dog. ".repeat(9);

  private static Tokenizer characters() {
    TokenCounts counts = new TokenCounts(TokenKind.CHAR);
    counts.add(TEXT);
    return TokenizerTrainer.learn(TokenKind.CHAR, 100, counts);
  }

  private static List<Shard<TokenBatch>> onSpark(List<String> parts, StreamLayout layout) {
    TokenizedCorpus streams =
        TokenizedCorpus.of(
            TestSpark.context().parallelize(parts, parts.size()),
            characters(),
            TestSpark.context());
    assertEquals(TEXT.length(), streams.size());
    int space = characters().vocabulary().id(" ");
    assertEquals(TEXT.chars().filter(c -> c == ' ').count(), streams.count(space));
    return streams.cut(layout, SequenceCuts.every(layout.sequenceLength())).collect();
  }

  @Test
  void sparkCutsTheSameShardsHoweverTheTextIsInParts() {
    int[] ids = characters().encode(TEXT);
    char[] tokens = new char[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (char) ids[i];
    }
    StreamLayout layout = new StreamLayout(TEXT.length(), 3, 4, 5, 2);
    List<Shard<TokenBatch>> expected = shards(List.of(tokens), layout);
    List<List<String>> ways =
        List.of(
            List.of(TEXT),
            List.of(TEXT.substring(0, 7), "", TEXT.substring(7, 8), TEXT.substring(8)),
            List.of(TEXT.split("(?<=\\.)")));
    for (List<String> parts : ways) {
      List<Shard<TokenBatch>> actual = onSpark(parts, layout);
      assertEquals(layout.partitions(), actual.size());
      for (int p = 0; p < actual.size(); p++) {
        assertEquals(expected.get(p).batches(), actual.get(p).batches());
        for (int i = 0; i < actual.get(p).batches(); i++) {
          assertSame(expected.get(p).batch(i), actual.get(p).batch(i));
        }
      }
    }
  }

  @Test
  void aReversedTextHasTheShardsOfItsTokensFromTheEnd() {
    int[] ids = characters().encode(TEXT);
    char[] backward = new char[ids.length];
    for (int i = 0; i < ids.length; i++) {
      backward[i] = (char) ids[ids.length - 1 - i];
    }
    StreamLayout layout = new StreamLayout(TEXT.length(), 3, 4, 5, 2);
    List<Shard<TokenBatch>> expected = shards(List.of(backward), layout);
    List<String> parts =
        List.of(TEXT.substring(0, 7), "", TEXT.substring(7, 100), TEXT.substring(100));
    List<Shard<TokenBatch>> actual =
        TokenizedCorpus.of(
                TestSpark.context().parallelize(parts, parts.size()),
                characters(),
                TestSpark.context())
            .reversed()
            .cut(layout, SequenceCuts.every(layout.sequenceLength()))
            .collect();
    for (int p = 0; p < actual.size(); p++) {
      for (int i = 0; i < actual.get(p).batches(); i++) {
        assertSame(expected.get(p).batch(i), actual.get(p).batch(i));
      }
    }
  }
}
