package dev.recurrent.serve;

import com.sun.net.httpserver.HttpServer;
import dev.recurrent.format.UnusableModelException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Serves the model of a local directory, or the newest of a registry, over HTTP.
 *
 * <p>A connection has a thread of its own while a request is read and its reply is written, so that
 * a slow client keeps nobody else waiting. A few other threads compute, and take the requests that
 * wait together.
 */
public final class ModelServer implements AutoCloseable {
  /** Threads for clients beside those whose requests wait or are computed. */
  private static final int SLOW_CLIENTS = 256;

  private static final long IDLE_SECONDS = 10;

  private final Path path;
  private final Consumer<Throwable> failures;
  private final ServerConfig config;
  private final ServerMetrics metrics = new ServerMetrics();
  private final RequestQueue queue;
  private final RequestHandler handler;
  private final ThreadPoolExecutor clients;
  private final Timer clock = new Timer("recurrent-reload", true);
  private final HttpServer server;
  private volatile LoadedModel model;

  private ModelServer(Path path, ServerConfig config, Consumer<Throwable> failures)
      throws IOException {
    this.path = path;
    this.config = config;
    this.failures = failures;
    this.model = LoadedModel.open(path);
    this.queue = new RequestQueue(config, metrics);
    this.handler = new RequestHandler(() -> model, config, queue, metrics, failures);
    this.server = listening(config);
    this.clients =
        new ThreadPoolExecutor(
            0,
            SLOW_CLIENTS + config.queue() + config.threads() * config.batch(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemons("recurrent-client"));
  }

  /**
   * Loads the model and listens.
   *
   * @param failures gets what goes wrong inside, which no client is to read
   * @throws UnusableModelException if there is no such model, it is damaged, or of a kind that
   *     nothing serves
   * @throws IllegalArgumentException if the host is not known
   * @throws BindException if the port cannot be used
   */
  public static ModelServer start(Path model, ServerConfig config, Consumer<Throwable> failures)
      throws IOException {
    ModelServer started = new ModelServer(model, config, failures);
    started.run();
    return started;
  }

  private void run() {
    queue.start();
    server.setExecutor(clients);
    server.createContext("/", handler);
    server.start();
    long every = config.reload().toSeconds();
    if (every > 0) {
      long millis = TimeUnit.SECONDS.toMillis(every);
      clock.schedule(
          new TimerTask() {
            @Override
            public void run() {
              reload();
            }
          },
          millis,
          millis);
    }
  }

  private static HttpServer listening(ServerConfig config) throws IOException {
    limit(config.timeout());
    InetAddress host;
    try {
      host = InetAddress.getByName(config.host());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "host is \"" + config.host() + "\", expected a name or an address of this machine", e);
    }
    try {
      return HttpServer.create(new InetSocketAddress(host, config.port()), 0);
    } catch (BindException e) {
      throw (BindException)
          new BindException(
                  "cannot listen at "
                      + config.host()
                      + ", port "
                      + config.port()
                      + ": "
                      + e.getMessage())
              .initCause(e);
    }
  }

  /** The JDK's server has its limits in system properties, which it reads once. */
  private static void limit(Duration timeout) {
    long seconds = timeout.toSeconds();
    setUnlessGiven("sun.net.httpserver.maxReqTime", seconds);
    // From the end of a request to the end of its reply: the wait, and the client's reading.
    setUnlessGiven("sun.net.httpserver.maxRspTime", 2 * seconds);
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static void setUnlessGiven(String property, long value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(value));
    }
  }

  private static ThreadFactory daemons(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Where it listens; the port is the one chosen. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** The model's kind. */
  public String kind() {
    return model.kind();
  }

  /** The path that answers, such as "/v1/complete". */
  public String path() {
    return model.path();
  }

  /** The directory of the model that answers now. */
  public String where() {
    return model.where();
  }

  /**
   * Takes over another model that the directory or the registry has now. What was asked before is
   * still answered by the model before. One that cannot be read changes nothing.
   */
  public synchronized void reload() {
    try {
      if (!model.isOutdated(path)) {
        return;
      }
      LoadedModel next = LoadedModel.open(path);
      if (!next.kind().equals(model.kind())) {
        throw new UnusableModelException(
            next.where()
                + " holds a model of kind \""
                + next.kind()
                + "\", expected \""
                + model.kind()
                + "\" as before");
      }
      model = next;
      metrics.reload();
    } catch (RuntimeException | Error e) {
      failures.accept(e);
    }
  }

  /**
   * Stops in order: refuses new requests, answers those that were accepted, then ends.
   *
   * @return whether all were answered within the configuration's timeout
   */
  public boolean stop() {
    clock.cancel();
    boolean all = false;
    try {
      all = handler.stop(config.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    clients.shutdownNow();
    return all;
  }

  @Override
  public void close() {
    stop();
  }
}
