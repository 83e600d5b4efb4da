package dev.recurrent.interop.keras;

import java.util.List;

/** Weights of a whole-model {@code .h5}: each layer's group lists its weights in their order. */
final class H5Weights implements KerasWeights {
  private static final String LIST = "weight_names";

  private final Hdf5Reader file;
  private final boolean lossy;

  H5Weights(Hdf5Reader file, boolean lossy) {
    this.file = file;
    this.lossy = lossy;
  }

  @Override
  public float[] read(KerasLayer layer, KerasPart part, int index, int... shape) {
    String group = "model_weights/" + layer.name();
    List<String> names = file.texts(group, LIST, part.total());
    if (names == null || names.size() != part.total()) {
      throw layer.refusal(
          "has "
              + (names == null ? "no list of weights in " + group : names.size() + " weights")
              + ", expected "
              + part.total());
    }
    return file.floats(group + "/" + names.get(part.first() + index), lossy, shape);
  }
}
