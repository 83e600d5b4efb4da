package dev.recurrent.spark.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Who writes to a run directory: a file made by whoever came first, whose beat grows while its
 * owner lives. A lock is stale when its owner's process is gone (same host), or when its beat
 * stands still through several intervals (other hosts). No clock and no file time is compared.
 */
final class RunLock implements AutoCloseable {
  static final String NAME = "run.lock";

  private static final long BEAT_MILLIS = 5_000;
  private static final int MISSED_BEATS = 4;

  private final HadoopDirectory directory;
  private final String token = UUID.randomUUID().toString();
  private final ExecutorService heart =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "run-lock");
            thread.setDaemon(true);
            return thread;
          });
  private long beat;

  private RunLock(HadoopDirectory directory) {
    this.directory = directory;
  }

  /**
   * Takes the directory.
   *
   * @throws DirectoryInUseException if another run that lives has it
   */
  static RunLock take(HadoopDirectory directory) throws IOException, InterruptedException {
    RunLock lock = new RunLock(directory);
    if (!directory.create(NAME, lock.content())) {
      requireStale(directory);
      directory.replace(NAME, lock.content());
    }
    lock.heart.execute(lock::beat);
    return lock;
  }

  private byte[] content() throws IOException {
    return Json.document(
        Map.of(
            "token", token,
            "host", InetAddress.getLocalHost().getHostName(),
            "pid", ProcessHandle.current().pid(),
            "started", startOf(ProcessHandle.current()),
            "beat", beat));
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }

  private static void requireStale(HadoopDirectory directory)
      throws IOException, InterruptedException {
    JsonNode owner = Json.read(directory.read(NAME), NAME);
    String host = owner.path("host").asText();
    long pid = owner.path("pid").asLong();
    if (host.equals(InetAddress.getLocalHost().getHostName())) {
      boolean alive =
          ProcessHandle.of(pid)
              .filter(p -> p.isAlive() && startOf(p) == owner.path("started").asLong())
              .isPresent();
      if (alive) {
        throw new DirectoryInUseException(directory, host, pid);
      }
      return;
    }
    long before = owner.path("beat").asLong();
    Thread.sleep(MISSED_BEATS * BEAT_MILLIS);
    JsonNode now = Json.read(directory.read(NAME), NAME);
    if (now.path("beat").asLong() != before || !now.path("token").equals(owner.path("token"))) {
      throw new DirectoryInUseException(directory, host, pid);
    }
  }

  private void beat() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(BEAT_MILLIS);
        beat++;
        directory.replace(NAME, content());
      } catch (InterruptedException stopped) {
        return;
      } catch (IOException missed) {
        // One missed beat; the next one tries again.
        continue;
      }
    }
  }

  /** Gives the directory free. */
  @Override
  public void close() throws IOException {
    heart.shutdownNow();
    try {
      if (!heart.awaitTermination(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (directory.exists(NAME)
        && Json.read(directory.read(NAME), NAME).path("token").asText().equals(token)) {
      directory.delete(NAME);
    }
  }
}
