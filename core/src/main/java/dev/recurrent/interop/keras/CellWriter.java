package dev.recurrent.interop.keras;

import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One recurrent layer of ours as Keras has it. */
final class CellWriter {
  private final Recurrent layer;
  private final CellType cell;
  private final boolean sequences;
  private final boolean states;

  /**
   * @param sequences whether it gives a row for each step
   * @param states whether it gives its final states too
   */
  CellWriter(Recurrent layer, boolean sequences, boolean states) {
    if (!(layer.cell() instanceof CellType type)) {
      throw new InexpressibleModelException(
          "layer " + layer.name() + " has a cell of its own, which Keras does not have");
    }
    this.layer = layer;
    this.cell = type;
    this.sequences = sequences;
    this.states = states;
  }

  /** Keras's class. */
  String type() {
    return switch (cell) {
      case RNN, RNN_RELU -> "SimpleRNN";
      case LSTM -> "LSTM";
      case GRU, GRU_RESET_BEFORE -> "GRU";
    };
  }

  /** States of all directions. */
  int stateCount() {
    return (cell == CellType.LSTM ? 2 : 1) * layer.directions();
  }

  /** The configuration of one direction. */
  Map<String, Object> config(boolean reverse) {
    Map<String, Object> config = KerasJson.layer();
    config.put("units", layer.hiddenSize());
    config.put("activation", cell == CellType.RNN_RELU ? "relu" : "tanh");
    if (CellOrder.of(cell) != CellOrder.RNN) {
      config.put("recurrent_activation", "sigmoid");
    }
    config.put("use_bias", true);
    KerasJson.addInitializers(config, true);
    if (cell == CellType.LSTM) {
      config.put("unit_forget_bias", true);
    }
    config.put("dropout", 0.0);
    config.put("recurrent_dropout", 0.0);
    if (CellOrder.of(cell) == CellOrder.GRU) {
      config.put("reset_after", cell == CellType.GRU);
    }
    config.put("return_sequences", sequences);
    config.put("return_state", states);
    config.put("go_backwards", reverse);
    config.put("stateful", false);
    config.put("unroll", false);
    return config;
  }

  /**
   * The configuration of a Bidirectional.
   *
   * @param mode how it merges, or null where it concatenates
   */
  Map<String, Object> bidirectional(MergeDirections.@Nullable Mode mode) {
    Map<String, Object> config = KerasJson.layer();
    config.put("merge_mode", mode == null ? "concat" : mergeMode(mode));
    config.put("layer", inner("forward_", false));
    config.put("backward_layer", inner("backward_", true));
    return config;
  }

  private static String mergeMode(MergeDirections.Mode mode) {
    return switch (mode) {
      case SUM -> "sum";
      case PRODUCT -> "mul";
      case MEAN -> "ave";
    };
  }

  private Map<String, Object> inner(String prefix, boolean reverse) {
    String name = prefix + type().toLowerCase(Locale.ROOT);
    return KerasJson.object("keras.layers", type(), KerasJson.named(name, config(reverse)));
  }

  /**
   * The weights by inner layer.
   *
   * @param columns D of what the layer reads
   * @param at where the layer's parameters begin
   */
  Map<String, List<KerasArray>> weights(
      int columns, ParameterLayout layout, float[] parameters, int at) {
    Map<String, List<KerasArray>> weights = new LinkedHashMap<>();
    for (int direction = 0; direction < layer.directions(); direction++) {
      String suffix = RecurrentConfig.suffix(0, direction);
      int input = at + layout.entry("weight_ih" + suffix).offset();
      int state = at + layout.entry("weight_hh" + suffix).offset();
      int bias = at + layout.entry("bias_ih" + suffix).offset();
      int size = layer.hiddenSize();
      CellOrder order = CellOrder.of(cell);
      int width = order.gates() * size;
      List<KerasArray> arrays = new ArrayList<>();
      arrays.add(array("kernel", order.toKeras(parameters, input, columns, size), columns, width));
      arrays.add(
          array("recurrent_kernel", order.toKeras(parameters, state, size, size), size, width));
      if (cell == CellType.GRU) {
        float[] both = new float[2 * width];
        int second = at + layout.entry("bias_hh" + suffix).offset();
        System.arraycopy(order.toKeras(parameters, bias, 1, size), 0, both, 0, width);
        System.arraycopy(order.toKeras(parameters, second, 1, size), 0, both, width, width);
        arrays.add(array("bias", both, 2, width));
      } else {
        arrays.add(array("bias", order.toKeras(parameters, bias, 1, size), width));
      }
      weights.put(path(direction), arrays);
    }
    return weights;
  }

  private static KerasArray array(String name, float[] values, int... shape) {
    return new KerasArray(name, shape, values);
  }

  private String path(int direction) {
    return layer.directions() == 1
        ? "cell"
        : direction == 0 ? "forward_layer/cell" : "backward_layer/cell";
  }
}
