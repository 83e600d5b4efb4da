package dev.recurrent.interop.pytorch;

import dev.recurrent.format.FloatType;
import dev.recurrent.format.Safetensors;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A view of a storage. Its elements are within the storage, and not more than it has: reading one
 * takes no more memory than twice the storage.
 */
final class TorchTensor {
  private static final int MOST_DIMENSIONS = 8;

  /**
   * Numbers in an entry of the file.
   *
   * @param entry that holds exactly them
   */
  record Storage(TorchGlobal type, String entry, int size) {}

  private final Storage storage;
  private final int offset;
  private final int[] shape;
  private final int[] strides;
  private final int size;

  /**
   * @throws IllegalArgumentException unless all elements are in the storage
   */
  TorchTensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {
    this.storage = storage;
    if (shape.size() != strides.size() || shape.size() > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          shape.size() + " sizes and " + strides.size() + " strides, expected at most 8 of each");
    }
    this.shape = new int[shape.size()];
    this.strides = new int[shape.size()];
    long count = 1;
    long last = offset;
    for (int i = 0; i < this.shape.length; i++) {
      long n = shape.get(i);
      long stride = strides.get(i);
      if (n < 0 || n > Integer.MAX_VALUE || stride < 0 || stride > Integer.MAX_VALUE) {
        throw outside(shape);
      }
      this.shape[i] = (int) n;
      this.strides[i] = (int) stride;
      count = Math.multiplyExact(count, n);
      last = Math.addExact(last, Math.max(0, n - 1) * stride);
    }
    boolean within = offset >= 0 && offset <= storage.size && count <= storage.size;
    if (!within || count > 0 && last >= storage.size) {
      throw outside(shape);
    }
    this.offset = (int) offset;
    size = (int) count;
  }

  private IllegalArgumentException outside(List<Long> shape) {
    return new IllegalArgumentException(
        "shape " + shape + " leaves the storage, which has " + storage.size + " numbers");
  }

  int[] shape() {
    return shape.clone();
  }

  int size() {
    return size;
  }

  Storage storage() {
    return storage;
  }

  /**
   * The elements in the order of the shape.
   *
   * @param bytes of the storage
   */
  Safetensors.Tensor read(ByteBuffer bytes, FloatType type) {
    float[] values = new float[size];
    int[] index = new int[shape.length];
    int at = offset;
    for (int i = 0; i < size; i++) {
      values[i] = type.read(bytes, at * type.bytes());
      for (int k = shape.length - 1; k >= 0; k--) {
        at += strides[k];
        if (++index[k] < shape[k]) {
          break;
        }
        at -= strides[k] * shape[k];
        index[k] = 0;
      }
    }
    return new Safetensors.Tensor(shape, values);
  }
}
