package dev.recurrent.nlp.translation.job;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is said on standard error between start and stop. */
final class ByteLog {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private ByteLog() {
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  static ByteLog start() {
    return new ByteLog();
  }

  String stop() {
    System.setErr(before);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
