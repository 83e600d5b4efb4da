package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceCutsTest {
  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 1f})
  void eachBatchHasTargetsAndNoneIsLongerThanTheLongest(float spread) {
    for (int sequence = 1; sequence < 12; sequence++) {
      SequenceCuts cuts = new SequenceCuts(sequence, spread, 5).ofChunk(2);
      for (int length = 0; length < 90; length++) {
        for (int epoch = 0; epoch < 4; epoch++) {
          int at = 0;
          for (int i = 0; i < cuts.batches(length); i++) {
            assertEquals(at, cuts.at(i, length, epoch));
            int next = cuts.at(i + 1, length, epoch);
            assertTrue(next > at && next - at <= cuts.longest(), at + " to " + next);
            at = next;
          }
          assertEquals(length, at);
        }
      }
    }
  }

  @Test
  void epochsAreCutElsewhereAndTheSameEpochAlike() {
    Set<Integer> places = new HashSet<>();
    for (int epoch = 0; epoch < 20; epoch++) {
      SequenceCuts cuts = new SequenceCuts(64, 0.5f, 1);
      places.add(cuts.at(3, 1000, epoch));
      assertEquals(cuts.at(3, 1000, epoch), new SequenceCuts(64, 0.5f, 1).at(3, 1000, epoch));
    }
    assertTrue(places.size() > 8, places.toString());
    assertTrue(places.stream().allMatch(at -> Math.abs(at - 192) <= 16), places.toString());
  }

  @Test
  void withoutASpreadCutsAreEven() {
    assertEquals(192, SequenceCuts.every(64).at(3, 1000, 7));
    assertEquals(1000, SequenceCuts.every(64).at(16, 1000, 7));
  }
}
