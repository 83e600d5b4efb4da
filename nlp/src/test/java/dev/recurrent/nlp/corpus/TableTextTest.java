package dev.recurrent.nlp.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTextTest {
  private static final int ROWS = 30_000;

  @TempDir Path folder;
  private final SparkSession session = TestSpark.session();

  private Dataset<Row> rows(String text) {
    return session
        .range(0, ROWS, 1, 5)
        .selectExpr("id % 7 AS doc", "id AS line", text + " AS text")
        .orderBy("text");
  }

  private TextInput read(Dataset<Row> rows, String... order) {
    return TextInput.of(InputTable.of(rows, "the table"), "text", List.of(order));
  }

  private String refused(String text, String... order) {
    UnusableInputException refused =
        assertThrows(UnusableInputException.class, () -> read(rows(text), order));
    return String.valueOf(refused.getMessage());
  }

  @Test
  void rowsAreTheLinesOfAFile() throws IOException {
    String text = "repeat('é' || id % 100, 60)";
    StringBuilder lines = new StringBuilder();
    for (int doc = 0; doc < 7; doc++) {
      for (int line = doc; line < ROWS; line += 7) {
        lines.append(("é" + line % 100).repeat(60)).append('\n');
      }
    }
    Path file = Files.writeString(folder.resolve("text"), lines);
    TextInput expected = TextInput.of(file.toString(), TestSpark.context());
    try (TextInput table = read(rows(text), "doc", "line")) {
      assertEquals(expected.fingerprint(), table.fingerprint());
      long[] counts = table.countCodePoints();
      assertEquals(2, counts.length);
      long border = counts[0] + 12_345;
      TextInput.Halves halves = table.splitAt(border, counts);
      String first = String.join("", table.read(halves.first()).collect());
      String second = String.join("", table.read(halves.second()).collect());
      assertEquals(border, first.codePointCount(0, first.length()));
      assertEquals(lines.toString(), first + second);
      assertEquals("30,000 rows", table.toString());
    }
  }

  @Test
  void anOrderHasToBeTheOnlyOne() {
    String ties = refused("'text ' || id", "doc");
    assertTrue(ties.contains("29,993 of 30,000 rows cannot be used"), ties);
    assertTrue(ties.contains("same values in --order-column as another row"), ties);
    read(rows("'the same'"), "doc").close();
    String none = refused("IF(id = 17, NULL, 'text')", "line");
    assertTrue(none.contains("1 of 30,000 rows cannot be used: a row of the table: has no text"));
    assertTrue(refused("'text'", "IF").contains("--order-column: there is no column \"IF\""));
  }
}
