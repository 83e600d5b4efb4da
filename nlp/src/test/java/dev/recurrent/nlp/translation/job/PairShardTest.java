package dev.recurrent.nlp.translation.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.translation.PairBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How pairs become batches. */
class PairShardTest {
  private static final int TOKENS = 120;

  private static List<PairTokens> pairs(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<PairTokens> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] source = random.ints(random.nextInt(1, 20), 4, 99).toArray();
      int[] target = random.ints(random.nextInt(1, 20), 4, 99).toArray();
      pairs.add(new PairTokens(random.nextLong(), source, target));
    }
    return pairs;
  }

  /** Every source and target of a batch, sorted. */
  private static List<String> content(PairBatch batch) {
    List<String> content = new ArrayList<>();
    int b = batch.batchSize();
    for (int i = 0; i < b; i++) {
      StringBuilder text = new StringBuilder();
      for (int s = 0; s < batch.sourceLengths()[i]; s++) {
        text.append(batch.sourceTokens()[s * b + i]).append(' ');
      }
      text.append('|');
      for (int at = i; at < batch.targetTokens().length; at += b) {
        if (batch.targetTokens()[at] >= 0) {
          text.append(batch.targetTokens()[at]).append(' ');
        }
      }
      content.add(text.toString());
    }
    return content;
  }

  private static List<String> epoch(PairShard shard, int epoch) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < shard.batches(); i++) {
      all.addAll(content(shard.batch(i, epoch)));
    }
    return all;
  }

  @Test
  void everyEpochHasEveryPairOnceInAnotherOrder() {
    PairShard shard = new PairShard(pairs(300).iterator(), TOKENS, 5);
    List<String> first = epoch(shard, 0);
    List<String> second = epoch(shard, 1);
    assertEquals(300, first.size());
    assertNotEquals(first, second);
    assertEquals(first, epoch(shard, 0));
    Collections.sort(first);
    Collections.sort(second);
    assertEquals(first, second);
  }

  @Test
  void batchesKeepToTheirTokensAndPadLittle() {
    PairShard shard = new PairShard(pairs(300).iterator(), TOKENS, 5);
    int padded = 0;
    int targets = 0;
    for (int i = 0; i < shard.batches(); i++) {
      PairBatch batch = shard.batch(i, 3);
      assertTrue(batch.sourceTokens().length <= TOKENS);
      assertTrue(batch.inputTokens().length <= TOKENS);
      padded += batch.inputTokens().length;
      targets += batch.targets();
    }
    assertTrue(padded < 1.1 * targets, padded + " for " + targets);
  }

  @Test
  void theOrderOfTheInputDoesNotShow() {
    List<PairTokens> pairs = pairs(100);
    List<PairTokens> shuffled = new ArrayList<>(pairs);
    Collections.shuffle(shuffled, new Random(9));
    PairShard one = new PairShard(pairs.iterator(), TOKENS, 5);
    PairShard other = new PairShard(shuffled.iterator(), TOKENS, 5);
    assertEquals(one.batches(), other.batches());
    for (int i = 0; i < one.batches(); i++) {
      assertArrayEquals(one.batch(i, 2).targetTokens(), other.batch(i, 2).targetTokens());
      assertArrayEquals(one.batch(i, 2).sourceTokens(), other.batch(i, 2).sourceTokens());
    }
  }

  @Test
  void duplicatesGo() {
    PairTokens one = new PairTokens(1, new int[] {4, 5}, new int[] {6});
    PairTokens again = new PairTokens(1, new int[] {4, 5}, new int[] {6});
    PairTokens sameKey = new PairTokens(1, new int[] {4, 5}, new int[] {7});
    PairShard shard = new PairShard(Arrays.asList(one, sameKey, again).iterator(), TOKENS, 1);
    assertEquals(1, shard.duplicates());
    assertEquals(2, shard.size());
  }

  @Test
  void aPairLongerThanABatchIsOneOfItsOwn() {
    PairTokens tall = new PairTokens(1, new int[200], new int[3]);
    List<PairTokens> all = new ArrayList<>(pairs(10));
    all.add(tall);
    PairShard shard = new PairShard(all.iterator(), TOKENS, 1);
    int sentences = 0;
    for (int i = 0; i < shard.batches(); i++) {
      sentences += shard.batch(i).batchSize();
    }
    assertEquals(11, sentences);
    assertEquals(0, new PairShard(Collections.emptyIterator(), TOKENS, 1).batches());
  }
}
