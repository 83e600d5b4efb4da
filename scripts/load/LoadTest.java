import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that ask a server one request after another, each on a connection of its own: {@code
 * LoadTest URL FILE CLIENTS SECONDS}, where each line of the file is the body of a request.
 */
public final class LoadTest {
  private static final double NANOS = 1e9;
  private static final double MILLI = 1e6;

  /** What one client saw: nanoseconds of each answer, and how many were no 200. */
  private record Seen(List<Long> nanos, int errors) {}

  private final URI url;
  private final List<byte[]> requests = new ArrayList<>();

  private LoadTest(URI url, List<String> bodies) {
    this.url = url;
    for (String body : bodies) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "POST "
              + url.getPath()
              + " HTTP/1.1\r\nHost: "
              + url.getAuthority()
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + bytes.length
              + "\r\n\r\n";
      requests.add((head + body).getBytes(StandardCharsets.UTF_8));
    }
  }

  public static void main(String[] arguments) throws Exception {
    URI url = URI.create(arguments[0]);
    List<String> bodies = new ArrayList<>(Files.readAllLines(Path.of(arguments[1])));
    bodies.removeIf(String::isBlank);
    int clients = Integer.parseInt(arguments[2]);
    double seconds = Double.parseDouble(arguments[3]);
    LoadTest test = new LoadTest(url, bodies);
    // Compilers first: neither theirs nor the server's warm-up is measured.
    test.run(clients, seconds / 2);
    test.run(clients, seconds).print(clients, seconds);
  }

  /** All clients' answers. */
  private record Result(long[] nanos, int errors) {
    private void print(int clients, double seconds) {
      System.out.printf(
          Locale.ROOT,
          "%d clients, %.0f s: %.1f requests/s, p50 %.1f ms, p99 %.1f ms, errors %d%n",
          clients,
          seconds,
          nanos.length / seconds,
          quantile(0.5),
          quantile(0.99),
          errors);
    }

    private double quantile(double level) {
      if (nanos.length == 0) {
        return Double.NaN;
      }
      int rank = (int) Math.ceil(level * nanos.length);
      return nanos[Math.max(0, rank - 1)] / MILLI;
    }
  }

  private Result run(int clients, double seconds) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long end = System.nanoTime() + (long) (seconds * NANOS);
      List<Callable<Seen>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int first = i;
        all.add(() -> client(first, end));
      }
      List<Long> nanos = new ArrayList<>();
      int errors = 0;
      for (Future<Seen> one : threads.invokeAll(all)) {
        nanos.addAll(one.get().nanos());
        errors += one.get().errors();
      }
      long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
      Arrays.sort(sorted);
      return new Result(sorted, errors);
    } finally {
      threads.shutdownNow();
    }
  }

  private Seen client(int first, long end) throws IOException {
    List<Long> nanos = new ArrayList<>();
    int errors = 0;
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = first; System.nanoTime() < end; i++) {
        long begin = System.nanoTime();
        out.write(requests.get(i % requests.size()));
        if (answer(in)) {
          nanos.add(System.nanoTime() - begin);
        } else {
          errors++;
        }
      }
    }
    return new Seen(nanos, errors);
  }

  /** Reads one reply; returns whether its status is 200. */
  private static boolean answer(InputStream in) throws IOException {
    String status = line(in);
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    return status.startsWith("HTTP/1.1 200 ");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
