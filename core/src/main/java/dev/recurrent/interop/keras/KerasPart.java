package dev.recurrent.interop.keras;

/**
 * Which of a layer's weights.
 *
 * @param path of an inner layer below the layer in an archive, such as "forward_layer/cell"; "" for
 *     the layer itself
 * @param first of the inner layer's weights among all of the layer's, where a file lists those
 * @param count of the inner layer's weights
 * @param total of the layer's weights
 */
record KerasPart(String path, int first, int count, int total) {
  /** All weights of a layer without inner layers, or with one. */
  static KerasPart whole(String path, int count) {
    return new KerasPart(path, 0, count, count);
  }
}
