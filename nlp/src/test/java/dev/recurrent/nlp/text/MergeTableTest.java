package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MergeTableTest {

  private final Vocabulary vocabulary =
      Vocabulary.withSpecialTokens(List.of("a", "b", "ab", "aab"));

  @Test
  void pairsHaveTheirRankAndResult() {
    MergeTable merges = new MergeTable(new int[] {4, 4}, new int[] {5, 6}, vocabulary);
    assertEquals(2, merges.size());
    assertEquals(0, merges.rank(4, 5));
    assertEquals(1, merges.rank(4, 6));
    assertEquals(-1, merges.rank(5, 4));
    assertEquals(6, merges.result(0));
    assertEquals(7, merges.result(1));
  }

  @Test
  void mergesIntoNoTokenAreRejected() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new MergeTable(new int[] {5}, new int[] {4}, vocabulary));
    assertThrows(
        IllegalArgumentException.class,
        () -> new MergeTable(new int[] {4}, new int[] {9}, vocabulary));
  }

  @Test
  void repeatedPairsAreRejected() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new MergeTable(new int[] {4, 4}, new int[] {5, 5}, vocabulary));
  }

  @Test
  void halfPairsAreRejected() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new MergeTable(new int[] {4}, new int[0], vocabulary));
  }
}
