package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine.Command;

/** How a process ends under its job. */
class InterruptionTest {
  /** As a class of the user's own may, or a library. */
  @Command(description = "Ends the process.")
  static final class Exiting implements Job {
    public static void main(String[] arguments) {
      JobRunner.main(new Exiting(), arguments);
    }

    @Override
    public String task() {
      return "test";
    }

    @Override
    public String action() {
      return "exit";
    }

    @Override
    public Map<String, Object> run(JobContext context) {
      context.interruption().allow(Interruption.LONG, () -> {});
      System.exit(42);
      return Map.of();
    }
  }

  /** The thread waits for the process to end, so nothing may wait for the thread. */
  @Test
  @Timeout(60)
  void aJobThatEndsTheProcessItselfIsNotWaitedFor() throws Exception {
    String java = System.getProperty("java.home") + "/bin/java";
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Exiting.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    assertTrue(seconds < 40, seconds + " s");
    assertEquals(1, process.exitValue(), out);
    assertTrue(out.strip().endsWith("}") && out.contains("\"exit\":1"), out);
  }
}
