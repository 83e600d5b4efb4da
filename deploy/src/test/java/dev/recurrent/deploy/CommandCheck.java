package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a command line of a shipped example is one that the jar takes. Nothing is run. */
final class CommandCheck {
  static final Path DEPLOY = Path.of("").toAbsolutePath();

  private CommandCheck() {}

  /** Options and configuration are read before the help is shown, so what is wrong ends it. */
  static int status(List<String> arguments, ByteArrayOutputStream err) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--help");
    PrintStream unread = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
    return Recurrent.run(all.toArray(new String[0]), unread, messages);
  }

  static void requireTaken(List<String> arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(
        0, status(arguments, err), arguments + ": " + err.toString(StandardCharsets.UTF_8));
  }
}
