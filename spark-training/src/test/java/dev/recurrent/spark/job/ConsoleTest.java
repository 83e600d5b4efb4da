package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsSaidAfterTheLastLine(boolean terminal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Console console =
        new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> true);
    console.show("reading ...");
    console.say("round %d", 1);
    console.sayLast("recurrent: %s", "interrupted");
    console.say("round %d", 2);
    console.detail("theta");
    console.show("reading again ...");
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertEquals("round 1\nrecurrent: interrupted\n", visible(said));
  }

  @Test
  void oneOfSeveralSaysItsNameAndLeavesTheChangingLineAlone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Console console =
        new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, () -> true);
    Console member = console.named("trial 1: ").named("member 2: ");
    member.show("a bar");
    member.say("round %d%%", 3);
    assertEquals("trial 1: member 2: round 3%\n", visible(bytes.toString(StandardCharsets.UTF_8)));
    assertEquals(Console.COLUMNS - 19, member.columns());
    assertTrue(member.crowded());
  }

  @Test
  void ofSeveralThatAreQuietTheFirstSaysWhatAllShare() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Console console =
        new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, () -> false);
    for (int trial = 0; trial < 3; trial++) {
      Console quiet = console.quiet();
      quiet.show("a bar");
      quiet.say("round %d", 1);
      quiet.sayShared("%s of 5%% is left out", "row 7");
      assertSame(console, quiet.shared(), "work for all is seen");
    }
    console.quiet().sayShared("another fact");
    console.sayShared("another fact");
    assertEquals(
        "row 7 of 5% is left out\nanother fact\nanother fact\n",
        visible(bytes.toString(StandardCharsets.UTF_8)));
  }

  /** What stays on a screen: without lines that were taken away. */
  private static String visible(String said) {
    return said.replaceAll("\r\u001b\\[K", "\r").replace("reading ...", "").replace("\r", "");
  }
}
