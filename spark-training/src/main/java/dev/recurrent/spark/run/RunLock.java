package dev.recurrent.spark.run;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.UnusableModelException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;

/**
 * Who writes to a run directory: a file made by whoever came first, whose beat grows while its
 * owner lives. A lock is stale when its owner's process is gone (same host), when its beat stands
 * still through several intervals (other hosts), or when it stays unreadable. No clock and no file
 * time is compared.
 *
 * <p>A stale lock is taken over by the one run that creates the claim on it. The new owner first
 * replaces the lock. Whoever took the lock then sweeps away the files that are not renamed yet:
 * whatever the old owner was about to publish is gone, and whatever it writes later fails at {@link
 * #requireOwn}.
 */
final class RunLock implements AutoCloseable {
  static final String NAME = "run.lock";
  static final String CLAIM = ".run.lock-claim-";

  /** Between two beats of a run that lives. */
  static final long BEAT_MILLIS = 5_000;

  private static final int MISSED_BEATS = 4;
  private static final int ATTEMPTS = 20;

  private final HadoopDirectory directory;
  private final Heartbeat heart;
  private final Runnable hook = this::releaseQuietly;
  private final String token = UUID.randomUUID().toString();
  private long generation;
  private long beat;

  private RunLock(HadoopDirectory directory, long beatMillis) {
    this.directory = directory;
    this.heart = new Heartbeat(beatMillis, this::beat);
  }

  /** What a lock says of its run; a damaged one says nothing but that it is there. */
  record Owner(String token, String host, long pid, long started, long beat, long generation) {
    private static Owner read(byte[] bytes) {
      try {
        return JsonObject.read(bytes, NAME).as(Owner.class);
      } catch (UnusableModelException damaged) {
        return new Owner(Manifest.sha256(bytes).substring(0, 32), "", 0, 0, 0, 0);
      }
    }

    private boolean damaged() {
      return host.isEmpty();
    }

    @Override
    public String toString() {
      return damaged() ? "an unreadable lock" : "process " + pid + " on " + host;
    }
  }

  /**
   * Takes the directory.
   *
   * @param known highest generation of a run that wrote to it
   * @param beatMillis between two beats of a run that lives
   * @throws DirectoryInUseException if another run that lives has it
   */
  static RunLock take(HadoopDirectory directory, long known, long beatMillis)
      throws IOException, InterruptedException {
    RunLock lock = new RunLock(directory, beatMillis);
    lock.generation = known + 1;
    for (int attempt = 0; !lock.tryTake(beatMillis); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new IOException(directory + " changes its lock all the time; try again");
      }
    }
    ShutdownHookManager.get().addShutdownHook(lock.hook, FileSystem.SHUTDOWN_HOOK_PRIORITY + 30);
    lock.heart.start();
    return lock;
  }

  private boolean tryTake(long beatMillis) throws IOException, InterruptedException {
    if (directory.create(NAME, content())) {
      return true;
    }
    Owner owner = owner(NAME);
    if (owner == null) {
      return false;
    }
    if (owner.token.equals(token)) {
      return true;
    }
    requireStale(NAME, owner, beatMillis);
    generation = Math.max(generation, owner.generation + 1);
    return takeOver(owner, beatMillis);
  }

  /** One of several that find the same stale lock gets it. */
  private boolean takeOver(Owner stale, long beatMillis) throws IOException, InterruptedException {
    String claim = CLAIM + stale.token;
    while (!directory.create(claim, content())) {
      Owner other = owner(claim);
      if (other == null) {
        return false;
      }
      // Whoever was taking it over may have died in the middle of it.
      requireStale(claim, other, beatMillis);
      claim = CLAIM + other.token;
    }
    Owner now = owner(NAME);
    if (now == null || !now.token.equals(stale.token)) {
      directory.delete(claim);
      return false;
    }
    String held = claim;
    directory.fenced(() -> requireOwn(held)).replace(NAME, content());
    for (String name : directory.list()) {
      if (name.startsWith(CLAIM)) {
        directory.delete(name);
      }
    }
    directory.sweep(NAME);
    return true;
  }

  private byte[] content() throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("token", token);
    content.put("host", InetAddress.getLocalHost().getHostName());
    content.put("pid", ProcessHandle.current().pid());
    content.put("started", startOf(ProcessHandle.current()));
    content.put("beat", beat);
    content.put("generation", generation);
    return Json.document(content);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }

  /** Whose lock it is; null where there is none. */
  private @Nullable Owner owner(String name) throws IOException {
    try {
      return Owner.read(directory.read(name));
    } catch (FileNotFoundException absent) {
      return null;
    }
  }

  private void requireStale(String name, Owner owner, long beatMillis)
      throws IOException, InterruptedException {
    if (owner.host.equals(InetAddress.getLocalHost().getHostName())) {
      boolean alive =
          ProcessHandle.of(owner.pid)
              .filter(p -> p.isAlive() && startOf(p) == owner.started)
              .isPresent();
      if (alive) {
        throw DirectoryInUseException.owned(directory, owner);
      }
      return;
    }
    // An unreadable one may be in the middle of being written.
    Thread.sleep(owner.damaged() ? beatMillis / 2 : MISSED_BEATS * beatMillis);
    Owner now = owner(name);
    if (now != null && !now.equals(owner)) {
      throw DirectoryInUseException.owned(directory, now);
    }
  }

  /**
   * Runs at the last moment before a write becomes visible.
   *
   * @throws DirectoryInUseException if another run has taken the directory
   */
  void requireOwn() throws IOException {
    requireOwn(NAME);
  }

  private void requireOwn(String name) throws IOException {
    Owner owner = owner(name);
    if (owner == null) {
      throw DirectoryInUseException.lost(directory, "is gone");
    }
    if (!owner.token.equals(token)) {
      throw DirectoryInUseException.lost(directory, "is that of " + owner);
    }
  }

  /** How often the directory has been taken, this time included. */
  long generation() {
    return generation;
  }

  /** Returns false when there is no lock to keep any more. */
  private boolean beat() {
    beat++;
    try {
      directory.withoutRetries().fenced(this::requireOwn).replace(NAME, content());
      return true;
    } catch (DirectoryInUseException lost) {
      return false;
    } catch (IOException missed) {
      // One missed beat; the next one tries again.
      return true;
    }
  }

  private void releaseQuietly() {
    try {
      release();
    } catch (IOException | RuntimeException ignored) {
      // The next run finds a lock whose owner is gone.
    }
  }

  private void release() throws IOException {
    heart.stop();
    Owner owner = owner(NAME);
    if (owner != null && owner.token.equals(token)) {
      directory.delete(NAME);
    }
  }

  /** Gives the directory free, if it is still this run's. */
  @Override
  public void close() throws IOException {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
    release();
  }
}
