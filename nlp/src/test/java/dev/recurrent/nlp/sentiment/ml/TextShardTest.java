package dev.recurrent.nlp.sentiment.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.sentiment.LabelledBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextShardTest {
  private static final int SIZE = 8;
  private static final int BATCHES = 13;

  /** A hundred texts of 1 to 50 tokens, each of its own first token. */
  private static List<TextShard.Item> items() {
    SplittableRandom random = new SplittableRandom(1);
    List<TextShard.Item> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      char[] tokens = new char[1 + random.nextInt(50)];
      tokens[0] = (char) (1000 + i);
      items.add(new TextShard.Item(i, tokens, i % 3));
    }
    return items;
  }

  private static TextShard shuffled(long seed) {
    return TextShard.shuffled(items(), new float[] {1, 2, 3}, SIZE, BATCHES, seed);
  }

  /** The first tokens of an epoch's batches, which tell texts apart. */
  private static int[] epoch(TextShard shard, int epoch) {
    int[] texts = new int[BATCHES * SIZE];
    for (int i = 0; i < BATCHES; i++) {
      System.arraycopy(shard.batch(i, epoch).tokens(), 0, texts, i * SIZE, SIZE);
    }
    return texts;
  }

  @Test
  void anEpochHasEveryTextAndTheNextAnotherOrder() {
    int[] first = epoch(shuffled(1), 0);
    assertEquals(100, Arrays.stream(first).distinct().count());
    int[] second = epoch(shuffled(1), 1);
    assertEquals(100, Arrays.stream(second).distinct().count());
    assertFalse(Arrays.equals(first, second));
    assertArrayEquals(first, epoch(shuffled(1), 0));
    assertFalse(Arrays.equals(first, epoch(shuffled(2), 0)));
  }

  @Test
  void theTextsThatFillNoBatchAreOthersEachEpoch() {
    Set<Integer> left = new HashSet<>();
    for (int e = 0; e < 40; e++) {
      TextShard shard = shuffled(1);
      Set<Integer> epoch = new HashSet<>();
      for (int i = 0; i + 1 < BATCHES; i++) {
        for (int b = 0; b < SIZE; b++) {
          epoch.add(shard.batch(i, e).tokens()[b]);
        }
      }
      for (int text = 1000; text < 1100; text++) {
        if (!epoch.contains(text)) {
          left.add(text);
        }
      }
    }
    assertTrue(left.size() > 60, left.size() + " of 100 were left over once in 40 epochs");
  }

  @Test
  void aBatchHoldsTextsOfAboutEqualLength() {
    TextShard shard = shuffled(1);
    int padded = 0;
    int tokens = 0;
    for (int i = 0; i + 1 < BATCHES; i++) {
      LabelledBatch batch = shard.batch(i, 0);
      padded += batch.tokens().length;
      tokens += Arrays.stream(batch.lengths()).sum();
    }
    assertTrue(tokens > 0.85 * padded, tokens + " of " + padded);
  }

  @Test
  void textsKeepTheirClassAndItsWeight() {
    LabelledBatch batch = shuffled(1).batch(3, 2);
    for (int b = 0; b < SIZE; b++) {
      int type = (batch.tokens()[b] - 1000) % 3;
      assertEquals(type, batch.classes()[b]);
      assertEquals(type + 1f, batch.weights()[b]);
    }
  }

  @Test
  void textsWithoutLabelsComeOneAfterAnotherHoweverManyEpochsItTakes() {
    List<TextShard.Item> more = new ArrayList<>();
    for (int i = 0; i < 30 * SIZE; i++) {
      more.add(new TextShard.Item(i, new char[] {(char) (2000 + i), 7}, 0));
    }
    TextShard shard = shuffled(1).with(more);
    List<Integer> seen = new ArrayList<>();
    for (int epoch = 0; epoch < 5; epoch++) {
      assertArrayEquals(epoch(shuffled(1), epoch), epoch(shard, epoch));
      for (int i = 0; i < BATCHES; i++) {
        LabelledBatch texts = shard.batch(i, epoch).unlabelledTexts();
        assertEquals(SIZE, texts.batchSize());
        assertEquals(0f, texts.weights()[0]);
        for (int b = 0; b < SIZE; b++) {
          seen.add(texts.tokens()[b]);
        }
      }
    }
    List<Integer> first = seen.subList(0, 30 * SIZE);
    List<Integer> second = seen.subList(30 * SIZE, 60 * SIZE);
    assertEquals(30 * SIZE, new HashSet<>(first).size());
    assertEquals(new HashSet<>(first), new HashSet<>(second));
    assertFalse(first.equals(second));
  }

  @Test
  void validationComesInOrderAndTheLastBatchIsWhatIsLeft() {
    TextShard shard = TextShard.inOrder(items(), new float[] {1, 1, 1}, SIZE);
    assertEquals(13, shard.batches());
    assertEquals(1000, shard.batch(0).tokens()[0]);
    assertEquals(4, shard.batch(12).batchSize());
  }
}
