package dev.recurrent.serve;

import dev.recurrent.math.Kernels;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Serves a model for one request, with the classes of the loader that loads this class. */
public final class ServedAlone implements Callable<String> {
  private final Path model;
  private final String request;

  /** Serves this model, and sends it this request. */
  public ServedAlone(Path model, String request) {
    this.model = model;
    this.request = request;
  }

  /** The answer, and behind a tab the kernels that computed it. */
  @Override
  public String call() throws Exception {
    try (TestServer server = new TestServer(model, TestServer.CONFIG)) {
      String answer = server.post("/v1/predict", request).get().body();
      return answer.strip() + "\t" + Kernels.fingerprint();
    }
  }
}
