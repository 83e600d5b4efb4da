package dev.recurrent.interop.keras;

import dev.recurrent.nn.ParameterLayout;

/** Copies the weights of one layer of Keras into ours. */
@FunctionalInterface
interface LayerFilling {
  /**
   * @param columns of what the layer reads
   * @param layout of the layer's own parameters
   * @param ours the model's parameters
   * @param at where the layer's begin
   */
  void fill(int columns, ParameterLayout layout, float[] ours, int at);

  /** An embedding's. */
  static LayerFilling embedding(KerasWeights weights, KerasLayer layer, int rows) {
    return (columns, layout, ours, at) -> {
      float[] read = weights.read(layer, KerasPart.whole("", 1), 0, rows, layout.size() / rows);
      System.arraycopy(read, 0, ours, at, read.length);
    };
  }

  /** A dense layer's, which may lie in another layer. */
  static LayerFilling dense(
      KerasWeights weights, KerasLayer layer, String path, int size, boolean bias) {
    KerasPart part = KerasPart.whole(path, bias ? 2 : 1);
    return (columns, layout, ours, at) -> {
      float[] kernel = weights.read(layer, part, 0, columns, size);
      int weight = at + layout.entry("weight").offset();
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < size; j++) {
          ours[weight + j * columns + i] = kernel[i * size + j];
        }
      }
      if (bias) {
        float[] read = weights.read(layer, part, 1, size);
        System.arraycopy(read, 0, ours, at + layout.entry("bias").offset(), size);
      }
    };
  }
}
