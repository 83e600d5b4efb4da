package dev.recurrent.deploy;

import dev.recurrent.serve.ModelServer;
import dev.recurrent.serve.ServerConfig;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a finished model over HTTP until Ctrl-C or SIGTERM. Needs no Spark. */
@Command(description = "Serves a model over HTTP, without Spark.", sortOptions = false)
public final class ServeJob implements Job {
  static final String TASK = "serve";

  private static final long MARGIN_SECONDS = 5;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description =
          "Finished model, or a registry of models. A local directory: hdfs:// and the like are"
              + " refused.")
  private String model = "";

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "HOST",
      description =
          "Address to listen at; 0.0.0.0 for all of this machine (default: ${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description =
          "Port to listen at; 0 for any free one, which is printed (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Threads that compute; 0 for one for each core (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--queue",
      defaultValue = "256",
      description =
          "Requests that may wait for a thread; more are answered with 429 (default:"
              + " ${DEFAULT-VALUE}).")
  private int queue;

  @Option(
      names = "--batch",
      defaultValue = "32",
      description = "Most requests that are computed together (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--max-request-bytes",
      defaultValue = "1048576",
      description =
          "Most bytes of a request; larger ones are answered with 413 (default:"
              + " ${DEFAULT-VALUE}).")
  private int maxRequestBytes;

  @Option(
      names = "--request-timeout",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description =
          "Time to read a request, and time to answer it; then its connection is closed, or the"
              + " answer is 503 (default: ${DEFAULT-VALUE}).")
  private int requestTimeout;

  @Option(
      names = "--reload-seconds",
      defaultValue = "0",
      paramLabel = "SECONDS",
      description =
          "How often to look for a newer model of the registry or the directory; 0 for never"
              + " (default: ${DEFAULT-VALUE}).")
  private int reloadSeconds;

  @Override
  public String task() {
    return TASK;
  }

  @Override
  public String action() {
    return "";
  }

  @Override
  public boolean usesSpark() {
    return false;
  }

  @Override
  public void requireValid() {
    config();
    directory();
  }

  private ServerConfig config() {
    return new ServerConfig(
        host,
        port,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        queue,
        batch,
        maxRequestBytes,
        Duration.ofSeconds(requestTimeout),
        Duration.ofSeconds(reloadSeconds));
  }

  private Path directory() {
    if (model.matches("file:/.*")) {
      return Path.of(URI.create(model).getPath());
    }
    if (model.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
      throw JobException.usage(
          "--model is "
              + model
              + ", and serve reads local directories only; copy the model to this machine first,"
              + " for example with hdfs dfs -get");
    }
    return Path.of(model);
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    Ending ending = new Ending(requestTimeout + MARGIN_SECONDS);
    ModelServer server = start(context);
    Runtime.getRuntime().addShutdownHook(new Thread(ending::hook, "recurrent-stop"));
    InetSocketAddress at = server.address();
    System.out.printf("listening on http://%s:%d%n", shown(at), at.getPort());
    System.out.flush();
    context
        .console()
        .say(
            "serving the %s of %s: POST %s; ends on Ctrl-C or SIGTERM",
            server.kind(), server.where(), server.path());
    ending.asked.await();
    boolean answered = server.stop();
    ending.answered.set(answered);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", server.where());
    result.put("port", at.getPort());
    result.put("answered_all", answered);
    return result;
  }

  private ModelServer start(JobContext context) throws IOException {
    return ModelServer.start(
        directory(),
        config(),
        failure -> {
          Throwable cause = failure.getCause() == null ? failure : failure.getCause();
          context.console().say("recurrent: %s", cause);
          for (StackTraceElement line : cause.getStackTrace()) {
            context.console().detail("  at %s", line);
          }
        });
  }

  private static String shown(InetSocketAddress at) {
    String address = at.getAddress().getHostAddress();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** A signal makes the JVM wait until the server has stopped and the job has said so. */
  private static final class Ending {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean answered = new AtomicBoolean();
    private final Thread job = Thread.currentThread();
    private final long seconds;

    private Ending(long seconds) {
      this.seconds = seconds;
    }

    /** For a server a signal is the way to end: nothing failed where all were answered. */
    private void hook() {
      asked.countDown();
      try {
        job.join(TimeUnit.SECONDS.toMillis(seconds));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Runtime.getRuntime().halt(answered.get() ? 0 : 1);
    }
  }
}
