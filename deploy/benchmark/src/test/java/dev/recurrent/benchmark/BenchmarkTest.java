package dev.recurrent.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.GradientCheck;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed is a network that trains, and times are what they say. */
class BenchmarkTest {
  private static CellTask task(int classes) {
    return new CellTask(CellType.GRU, 4, 3, 2, 5, 2, classes, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void theNetworksGradientIsTheDifferenceOfItsLoss(int classes) {
    CellNetwork network = new CellNetwork(task(classes));
    float[] parameters = new float[network.layout().size()];
    network.initialize(parameters, 1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 4;
    }
    CellNetwork.Input input = CellNetwork.Input.random(task(classes), 2);
    GradientCheck.errors(network, parameters, input, 1)
        .forEach((name, error) -> assertTrue(error < 5e-3, name + " misses by " + error));
  }

  @Test
  void operationsAreThoseOfTheProducts() {
    CellTask keras = new CellTask(CellType.LSTM, 100, 32, 1, 50, 2, 0, false);
    assertEquals(2.0 * 3 * 3200 * 200 * (51 + 100), keras.flops());
    assertEquals(27, CellTask.standard().size());
  }

  @Test
  void mediansAndSpreadsAreOfAllRuns() {
    Times times = new Times();
    times.add(new long[] {40, 10});
    times.add(new long[] {20, 30, 50});
    assertEquals(30, times.median());
    assertEquals(10 / 30.0, times.spread(), 1e-12);
  }

  @Test
  void aPeerIsAskedLineByLine() throws IOException {
    String answers =
        "sh -c 'read task; echo noise; echo {\\\"name\\\":\\\"P\\\"}; read run; echo"
            + " {\\\"nanos\\\":[5,7]}; read end'";
    try (Peer peer = new Peer(answers)) {
      assertTrue(peer.prepare(task(0)));
      assertEquals("P", peer.name());
      assertArrayEquals(new long[] {5, 7}, peer.run(2));
    }
  }

  @Test
  void aPeerMayNotHaveACellAndMayNotVanishUnseen() throws IOException {
    try (Peer peer = new Peer("sh -c 'read task; echo {\\\"unsupported\\\":\\\"gru\\\"}'")) {
      assertFalse(peer.prepare(task(0)));
    }
    try (Peer peer = new Peer("true")) {
      assertThrows(IOException.class, () -> peer.prepare(task(0)));
    }
  }

  @Test
  void aRowHasOursAndThePeers() throws IOException {
    OwnEngine own = new OwnEngine();
    own.prepare(task(7));
    Times times = new Times();
    times.add(own.run(3));
    Times slower = new Times();
    slower.add(new long[] {(long) (2 * times.median())});
    CellResult result =
        new CellResult(task(7), times, 0, List.of(new CellResult.Other("P", slower)));
    assertTrue(result.line().contains("ratio 2.00"), result.line());
    assertEquals("gru 4,3,2,5,2,7", result.row().get("label"));
  }
}
