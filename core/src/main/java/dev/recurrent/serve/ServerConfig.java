package dev.recurrent.serve;

import java.time.Duration;

/**
 * How a {@link ModelServer} works.
 *
 * @param host name or address to listen at
 * @param port 0 for any free one
 * @param threads that compute
 * @param queue most requests that wait for a thread
 * @param batch most requests that are computed together
 * @param maxRequestBytes most bytes of a request's body
 * @param timeout for reading a request, and for answering it
 * @param reload how often to look for a newer model; zero for never
 */
public record ServerConfig(
    String host,
    int port,
    int threads,
    int queue,
    int batch,
    int maxRequestBytes,
    Duration timeout,
    Duration reload) {
  private static final int MOST_THREADS = 1024;
  private static final int MOST_QUEUED = 10_000;
  private static final int MOST_BYTES = 1 << 28;
  private static final int MOST_SECONDS = 86_400;

  /**
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public ServerConfig {
    require("port", port, 0, 65_535);
    require("threads", threads, 1, MOST_THREADS);
    require("queue", queue, 1, MOST_QUEUED);
    require("batch", batch, 1, MOST_THREADS);
    require("max request bytes", maxRequestBytes, 1, MOST_BYTES);
    require("request timeout", timeout.toSeconds(), 1, MOST_SECONDS);
    require("reload seconds", reload.toSeconds(), 0, MOST_SECONDS);
  }

  private static void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected " + least + " to " + most);
    }
  }

  /** At a port of the loopback address: 2 threads, 256 waiting, batches of 32, 1 MB, 30 s. */
  public static ServerConfig local(int port) {
    return new ServerConfig(
        "127.0.0.1", port, 2, 256, 32, 1 << 20, Duration.ofSeconds(30), Duration.ZERO);
  }

  /** The same with other sizes. */
  public ServerConfig withSizes(int newThreads, int newQueue, int newBatch, int bytes) {
    return new ServerConfig(host, port, newThreads, newQueue, newBatch, bytes, timeout, reload);
  }

  /** The same with another time for a request. */
  public ServerConfig withTimeout(Duration other) {
    return new ServerConfig(host, port, threads, queue, batch, maxRequestBytes, other, reload);
  }
}
