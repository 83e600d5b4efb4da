package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GenerationOptionsTest {
  @ParameterizedTest
  @CsvSource({"0,0.1", "1000,0.1", "40000000,0.1", "80000000,0.05", "400000000,0.01"})
  void validationTextOfALargeTextIsBounded(long characters, double share) {
    assertEquals(share, new GenerationOptions().validationShare(characters), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"0.3", "0.0001"})
  void aGivenShareIsThatOfAnyText(double given) {
    GenerationOptions options =
        CommandLine.populateCommand(
            new GenerationOptions(), "--validation-fraction", String.valueOf(given));
    assertEquals(given, options.validationShare(1_000));
    assertEquals(given, options.validationShare(400_000_000));
  }
}
