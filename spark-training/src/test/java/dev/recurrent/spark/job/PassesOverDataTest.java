package dev.recurrent.spark.job;

import static dev.recurrent.spark.job.PassesOverData.Needs.CLASSIFIER;
import static dev.recurrent.spark.job.PassesOverData.Needs.LANGUAGE_MODEL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassesOverDataTest {
  @ParameterizedTest
  @CsvSource({
    // sequences, shards, batch size, epochs
    "0, 1, 8, 40",
    "78, 2, 8, 40",
    "1406, 2, 8, 21",
    "1406, 1, 16, 21",
    "5625, 2, 32, 21",
    "15625, 2, 32, 15",
    "38398, 2, 32, 15",
    "38400, 2, 32, 10",
    "1562500, 64, 32, 10",
  })
  void fewSequencesHaveSmallBatchesAndManyEpochs(
      long sequences, int shards, int batch, int epochs) {
    assertEquals(
        new PassesOverData(batch, epochs),
        PassesOverData.of(sequences, shards, null, LANGUAGE_MODEL));
  }

  @ParameterizedTest
  @CsvSource({
    // labelled texts, shards, batch size, epochs
    "90, 2, 8, 40",
    "890, 2, 8, 33",
    "2250, 2, 16, 26",
    "2700, 2, 32, 10",
    "22500, 2, 32, 10",
    "22500, 64, 8, 40",
  })
  void classifiersHaveMoreEpochsWhereTextsAreFew(long texts, int shards, int batch, int epochs) {
    assertEquals(
        new PassesOverData(batch, epochs), PassesOverData.of(texts, shards, null, CLASSIFIER));
  }

  @Test
  void aBatchSizeThatIsGivenStays() {
    assertEquals(new PassesOverData(64, 40), PassesOverData.of(1406, 2, 64, LANGUAGE_MODEL));
    assertEquals(new PassesOverData(1, 10), PassesOverData.of(1406, 2, 1, LANGUAGE_MODEL));
  }
}
