package dev.recurrent.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * How a shard's parameters go up: in full, or as the difference to the round's start in blocks of
 * 8-bit integers with a scale each.
 */
public sealed interface DeltaCodec extends Serializable permits DeltaCodec.Full, DeltaCodec.Int8 {
  /** Elements of a block; sums work block by block. */
  int BLOCK = 1024;

  byte[] encode(float[] start, float[] local);

  /** Where the block that begins with an element, a multiple of {@link #BLOCK}, begins in bytes. */
  int position(int element);

  /**
   * Adds {@code weight * (start - local)} of the elements from {@code from}, a multiple of {@link
   * #BLOCK}, to the first {@code count} sums.
   */
  void addDelta(byte[] payload, float[] start, int from, int count, double weight, double[] sums);

  static DeltaCodec of(boolean quantized) {
    return quantized ? new Int8() : new Full();
  }

  /** Little-endian bytes of floats. */
  static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** The floats of {@link #bytes}, in place. */
  static FloatBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  /** The floats of {@link #bytes}. */
  static float[] floats(byte[] bytes) {
    return floats(bytes, 0, bytes.length / 4);
  }

  /** The floats of {@link #bytes} from one on, {@code count} or as many as there are. */
  static float[] floats(byte[] bytes, int from, int count) {
    float[] values = new float[Math.min(count, bytes.length / 4 - from)];
    view(bytes).get(from, values);
    return values;
  }

  /** The local parameters themselves: the mean over one shard is then exact. */
  record Full() implements DeltaCodec {
    @Override
    public int position(int element) {
      return 4 * element;
    }

    @Override
    public byte[] encode(float[] start, float[] local) {
      return bytes(local);
    }

    @Override
    public void addDelta(
        byte[] payload, float[] start, int from, int count, double weight, double[] sums) {
      FloatBuffer local = view(payload);
      for (int i = 0; i < count; i++) {
        sums[i] += weight * ((double) start[from + i] - local.get(from + i));
      }
    }
  }

  /** q = round(delta / s), s = max |delta| / 127 of the block: off by at most s / 2. */
  record Int8() implements DeltaCodec {
    private static final int BLOCK_BYTES = 4 + BLOCK;

    @Override
    public int position(int element) {
      return element / BLOCK * BLOCK_BYTES;
    }

    @Override
    public byte[] encode(float[] start, float[] local) {
      int blocks = (start.length + BLOCK - 1) / BLOCK;
      ByteBuffer out =
          ByteBuffer.allocate(Math.multiplyExact(blocks, BLOCK_BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int block = 0; block < blocks; block++) {
        int from = block * BLOCK;
        int end = Math.min(start.length, from + BLOCK);
        float largest = 0;
        for (int i = from; i < end; i++) {
          largest = Math.max(largest, Math.abs(start[i] - local[i]));
        }
        float scale = largest / 127;
        out.position(block * BLOCK_BYTES);
        out.putFloat(scale);
        for (int i = from; i < end && scale > 0; i++) {
          out.put((byte) Math.rint((start[i] - local[i]) / scale));
        }
      }
      return out.array();
    }

    @Override
    public void addDelta(
        byte[] payload, float[] start, int from, int count, double weight, double[] sums) {
      int at = position(from);
      float scale = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getFloat(at);
      for (int i = 0; i < count; i++) {
        sums[i] += weight * scale * payload[at + 4 + i];
      }
    }
  }
}
