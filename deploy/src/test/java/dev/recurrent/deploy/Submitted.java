package dev.recurrent.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command given to {@code scripts/recurrent}: a process of its own, as a user starts it. */
final class Submitted {
  private static final long MOST_SECONDS = 300;

  private final Process process;
  private final Path out;
  private final Path err;

  private Submitted(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Submitted start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /**
   * @param environment variables of the process beyond those of this one
   */
  static Submitted start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of("..", "scripts", "recurrent").toAbsolutePath().normalize().toString());
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Submitted(process, out, err);
  }

  /** Waits for the end; returns the exit status. */
  int status() throws InterruptedException, IOException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IllegalStateException("no end after " + MOST_SECONDS + " s: " + log());
    }
    awaitLog();
    return process.exitValue();
  }

  /** The last line of standard output of a command that succeeded. */
  JsonNode result() throws InterruptedException, IOException {
    int status = status();
    if (status != 0) {
      throw new IllegalStateException("exit " + status + ": " + log());
    }
    return lastLine();
  }

  JsonNode lastLine() throws IOException {
    List<String> lines = Files.readAllLines(out);
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  /** Waits for the first line of standard output. */
  String firstLine() throws InterruptedException, IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!Files.readString(out).contains("\n")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("no output: " + log());
      }
      Thread.sleep(50);
    }
    return Files.readAllLines(out).get(0);
  }

  String log() throws IOException {
    return Files.readString(err);
  }

  /** Waits until standard error has so many lines of rounds. */
  void awaitRounds(int count) throws InterruptedException, IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (log().lines().filter(line -> line.startsWith("round ")).count() < count) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("no " + count + " rounds: " + log());
      }
      Thread.sleep(50);
    }
  }

  /** The script's filter of standard error ends a moment after what it reads. */
  private void awaitLog() throws InterruptedException, IOException {
    long size = -1;
    for (long now = Files.size(err); now != size; now = Files.size(err)) {
      size = now;
      Thread.sleep(100);
    }
  }

  /** Sends the driver a signal by its name, such as "TERM". */
  void signal(String name) throws InterruptedException, IOException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Kills the driver and all below it, as kill -9 does. */
  void kill() throws InterruptedException {
    List<ProcessHandle> all = process.descendants().toList();
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /** Kills one process below it whose command line fits; says whether there was one. */
  boolean killOne(Predicate<String> commandLine) {
    return process
        .descendants()
        .filter(p -> p.info().commandLine().filter(commandLine).isPresent())
        .findFirst()
        .map(ProcessHandle::destroyForcibly)
        .orElse(false);
  }
}
