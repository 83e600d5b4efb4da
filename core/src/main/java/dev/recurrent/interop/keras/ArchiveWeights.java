package dev.recurrent.interop.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Weights of a {@code .keras} archive. Their groups are numbered by class: {@code
 * layers/lstm_1/cell/vars/0} is the first weight of the second LSTM, whatever its name.
 */
final class ArchiveWeights implements KerasWeights {
  /** Keras 3's name, then that of Keras 2.12 to 2.15. */
  private static final List<String> ROOTS = List.of("layers", "_layer_checkpoint_dependencies");

  private final Hdf5Reader file;
  private final boolean lossy;
  private final List<String> groups;

  ArchiveWeights(Hdf5Reader file, List<KerasLayer> layers, boolean lossy) {
    this.file = file;
    this.lossy = lossy;
    groups = groups(layers.stream().map(KerasLayer::type).toList());
  }

  /** The groups of layers of these classes, in their order: "lstm", "dense", "lstm_1". */
  static List<String> groups(List<String> types) {
    Map<String, Integer> used = new HashMap<>();
    List<String> groups = new ArrayList<>();
    for (String type : types) {
      String name = snakeCase(type);
      int before = used.merge(name, 1, Integer::sum) - 1;
      groups.add(before == 0 ? name : name + "_" + before);
    }
    return groups;
  }

  /** "simple_rnn" of "SimpleRNN", as Keras makes it. */
  static String snakeCase(String type) {
    return type.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public float[] read(KerasLayer layer, KerasPart part, int index, int... shape) {
    String group = groups.get(layer.stored()) + (part.path().isEmpty() ? "" : "/" + part.path());
    for (String root : ROOTS) {
      String vars = root + "/" + group + "/vars";
      if (file.hasGroup(vars)) {
        Set<String> names = file.names(vars);
        if (names.size() != part.count()) {
          throw layer.refusal(
              "has " + names.size() + " weights in " + vars + ", expected " + part.count());
        }
        return file.floats(vars + "/" + index, lossy, shape);
      }
    }
    throw layer.refusal("has no weights in the file, expected the group layers/" + group);
  }
}
