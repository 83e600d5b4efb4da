package dev.recurrent.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.format.WireWriter;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import dev.recurrent.testing.OwnWords;
import dev.recurrent.train.SequenceModel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HostileGraphTest {
  private static final SequenceModel MODEL =
      SequenceModel.input(2)
          .andEmbedding(3, 2)
          .recurrent(CellType.LSTM, 2)
          .bidirectional()
          .pool(Pooling.ATTENTION)
          .dense(2);

  private static byte[] file() {
    return SequenceModelGraph.file(MODEL, Numbers.uniform(MODEL.layout().size(), 1, 3), false);
  }

  /** Reads, or is refused in one line; nothing else. */
  private static boolean reads(byte[] file) {
    try {
      new OnnxImporter().read(file, "f", ImportSettings.defaults());
      return true;
    } catch (UnusableModelException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("f"), message);
      OwnWords.require(message);
      return false;
    }
  }

  @Test
  void everyByteFlippedIsReadOrRefused() {
    byte[] file = file();
    assertTrue(reads(file));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          int refused = 0;
          for (int i = 0; i < file.length; i++) {
            byte[] altered = file.clone();
            altered[i] ^= (byte) (1 << i % 8);
            refused += reads(altered) ? 0 : 1;
          }
          assertTrue(refused > file.length / 4);
        });
  }

  @Test
  void everyLengthCutIsRefused() {
    byte[] file = file();
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      // Behind the graph stands the operator set, without which nothing is read.
      assertEquals(false, reads(cut));
    }
  }

  @Test
  void manyRandomChangesAreReadOrRefused() {
    byte[] file = file();
    SplittableRandom random = new SplittableRandom(9);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int i = 0; i < 1500; i++) {
            byte[] altered = file.clone();
            for (int k = 1 + random.nextInt(6); k > 0; k--) {
              altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            reads(altered);
          }
        });
  }

  private static String refused(byte[] file) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThrows(
                    UnusableModelException.class,
                    () -> new OnnxImporter().read(file, "f", ImportSettings.defaults()))
                .getMessage());
  }

  @Test
  void anArrayThatIsUsedOverAndOverDoesNotMultiply() {
    GraphBuilder graph = new GraphBuilder();
    String weight = graph.floats("w", new float[1 << 16], 256, 256);
    String x = graph.floatInput("x", "batch", "time", 256);
    for (int i = 0; i < 10_000; i++) {
      graph.node("MatMul", List.of(x, weight));
    }
    graph.output("y", graph.node("MatMul", List.of(x, weight)), "batch", "time", 256);
    assertTrue(refused(graph.file(Map.of())).contains("so often"));
  }

  @Test
  void listsThatDoubleEndSomewhere() {
    GraphBuilder graph = new GraphBuilder();
    String x = graph.floatInput("x", "batch", "time", 2);
    String sizes = graph.node("Shape", List.of(x));
    for (int i = 0; i < 5000; i++) {
      sizes = graph.node("Concat", List.of(sizes, sizes), "axis", 0);
    }
    graph.output("y", sizes, "n");
    refused(graph.file(Map.of()));
  }

  @Test
  void axesWithoutEndAreRefused() {
    GraphBuilder graph = new GraphBuilder();
    String array = graph.floats("a", new float[1], 1);
    for (int i = 0; i < 5000; i++) {
      array = graph.unsqueeze(array, 0);
    }
    graph.output("y", array, "n");
    refused(graph.file(Map.of()));
  }

  @Test
  void moreLayersThanANetworkHasAreRefused() {
    GraphBuilder graph = new GraphBuilder();
    String weight = graph.floats("w", new float[4], 2, 2);
    String x = graph.floatInput("x", "batch", "time", 2);
    for (int i = 0; i < 5000; i++) {
      x = graph.node("MatMul", List.of(x, weight));
    }
    graph.output("y", x, "batch", "time", 2);
    refused(graph.file(Map.of()));
  }

  @Test
  void fieldsWithoutEndAreRefused() {
    WireWriter graph = new WireWriter();
    for (int i = 0; i < 1 << 21; i++) {
      graph.integer(99, 0);
    }
    byte[] file = new WireWriter().message(7, graph).toBytes();
    assertTrue(refused(file).contains("more than 1048576 fields"));
  }

  @Test
  void anArrayWhoseSizesAreNotItsBytesIsRefusedBeforeItIsMade() {
    WireWriter tensor =
        new WireWriter()
            .integer(1, 1L << 30)
            .integer(1, 1L << 30)
            .integer(2, OnnxTensor.FLOAT)
            .text(8, "w")
            .bytes(9, ByteBuffer.allocate(8));
    byte[] file = new WireWriter().message(7, new WireWriter().message(5, tensor)).toBytes();
    assertTrue(refused(file).contains("\"w\""));
  }

  @Test
  void arraysInOtherFilesAreRefused() {
    WireWriter tensor = new WireWriter().integer(2, OnnxTensor.FLOAT).text(8, "w").integer(14, 1);
    byte[] file = new WireWriter().message(7, new WireWriter().message(5, tensor)).toBytes();
    assertTrue(refused(file).contains("another file"));
  }

  @Test
  void noOnnxFileIsRefusedInOneLine() {
    List<byte[]> files = new ArrayList<>(List.of(new byte[0], new byte[1000]));
    files.add("{\"a\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    files.add(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0});
    for (byte[] file : files) {
      assertTrue(refused(file).lines().count() == 1);
    }
  }
}
