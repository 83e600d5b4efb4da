package dev.recurrent.interop.keras;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.Arrays;

/**
 * Copies the weights of a recurrent layer of Keras into ours.
 *
 * @param directions 1, or 2 for those of a Bidirectional
 */
record RecurrentFilling(KerasWeights weights, KerasLayer layer, KerasCell cell, int directions)
    implements LayerFilling {
  @Override
  public void fill(int columns, ParameterLayout layout, float[] ours, int at) {
    CellOrder order = CellOrder.of(cell.cell());
    int size = cell.units();
    int width = order.gates() * size;
    for (int direction = 0; direction < directions; direction++) {
      KerasPart part = part(direction);
      String suffix = RecurrentConfig.suffix(0, direction);
      float[] kernel = weights.read(layer, part, 0, columns, width);
      order.toOurs(kernel, columns, size, ours, at + offset(layout, "weight_ih" + suffix));
      float[] recurrent = weights.read(layer, part, 1, size, width);
      order.toOurs(recurrent, size, size, ours, at + offset(layout, "weight_hh" + suffix));
      int input = at + offset(layout, "bias_ih" + suffix);
      if (cell.bias() && cell.cell() == CellType.GRU) {
        float[] both = weights.read(layer, part, 2, 2, width);
        order.toOurs(both, 1, size, ours, input);
        float[] second = Arrays.copyOfRange(both, width, 2 * width);
        order.toOurs(second, 1, size, ours, at + offset(layout, "bias_hh" + suffix));
      } else if (cell.bias()) {
        order.toOurs(weights.read(layer, part, 2, width), 1, size, ours, input);
      }
    }
  }

  private static int offset(ParameterLayout layout, String name) {
    return layout.entry(name).offset();
  }

  private KerasPart part(int direction) {
    int count = cell.weights();
    String path =
        directions == 1 ? "cell" : direction == 0 ? "forward_layer/cell" : "backward_layer/cell";
    return new KerasPart(path, direction * count, count, directions * count);
  }
}
