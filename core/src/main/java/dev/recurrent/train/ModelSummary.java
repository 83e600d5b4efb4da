package dev.recurrent.train;

import java.util.List;
import java.util.Locale;

/** The table that Keras users know: layers, output shapes, parameters. */
public final class ModelSummary {
  /**
   * One line.
   *
   * @param shape of the output, such as "(T, B, 512)"
   * @param parameters how many it has, those it shares with another layer not counted again
   */
  public record Layer(String name, String type, String shape, long parameters) {}

  private ModelSummary() {}

  public static long parameters(List<Layer> layers) {
    return layers.stream().mapToLong(Layer::parameters).sum();
  }

  /** The table, each line ended by a newline. */
  public static String table(String title, List<Layer> layers) {
    int first = width(layers.stream().map(l -> label(l).length()).toList(), 24);
    int second = width(layers.stream().map(l -> l.shape().length()).toList(), 20);
    String rule = "─".repeat(first + second + 18) + "\n";
    StringBuilder out = new StringBuilder("Model: " + title + "\n" + rule);
    String row = " %-" + first + "s  %-" + second + "s  %12s%n";
    out.append(line(row, "Layer (type)", "Output shape", "Param #")).append(rule);
    for (Layer layer : layers) {
      out.append(line(row, label(layer), layer.shape(), count(layer.parameters())));
    }
    long total = parameters(layers);
    return out.append(rule)
        .append(" Total params: " + count(total) + " (" + size(total) + ")\n")
        .toString();
  }

  private static String line(String row, String a, String b, String c) {
    return String.format(Locale.ROOT, row.replace("%n", "\n"), a, b, c);
  }

  private static String label(Layer layer) {
    return layer.name() + " (" + layer.type() + ")";
  }

  private static int width(List<Integer> lengths, int least) {
    return lengths.stream().mapToInt(Integer::intValue).reduce(least, Math::max);
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String size(long parameters) {
    return String.format(Locale.ROOT, "%.2f MB as float32", parameters * 4 / 1e6);
  }
}
