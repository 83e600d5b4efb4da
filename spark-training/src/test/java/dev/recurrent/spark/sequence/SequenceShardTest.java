package dev.recurrent.spark.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches of about equal length; the token of a sequence is its number. */
class SequenceShardTest {
  private static final SequenceModel MODEL =
      SequenceModel.embedding(100, 1)
          .recurrent(CellType.RNN, 2)
          .initialStateFrom(SequenceModel.embedding(9, 1).recurrent(CellType.RNN, 2));

  private static Sequence sequence(int number, int steps, int sourceSteps) {
    return Sequence.ofTokens(IntStream.range(0, steps).map(t -> number).toArray())
        .withSource(Sequence.ofTokens(new int[sourceSteps]));
  }

  private static List<Integer> numbers(SequenceBatch batch) {
    int[] tokens = Objects.requireNonNull(batch.tokens());
    return IntStream.of(tokens).limit(batch.sequences().batchSize()).boxed().toList();
  }

  @Test
  void batchesPadLittleOnBothSidesAndAnEpochHasEachSequenceOnce() {
    Sequence[] all =
        IntStream.range(0, 42)
            .mapToObj(i -> sequence(i, 1 + i % 2, 1 + i / 2 % 5))
            .toArray(Sequence[]::new);
    SequenceShard shard = SequenceShard.shuffled(MODEL, all, 4, 11, 7);
    List<List<Integer>> first = new ArrayList<>();
    List<List<Integer>> second = new ArrayList<>();
    int padded = 0;
    for (int i = 0; i < 10; i++) {
      SequenceBatch batch = shard.batch(i, 0);
      padded += 4 * batch.source().sequences().steps();
      first.add(numbers(batch));
      second.add(numbers(shard.batch(i, 1)));
    }
    assertEquals(40, first.stream().flatMap(List::stream).distinct().count());
    List<Integer> rest = numbers(shard.batch(10, 0)).subList(0, 2);
    assertTrue(first.stream().noneMatch(batch -> batch.containsAll(rest)));
    assertNotEquals(first, second);
    int steps = 0;
    for (int number : first.stream().flatMap(List::stream).toList()) {
      steps += all[number].source().steps();
    }
    assertTrue(padded < 1.25 * steps, padded + " steps with padding, " + steps + " without");
  }
}
