package dev.recurrent.format;

import dev.recurrent.nn.ParameterLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code parameters.safetensors}: a model's parameters under their PyTorch names and shapes.
 * Matrices are (rows, columns); biases are vectors.
 */
public final class ParameterFile {
  /** Its name in a model directory. */
  public static final String NAME = "parameters.safetensors";

  private ParameterFile() {}

  public static byte[] write(ParameterLayout layout, float[] parameters) {
    if (parameters.length != layout.size()) {
      throw new IllegalArgumentException(
          "parameters has " + parameters.length + " floats, the layout needs " + layout.size());
    }
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      float[] values =
          Arrays.copyOfRange(parameters, entry.offset(), entry.offset() + entry.size());
      tensors.put(entry.name(), new Safetensors.Tensor(shape(entry), values));
    }
    return new Safetensors(tensors, Map.of("format", "pt")).toBytes();
  }

  private static int[] shape(ParameterLayout.Entry entry) {
    String last = entry.name().substring(entry.name().lastIndexOf('.') + 1);
    return last.startsWith("bias")
        ? new int[] {entry.columns()}
        : new int[] {entry.rows(), entry.columns()};
  }

  /**
   * The flat array of a layout.
   *
   * @throws UnusableModelException naming the first tensor that is missing, has another shape, or
   *     is not of this model
   */
  public static float[] read(byte[] bytes, ParameterLayout layout, String name) {
    Safetensors file = Safetensors.of(bytes, name);
    float[] parameters = new float[layout.size()];
    for (ParameterLayout.Entry entry : layout.entries()) {
      Safetensors.Tensor tensor = file.tensor(entry.name());
      if (!Arrays.equals(tensor.shape(), shape(entry))) {
        throw new UnusableModelException(
            name
                + " has \""
                + entry.name()
                + "\" "
                + Arrays.toString(tensor.shape())
                + ", this model has "
                + Arrays.toString(shape(entry)));
      }
      System.arraycopy(tensor.values(), 0, parameters, entry.offset(), entry.size());
    }
    for (String tensor : file.tensors().keySet()) {
      if (!layout.contains(tensor)) {
        throw new UnusableModelException(name + " has \"" + tensor + "\", this model has not");
      }
    }
    return parameters;
  }
}
