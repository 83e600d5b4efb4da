package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNamesTest {
  private static final String ADVICE = "; if the first line is no header, add --no-header";

  @Test
  void columnIsFoundByNameThenByNumber() {
    assertEquals(1, ColumnNames.index(List.of("2", "1"), "1", "text-column"));
    assertEquals(1, ColumnNames.index(List.of("text", "label"), "2", "text-column"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text,label", "1,2,3", "time,shop_1,shop_2", "Überschrift,etikett"})
  void namesOfAHeaderBringNoAdvice(String names) {
    assertTrue(!missing(names).contains("--no-header"), missing(names));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a film that nobody who was there will want to miss,pos",
        "it works,1",
        "2026-01-01,shop,12.5",
        "x,-3",
        "2,1"
      })
  void namesThatAreCellsNameTheOption(String names) {
    assertTrue(missing(names).endsWith(ADVICE), missing(names));
  }

  private static String missing(String names) {
    List<String> columns = List.of(names.split(","));
    return assertThrows(
            UnusableInputException.class, () -> ColumnNames.index(columns, "review", "text-column"))
        .getMessage();
  }
}
