package dev.recurrent.spark.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFileTest {

  @Test
  void anotherReaderFindsEveryScalarAtItsStep() {
    Map<String, Double> first = new LinkedHashMap<>();
    first.put("loss/training", 0.1);
    first.put("verlust über alles", -3e38);
    byte[] file =
        new EventFile(10.5)
            .scalars(11.25, 1, first)
            .scalars(12, Long.MAX_VALUE, Map.of("epoch", 0.0))
            .toBytes();
    List<EventRecords.Event> events = EventRecords.read(file);
    assertEquals(
        List.of(
            new EventRecords.Event(10.5, 0, "brain.Event:2", Map.of()),
            new EventRecords.Event(
                11.25, 1, "", Map.of("loss/training", 0.1f, "verlust über alles", -3e38f)),
            new EventRecords.Event(12, Long.MAX_VALUE, "", Map.of("epoch", 0f))),
        events);
  }

  /** Bytes that TensorBoard 2.21's own writer made of the same values. */
  @Test
  void theBytesAreThoseOfTensorBoardsOwnWriter() {
    String golden =
        "1800000000000000a37f4b220900000000000025401a0d627261696e2e4576656e743a32619f915e"
            + "3200000000000000241956ec09000000000080264010ac022a240a140a0d6c6f73732f747261"
            + "696e696e6715cdcccc3d0a0c0a0565706f6368150000004007b89074";
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss/training", 0.1);
    values.put("epoch", 2.0);
    byte[] file = new EventFile(10.5).scalars(11.25, 300, values).toBytes();
    assertEquals(golden, HexFormat.of().formatHex(file));
  }
}
