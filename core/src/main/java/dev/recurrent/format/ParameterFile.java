package dev.recurrent.format;

import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.nn.ParameterLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code parameters.safetensors}: a model's parameters under their PyTorch names and shapes.
 * Matrices are (rows, columns); biases are vectors.
 */
public final class ParameterFile {
  /** Its name in a model directory. */
  public static final String NAME = "parameters.safetensors";

  private ParameterFile() {}

  /**
   * The file's content; it may have more than 2 GB.
   *
   * @param layout of one network
   * @param parameters of a network, or of all members of an ensemble
   */
  public static FileContent content(ParameterLayout layout, float[] parameters) {
    return file(layout, parameters);
  }

  /** The same as bytes, where they are less than 2 GB. */
  public static byte[] write(ParameterLayout layout, float[] parameters) {
    return file(layout, parameters).toBytes();
  }

  private static Safetensors file(ParameterLayout member, float[] parameters) {
    ParameterLayout layout = EnsembleLayout.of(member, EnsembleLayout.members(member, parameters));
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      float[] values =
          Arrays.copyOfRange(parameters, entry.offset(), entry.offset() + entry.size());
      tensors.put(entry.name(), new Safetensors.Tensor(shape(entry), values));
    }
    return new Safetensors(tensors, Map.of("format", "pt"));
  }

  private static int[] shape(ParameterLayout.Entry entry) {
    String last = entry.name().substring(entry.name().lastIndexOf('.') + 1);
    return last.startsWith("bias")
        ? new int[] {entry.columns()}
        : new int[] {entry.rows(), entry.columns()};
  }

  /** Reads a file's bytes; see {@link #read(InputStream, long, ParameterLayout, int, String)}. */
  public static float[] read(byte[] bytes, ParameterLayout layout, String name) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length, layout, 1, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The flat array of a layout. Memory is taken when the header has been found to be this model's.
   *
   * @param length of the file in bytes
   * @param member the layout of one network
   * @param mostMembers of an ensemble that the caller can use
   * @throws UnusableModelException naming the first tensor that is missing, has another shape, is
   *     not of this model, or has a value that is not finite
   */
  static float[] read(
      InputStream in, long length, ParameterLayout member, int mostMembers, String name)
      throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(in, length, name);
    ParameterLayout layout = layout(header, member, mostMembers, name);
    requireSame(header, layout, name);
    float[] parameters = new float[layout.size()];
    for (SafetensorsHeader.Entry entry : header.entries()) {
      int from = layout.entry(entry.name()).offset();
      Safetensors.fill(in, parameters, from, entry.size(), name);
      for (int i = from; i < from + entry.size(); i++) {
        if (!Float.isFinite(parameters[i])) {
          throw new UnusableModelException(
              name + " has " + parameters[i] + " in \"" + entry.name() + "\", expected numbers");
        }
      }
    }
    return parameters;
  }

  /** A model's layout; sizes that cannot be are refused as those of the file that has them. */
  static ParameterLayout layout(Supplier<ParameterLayout> layout, String file) {
    try {
      return layout.get();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnusableModelException(file + ": " + e.getMessage(), e);
    }
  }

  private static ParameterLayout layout(
      SafetensorsHeader header, ParameterLayout member, int mostMembers, String name) {
    int members =
        EnsembleLayout.members(
            header.entries().stream().map(SafetensorsHeader.Entry::name).toList());
    if (members > mostMembers) {
      throw new UnusableModelException(
          name
              + " is an ensemble of "
              + members
              + " networks, expected one; a run with --ensemble and without --snapshots has each"
              + " network in a directory of its own, such as members/0");
    }
    try {
      return EnsembleLayout.of(member, members);
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(name + ": " + e.getMessage(), e);
    }
  }

  private static void requireSame(SafetensorsHeader header, ParameterLayout layout, String name) {
    Map<String, SafetensorsHeader.Entry> found = new LinkedHashMap<>();
    header.entries().forEach(entry -> found.put(entry.name(), entry));
    for (ParameterLayout.Entry entry : layout.entries()) {
      SafetensorsHeader.Entry tensor = found.remove(entry.name());
      if (tensor == null) {
        throw new UnusableModelException(name + " has no tensor \"" + entry.name() + "\"");
      }
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
    }
    for (String tensor : found.keySet()) {
      throw new UnusableModelException(name + " has \"" + tensor + "\", this model has not");
    }
  }
}
