package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final String FILE = "weights";

  /** What reading a lying header of a hundred bytes may cost: buffers of the JSON parser. */
  private static final long SMALL = 1 << 20;

  private static Safetensors sample() {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    float[] special = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, 1.5f};
    tensors.put("zeta.weight", new Safetensors.Tensor(new int[] {2, 3}, special));
    tensors.put("alpha", new Safetensors.Tensor(new int[] {1}, new float[] {-7f}));
    tensors.put("scalar", new Safetensors.Tensor(new int[0], new float[] {3f}));
    return new Safetensors(tensors, Map.of("format", "pt", "note", "अ ≥ \"x\""));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Safetensors read = Safetensors.of(sample().toBytes(), FILE);
    assertEquals(sample().tensors().keySet(), read.tensors().keySet());
    sample()
        .tensors()
        .forEach(
            (name, tensor) -> {
              assertArrayEquals(tensor.shape(), read.tensor(name).shape());
              assertArrayEquals(tensor.values(), read.tensor(name).values());
            });
    assertEquals(sample().metadata(), read.metadata());
    assertArrayEquals(sample().toBytes(), sample().toBytes());
  }

  @Test
  void valuesBeginAtAMultipleOfEight() {
    ByteBuffer in = ByteBuffer.wrap(sample().toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0, in.getLong() % 8);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] bytes = sample().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      Refusals.requireRefused(() -> Safetensors.of(cut, FILE), FILE);
    }
  }

  @Test
  void bytesAfterTheLastTensorAreRefused() {
    byte[] bytes = sample().toBytes();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 4);
    Refusals.requireRefused(
        () -> Safetensors.of(longer, FILE), "has 36 bytes of values, its header says 32");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 50_000_000, 1L << 31, 1L << 32, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void absurdHeaderLengthsAreRefused(long length) {
    byte[] bytes = Refusals.claiming(length, Refusals.utf8("{}"), 90);
    Refusals.requireRefused(() -> Safetensors.of(bytes, FILE), "says its header has " + length);
  }

  private static String header(String name, String shape, String offsets) {
    return "\""
        + name
        + "\":{\"dtype\":\"F32\",\"shape\":"
        + shape
        + ",\"data_offsets\":"
        + offsets
        + "}";
  }

  private static void requireRefused(String entries, int values, String part) {
    byte[] bytes = Refusals.safetensors("{" + entries + "}", values);
    Refusals.requireRefused(() -> Safetensors.of(bytes, FILE), part);
  }

  @Test
  void overlapsGapsAndReachesBeyondTheEndAreRefused() {
    String first = header("a", "[2]", "[0,8]");
    requireRefused(first + "," + header("b", "[2]", "[4,12]"), 12, "\"b\" begins at 4, expected 8");
    requireRefused(first + "," + header("b", "[2]", "[0,8]"), 8, "\"b\" begins at 0, expected 8");
    requireRefused(first + "," + header("b", "[1]", "[12,16]"), 16, "begins at 12, expected 8");
    requireRefused(header("a", "[2]", "[4,12]"), 12, "\"a\" begins at 4, expected 0");
    requireRefused(first, 4, "has 4 bytes of values, its header says 8");
    requireRefused(first, 12, "has 12 bytes of values, its header says 8");
  }

  @Test
  void shapesThatDoNotFitTheirPlaceAreRefused() {
    requireRefused(header("a", "[3]", "[0,8]"), 8, "\"a\" of 12 bytes is at [0,8]");
    requireRefused(header("a", "[-2]", "[0,8]"), 8, "\"a\" has a shape of [-2]");
    requireRefused(header("a", "[2]", "[8,0]"), 8, "\"a\" of 8 bytes is at [8,0]");
    requireRefused(header("a", "[2]", "[-8,0]"), 8, "\"a\" of 8 bytes is at [-8,0]");
    requireRefused(header("a", "[\"x\"]", "[0,8]"), 8, "\"a\" has a shape of");
    requireRefused(header("a", "[2]", "[0]"), 8, "expected dtype F32, shape, offsets");
    requireRefused(header("a", "2", "[0,8]"), 8, "expected dtype F32, shape, offsets");
    String huge = "[2147483647,2147483647,2147483647]";
    requireRefused(header("a", huge, "[0,8]"), 8, "has a shape of " + huge);
  }

  @Test
  void otherTypesAreRefused() {
    String entry = header("a", "[2]", "[0,4]").replace("F32", "F16");
    requireRefused(entry, 4, "expected dtype F32");
    requireRefused("\"a\":7", 4, "\"a\" is 7, expected dtype F32");
  }

  @Test
  void headersThatAreNotJsonAreRefused() {
    requireRefused("\"a\":", 0, "weights's header is not JSON");
    String deep = "[".repeat(10_000);
    Refusals.requireRefused(
        () -> Safetensors.of(Refusals.safetensors(deep, 0), FILE), "header is not JSON");
  }

  @Test
  void allocationStaysSmallWhenTheHeaderLies() {
    byte[][] lies = {
      Refusals.claiming(60_000_000, Refusals.utf8("{}"), 90),
      Refusals.safetensors("{" + header("a", "[500000000]", "[0,2000000000]") + "}", 8),
      Refusals.safetensors("{" + header("a", "[200000000]", "[0,800000000]") + "}", 8),
    };
    Safetensors.of(sample().toBytes(), FILE);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (byte[] lie : lies) {
      Refusals.message(() -> Safetensors.of(lie, FILE));
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      Refusals.message(() -> Safetensors.of(lie, FILE));
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      assertTrue(after - before < SMALL, () -> "allocated " + (after - before));
    }
  }

  @Test
  void aTensorThatIsMissingIsNamed() {
    Refusals.requireRefused(
        () -> sample().tensor("beta"),
        "no tensor \"beta\"; there are [zeta.weight, alpha, scalar]");
  }

  @Test
  void shapesMustHoldTheValues() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Safetensors.Tensor(new int[] {2, 2}, new float[3]));
    assertThrows(
        ArithmeticException.class,
        () -> new Safetensors.Tensor(new int[] {1 << 30, 1 << 30, 1 << 30}, new float[0]));
  }
}
