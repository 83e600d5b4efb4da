package dev.recurrent.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Collects all garbage again and again, and writes down the most that was alive after it. A file
 * has two numbers, in bytes: at the beginning, and the most.
 */
final class HeapSampler implements AutoCloseable {
  private static final long PAUSE_MILLIS = 5;

  private final Path file;
  private final Thread thread = new Thread(this::run, "heap-sampler");
  private volatile boolean stopped;

  private HeapSampler(Path file) {
    this.file = file;
    thread.setDaemon(true);
  }

  static HeapSampler begin(Path file) {
    HeapSampler sampler = new HeapSampler(file);
    sampler.thread.start();
    return sampler;
  }

  private void run() {
    long first = alive();
    long most = 0;
    while (!stopped) {
      long now = alive();
      if (now > most) {
        most = now;
        write(first + " " + most + "\n");
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  /** Bytes of heap in use after a collection of all of it. */
  private static long alive() {
    System.gc();
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage after = pool.getCollectionUsage();
      if (pool.getType() == MemoryType.HEAP && after != null) {
        bytes += after.getUsed();
      }
    }
    return bytes;
  }

  private void write(String numbers) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, numbers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
