package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1.0, 1",
    "1.00, 1",
    "1., 1",
    "0.0, 0",
    "-0.0, 0",
    "-1.0, -1",
    "+2.0, 2",
    "2.50, 2.5",
    "10, 10",
    "100.0, 100",
    "0.10, 0.1",
    "True, true",
    "FALSE, false"
  })
  void oneLabelHasOneSpelling(String label, String canonical) {
    assertEquals(canonical, Labels.canonical(label));
  }

  @ParameterizedTest
  @CsvSource({"01", "007.0", "1e0", "v1.0", "1.2.0", "NaN", "yes", "1.0.0", "Pos"})
  void codesAndWordsStayAsTheyAre(String label) {
    assertEquals(label, Labels.canonical(label));
  }

  @Test
  void labelsOfAModelAreRespelledUnlessTwoWouldBeOne() {
    assertEquals(List.of("0", "1"), Labels.canonical(List.of("0.0", "1.0")));
    assertEquals(List.of("1", "1.0"), Labels.canonical(List.of("1", "1.0")));
  }
}
