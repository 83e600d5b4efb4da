package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sequences of 64 tokens. */
class PassesOverTextTest {
  @ParameterizedTest
  @CsvSource({
    // tokens, shards, batch size, epochs
    "1, 1, 8, 40",
    "5000, 2, 8, 40",
    "90000, 2, 8, 21",
    "90000, 1, 16, 21",
    "360000, 2, 32, 21",
    "1000000, 2, 32, 10",
    "100000000, 64, 32, 10",
  })
  void smallTextsHaveSmallBatchesAndManyEpochs(long tokens, int shards, int batch, int epochs) {
    assertEquals(new PassesOverText(batch, epochs), PassesOverText.of(tokens, shards, 64, null));
  }

  @Test
  void aBatchSizeThatIsGivenStays() {
    assertEquals(new PassesOverText(64, 40), PassesOverText.of(90_000, 2, 64, 64));
    assertEquals(new PassesOverText(1, 10), PassesOverText.of(90_000, 2, 64, 1));
  }
}
