package dev.recurrent.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J answering the benchmark's lines. Cells: {@code {"cell", "steps", "batch", "input", "hidden",
 * "layers", "classes", "mode"}} makes a network, {@code {"run": n}} takes n steps. Training: one
 * task, one answer with the run's points.
 */
public final class Dl4jPeer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "DL4J 1.0.0-M2";

  private Runnable step = () -> {};
  private LongSupplier clock = System::nanoTime;

  private Dl4jPeer() {}

  /** Argument: cells, the default, or training. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // Libraries write where they like; answers go where they are read.
    System.setOut(System.err);
    boolean training = arguments.length > 0 && arguments[0].equals("training");
    Dl4jPeer peer = new Dl4jPeer();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode message = JSON.readTree(line);
      if (message.has("end")) {
        break;
      }
      Map<String, Object> answer =
          training ? new AveragedTraining(message, NAME).run() : peer.answer(message);
      answers.println(JSON.writeValueAsString(answer));
      answers.flush();
    }
    // Spark and ND4J have threads that nobody ends.
    System.exit(0);
  }

  private Map<String, Object> answer(JsonNode message) {
    if (message.has("run")) {
      long[] nanos = new long[message.path("run").asInt()];
      for (int i = 0; i < nanos.length; i++) {
        long begin = clock.getAsLong();
        step.run();
        nanos[i] = clock.getAsLong() - begin;
      }
      return Map.of("nanos", nanos);
    }
    if (message.path("cell").asText().equals("gru")) {
      return Map.of("unsupported", "DL4J has no GRU");
    }
    boolean stepwise = message.path("mode").asText().equals("step");
    step = stepwise ? stepping(message) : training(message);
    clock =
        stepwise ? System::nanoTime : ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
    return Map.of("name", NAME);
  }

  private static Runnable training(JsonNode task) {
    Networks networks = new Networks(task);
    MultiLayerNetwork network = networks.training();
    INDArray x = networks.features();
    INDArray y = networks.labels();
    return () -> network.fit(x, y);
  }

  private static Runnable stepping(JsonNode task) {
    Networks networks = new Networks(task);
    MultiLayerNetwork network = networks.stepping();
    INDArray x = networks.features();
    return () -> network.rnnTimeStep(x);
  }
}
