package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The first words of a command. */
class RecurrentTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Recurrent.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String error() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTaskWithoutActionsKeepsItsFirstOption() {
    assertEquals(2, run("selftest", "--colour", "green"));
    assertTrue(error().contains("unknown option --colour"), error());
  }

  @Test
  void aTaskAloneNamesItsActions() {
    assertEquals(2, run("generation"));
    assertEquals(
        "recurrent: generation needs an action, there are: generation train, generation evaluate,"
            + " generation sample",
        error().strip());
  }

  @Test
  void theBeginningOfACommandIsNearestToIt() {
    assertEquals(2, run("gener"));
    assertTrue(error().contains("nearest is \"generation train\""), error());
  }

  @Test
  void anUnknownCommandNamesTheNearest() {
    assertEquals(2, run("generation", "trian"));
    assertTrue(error().contains("generation train"), error());
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"status\":\"failed\""));
  }
}
