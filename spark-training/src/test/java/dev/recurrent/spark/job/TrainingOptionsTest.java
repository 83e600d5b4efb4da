package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.spark.AveragingConfig.Moments;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainingOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 3000000, auto, AVERAGE", // one shard's optimizer is never begun anew
    "1, 20000000, auto, RESET",
    "2, 3000000, auto, AVERAGE",
    "2, 10000000, auto, RESET",
    "8, 3000000, auto, RESET", // outer momentum
    "8, 3000000, average, AVERAGE",
    "2, 3000000, reset, RESET",
  })
  void momentsAreAveragedWhereThatHelpsAndFits(
      int shards, int parameters, String option, Moments expected) {
    TrainingOptions options = new TrainingOptions();
    new CommandLine(options).parseArgs("--output=x", "--moments=" + option);

    assertEquals(expected, options.settings(shards, 32, 100, parameters).averaging().moments());
  }
}
