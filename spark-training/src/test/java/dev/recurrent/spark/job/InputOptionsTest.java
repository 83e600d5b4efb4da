package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.table.ReadingRules;
import dev.recurrent.spark.table.TableFormat;
import dev.recurrent.spark.table.UnusableInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import picocli.CommandLine;

class InputOptionsTest {
  private static InputOptions options(String... arguments) {
    return CommandLine.populateCommand(new InputOptions(), arguments);
  }

  private static String refused(Executable check) {
    UnusableInputException refused = assertThrows(UnusableInputException.class, check);
    assertTrue(refused.isUsage());
    return String.valueOf(refused.getMessage());
  }

  private static String refusedInput(@Nullable String path, String... arguments) {
    return refused(() -> options(arguments).requireValid(path, true));
  }

  @Test
  void exactlyOneInputIsNamed() {
    String one = "give one of --input, --input-table and --input-query";
    assertEquals(one, refusedInput("a.csv", "--input-table", "a.b"));
    assertEquals(one, refusedInput("a.csv", "--input-query", "SELECT 1"));
    assertEquals(one, refusedInput(null, "--input-table", "a.b", "--input-query", "SELECT 1"));
    String none = "there is nothing to read: give --input, --input-table or --input-query";
    assertEquals(none, refusedInput(null));
    assertEquals(none, refusedInput(""));
    options().requireValid("a.csv", true);
    options().requireValid(null, false);
    options("--input-table", "a.b", "--input-snapshot", "7").requireValid(null, true);
    options("--input-query", "SELECT 1").requireValid("", true);
  }

  @Test
  void aSnapshotIsOfATable() {
    assertEquals(
        "--input-snapshot is for --input-table", refusedInput("a.csv", "--input-snapshot", "7"));
    String query = refusedInput(null, "--input-query", "SELECT 1", "--input-snapshot", "7");
    assertTrue(query.contains("VERSION AS OF 7"), query);
  }

  @Test
  void whatIsSaidAboutFilesDoesNotGoWithATable() {
    ReadingRules plain = ReadingRules.defaults();
    for (ReadingRules rules :
        List.of(
            new ReadingRules(TableFormat.CSV, null, null, true, false),
            plain.orElse(';', null),
            plain.withHeader(false))) {
      String message = refused(() -> options("--input-table", "a.b").requireFits(rules));
      assertTrue(message.contains("are about files"), message);
      options().requireFits(rules);
    }
    options("--input-table", "a.b").requireFits(plain);
  }
}
