package dev.recurrent.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaCodecTest {
  private static float[] random(int size, double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  private static double[] deltas(DeltaCodec codec, float[] start, float[] local) {
    byte[] payload = codec.encode(start, local);
    double[] all = new double[start.length];
    for (int from = 0; from < start.length; from += DeltaCodec.BLOCK) {
      int count = Math.min(DeltaCodec.BLOCK, start.length - from);
      double[] sums = new double[DeltaCodec.BLOCK];
      codec.addDelta(payload, start, from, count, 1, sums);
      System.arraycopy(sums, 0, all, from, count);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1023, 1024, 1025, 5000})
  void fullDeltasAreExact(int size) {
    float[] start = random(size, 3, 1);
    float[] local = random(size, 3, 2);
    double[] deltas = deltas(new DeltaCodec.Full(), start, local);
    for (int i = 0; i < size; i++) {
      assertEquals((double) start[i] - local[i], deltas[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1023, 1024, 1025, 5000})
  void quantisedDeltasAreWithinHalfAStepOfTheirBlock(int size) {
    float[] start = random(size, 1, 1);
    float[] local = start.clone();
    for (int i = 0; i < size; i++) {
      local[i] += random(size, 1e-3, 3)[i];
    }
    double[] deltas = deltas(new DeltaCodec.Int8(), start, local);
    for (int from = 0; from < size; from += DeltaCodec.BLOCK) {
      float largest = 0;
      int end = Math.min(size, from + DeltaCodec.BLOCK);
      for (int i = from; i < end; i++) {
        largest = Math.max(largest, Math.abs(start[i] - local[i]));
      }
      for (int i = from; i < end; i++) {
        assertEquals(start[i] - local[i], deltas[i], largest / 127 * 0.5001);
      }
    }
  }

  @Test
  void anUnchangedShardGivesZeroDeltas() {
    float[] start = random(3000, 1, 1);
    assertArrayEquals(new double[3000], deltas(new DeltaCodec.Int8(), start, start.clone()));
    assertArrayEquals(new double[3000], deltas(new DeltaCodec.Full(), start, start.clone()));
  }

  @Test
  void quantisedPayloadIsAQuarterInSize() {
    float[] values = random(1 << 16, 1, 1);
    int full = new DeltaCodec.Full().encode(values, values).length;
    int quantised = new DeltaCodec.Int8().encode(values, values).length;
    assertTrue(quantised < full * 0.26, quantised + " of " + full);
  }

  @Test
  void floatsSurviveTheirBytes() {
    float[] values = {0f, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, -3e-20f};
    assertArrayEquals(values, DeltaCodec.floats(DeltaCodec.bytes(values)));
  }
}
