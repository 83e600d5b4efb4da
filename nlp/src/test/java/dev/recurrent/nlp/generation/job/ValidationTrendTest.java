package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.spark.RoundReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTrendTest {
  private static List<RoundReport> rounds(String validations) {
    List<RoundReport> rounds = new ArrayList<>();
    for (String value : validations.split(" ")) {
      RoundReport round =
          new RoundReport(
              rounds.size() + 1,
              0,
              1,
              null,
              null,
              1,
              1,
              0,
              0,
              0,
              0,
              1,
              0,
              0,
              0,
              List.of(),
              "",
              null);
      rounds.add(value.equals("-") ? round : round.withValidation(Double.parseDouble(value), null));
    }
    return rounds;
  }

  @ParameterizedTest
  @CsvSource({
    "3 2 1.6 1.5,true",
    "3 - 2 - 1.6 - - 1.5,true",
    "3 2 1.5 1.5,false",
    "3 2 1.5 1.499,false",
    "3 2 1.4 1.5,false",
    "3 2 1.6 1.6 1.6 1.4 1.3 1.35,false",
    "- - - 1.5,false",
    "NaN NaN NaN NaN,false"
  })
  void aLossFallsIfTheLastValidationIsTheBestAndTheLastQuarterWasWorthIt(
      String validations, boolean falling) {
    assertEquals(falling, ValidationTrend.stillFalling(rounds(validations)));
  }
}
