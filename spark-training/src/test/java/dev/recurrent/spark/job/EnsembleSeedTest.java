package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnsembleSeedTest {
  @Test
  void theFirstMemberHasTheRunsSeedAndNoTwoAreAlike() {
    assertEquals(7, EnsembleTraining.seed(7, 0));
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (int member = 0; member < 100; member++) {
        seeds.add(EnsembleTraining.seed(seed, member));
      }
    }
    assertEquals(1000, seeds.size());
  }
}
