package dev.recurrent.interop.pytorch;

import dev.recurrent.format.Safetensors;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the modules of a state_dict by the names and shapes of its tensors. */
final class TorchModules {
  /** More than a network has; each is tried in several places. */
  private static final int MOST = 64;

  /** The name of an nn.RNN with relu in what is exported here: nothing else shows it. */
  private static final Pattern RELU = Pattern.compile("(^|\\.)rnn_relu(_[0-9]+)?\\.$");

  private TorchModules() {}

  /**
   * The modules in the order of their first tensors. One that has a weight only may be an embedding
   * or a linear layer: it is a {@link TorchModule.Linear} here unless its name says embedding.
   *
   * @throws IllegalArgumentException naming a tensor or module that has no equal here
   */
  static List<TorchModule> of(Map<String, Safetensors.Tensor> tensors) {
    Map<String, Map<String, Safetensors.Tensor>> groups = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          int dot = name.lastIndexOf('.');
          groups
              .computeIfAbsent(name.substring(0, Math.max(dot, 0)), k -> new LinkedHashMap<>())
              .put(name.substring(dot + 1), tensor);
        });
    if (groups.size() > MOST) {
      throw new IllegalArgumentException(
          "it has tensors of " + groups.size() + " modules, expected at most " + MOST);
    }
    List<TorchModule> modules = new ArrayList<>();
    groups.forEach((name, group) -> modules.add(module(name, group)));
    return modules;
  }

  private static TorchModule module(String name, Map<String, Safetensors.Tensor> tensors) {
    for (String tensor : tensors.keySet()) {
      String other = withoutEqual(tensor, tensors);
      if (other != null) {
        throw new IllegalArgumentException(
            "tensor \""
                + Shown.text(name.isEmpty() ? tensor : name + "." + tensor)
                + "\" "
                + TorchModule.shape(tensors.get(tensor))
                + " is "
                + other
                + ", which has no equal here; expected nn.Embedding, nn.RNN, nn.LSTM, nn.GRU and"
                + " nn.Linear");
      }
    }
    return tensors.containsKey("weight") ? linear(name, tensors) : recurrent(name, tensors);
  }

  /** What a tensor belongs to, or null if it may be one of a module that is known. */
  private static @Nullable String withoutEqual(
      String tensor, Map<String, Safetensors.Tensor> group) {
    if (tensor.startsWith("weight_hr_")) {
      return "the projection of an LSTM with proj_size";
    }
    if (tensor.matches("(weight|bias)_(ih|hh)")) {
      return "of a cell that a program walks itself";
    }
    if (tensor.matches("(weight|bias)_(ih|hh)_l[0-9]{1,3}(_reverse)?")) {
      return group.containsKey("weight") ? "beside a weight of another module" : null;
    }
    if (tensor.startsWith("running_") || tensor.equals("num_batches_tracked")) {
      return "a batch normalisation's";
    }
    if (tensor.startsWith("in_proj_") || tensor.startsWith("bias_k") || tensor.equals("bias_v")) {
      return "an attention's";
    }
    int dimensions =
        group.getOrDefault("weight", Safetensors.Tensor.vector(new float[0])).shape().length;
    if (tensor.equals("weight") || tensor.equals("bias") && group.containsKey("weight")) {
      return switch (dimensions) {
        case 1 -> "a normalisation's";
        case 2 -> null;
        default -> "a convolution's or another module's";
      };
    }
    return "of a module that is not known";
  }

  private static TorchModule linear(String name, Map<String, Safetensors.Tensor> tensors) {
    Safetensors.Tensor weight = matrix(name + ".", "weight", tensors);
    Safetensors.Tensor bias = tensors.get("bias");
    if (bias != null && !Arrays.equals(bias.shape(), new int[] {weight.shape()[0]})) {
      throw wrongShape(name + ".bias", bias, "[" + weight.shape()[0] + "]");
    }
    boolean embedding = bias == null && name.toLowerCase(Locale.ROOT).contains("emb");
    return embedding
        ? new TorchModule.Embedding(name, weight)
        : new TorchModule.Linear(name, weight, bias);
  }

  /** A tensor of two sizes, both at least 1. */
  private static Safetensors.Tensor matrix(
      String prefix, String name, Map<String, Safetensors.Tensor> tensors) {
    Safetensors.Tensor tensor = required(prefix, name, tensors);
    int[] shape = tensor.shape();
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
      throw wrongShape(prefix + name, tensor, "two sizes of at least 1");
    }
    return tensor;
  }

  private static Safetensors.Tensor required(
      String prefix, String name, Map<String, Safetensors.Tensor> tensors) {
    Safetensors.Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor \"" + Shown.text(prefix + name) + "\" is missing");
    }
    return tensor;
  }

  private static IllegalArgumentException wrongShape(
      String name, Safetensors.Tensor tensor, String expected) {
    return new IllegalArgumentException(
        "tensor \""
            + Shown.text(name)
            + "\" has shape "
            + TorchModule.shape(tensor)
            + ", expected "
            + expected);
  }

  private static TorchModule recurrent(String name, Map<String, Safetensors.Tensor> tensors) {
    String prefix = name.isEmpty() ? "" : name + ".";
    Safetensors.Tensor input = matrix(prefix, "weight_ih_l0", tensors);
    Safetensors.Tensor state = matrix(prefix, "weight_hh_l0", tensors);
    int size = state.shape()[1];
    CellType cell = cell(prefix, state);
    int directions = tensors.containsKey("weight_ih_l0_reverse") ? 2 : 1;
    boolean bias = tensors.containsKey("bias_ih_l0");
    Set<String> left = new LinkedHashSet<>(tensors.keySet());
    int layers = 0;
    for (; tensors.containsKey("weight_ih_l" + layers); layers++) {
      int columns = layers == 0 ? input.shape()[1] : size * directions;
      for (int d = 0; d < directions; d++) {
        String suffix = RecurrentConfig.suffix(layers, d);
        int gates = state.shape()[0];
        requireShape(prefix, "weight_ih" + suffix, tensors, left, gates, columns);
        requireShape(prefix, "weight_hh" + suffix, tensors, left, gates, size);
        if (bias) {
          requireShape(prefix, "bias_ih" + suffix, tensors, left, gates);
          requireShape(prefix, "bias_hh" + suffix, tensors, left, gates);
        }
      }
    }
    for (String more : left) {
      throw new IllegalArgumentException(
          "tensor \"" + Shown.text(prefix + more) + "\" is not of a module with the other tensors");
    }
    return new TorchModule.Recurrent(
        name, cell, input.shape()[1], size, layers, directions, tensors);
  }

  private static CellType cell(String prefix, Safetensors.Tensor state) {
    int rows = state.shape()[0];
    int size = state.shape()[1];
    if (rows == 4L * size) {
      return CellType.LSTM;
    }
    if (rows == 3L * size) {
      return CellType.GRU;
    }
    if (rows == size) {
      return RELU.matcher(prefix).find() ? CellType.RNN_RELU : CellType.RNN;
    }
    throw wrongShape(
        prefix + "weight_hh_l0", state, "1, 3 or 4 times as many rows as columns (RNN, GRU, LSTM)");
  }

  private static void requireShape(
      String prefix,
      String name,
      Map<String, Safetensors.Tensor> tensors,
      Set<String> left,
      int... shape) {
    Safetensors.Tensor tensor = required(prefix, name, tensors);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw wrongShape(prefix + name, tensor, Arrays.toString(shape));
    }
    left.remove(name);
  }
}
