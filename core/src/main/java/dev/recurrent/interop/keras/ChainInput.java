package dev.recurrent.interop.keras;

import dev.recurrent.nn.layer.SequenceInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chain reads: the layers below the first that computes.
 *
 * @param steps how many of the chain's layers that are
 * @param masked whether padding is known to the layers above
 * @param filling copies the embedding's weights, if there are any
 */
record ChainInput(SequenceInput input, int steps, boolean masked, LayerFilling filling) {
  static ChainInput of(KerasGraph graph, List<KerasStep> chain, KerasWeights weights) {
    int at = 0;
    Object shape = null;
    KerasLayer first = chain.get(0).layer();
    while (at < chain.size() && chain.get(at).layer().type().equals("InputLayer")) {
      shape = shape(chain.get(at++).layer().config());
    }
    boolean masked = false;
    while (at < chain.size() && chain.get(at).layer().type().equals("Masking")) {
      shape = shape == null ? shape(chain.get(at).layer().config()) : shape;
      masked = true;
      at++;
    }
    if (at < chain.size() && chain.get(at).layer().type().equals("Embedding")) {
      if (masked) {
        throw chain.get(at).layer().refusal("stands above a Masking, expected mask_zero");
      }
      return embedding(chain.get(at).layer(), at + 1, weights);
    }
    if (at == chain.size()) {
      throw first.refusal("is all that there is, expected layers above it");
    }
    if (shape == null) {
      Object own = shape(chain.get(at).layer().config());
      shape = own == null ? graph.config().value("build_input_shape") : own;
    }
    SequenceInput input = new SequenceInput(features(first, shape), 0, 0);
    return new ChainInput(input, at, masked, (columns, layout, ours, to) -> {});
  }

  private static ChainInput embedding(KerasLayer layer, int steps, KerasWeights weights) {
    KerasConfig config = layer.config();
    int vocabulary = config.size("input_dim");
    SequenceInput input = new SequenceInput(0, vocabulary, config.size("output_dim"));
    LayerFilling filling = LayerFilling.embedding(weights, layer, vocabulary);
    return new ChainInput(input, steps, config.flag("mask_zero", false), filling);
  }

  /** Keras 3's field, or that of Keras 2. */
  private static @Nullable Object shape(KerasConfig config) {
    Object shape = config.value("batch_shape");
    return shape == null ? config.value("batch_input_shape") : shape;
  }

  /** The last number of (batch, steps, features). */
  private static int features(KerasLayer first, @Nullable Object shape) {
    if (shape instanceof List<?> sizes
        && sizes.size() == 3
        && sizes.get(2) instanceof Integer features
        && features >= 1) {
      return features;
    }
    throw first.refusal(
        "reads the shape "
            + (shape == null ? "null" : shape.toString().replaceAll("\\p{Cntrl}", " "))
            + ", expected (batch, steps, features) or an Embedding of tokens");
  }
}
