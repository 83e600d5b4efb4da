package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.LayerChain.Ending;
import dev.recurrent.interop.onnx.LayerChain.Link;
import dev.recurrent.interop.onnx.LayerChain.Start;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain of layers as a model and its parameters. */
final class ChainModel {
  private final GraphWalk walk;

  ChainModel(GraphWalk walk) {
    this.walk = walk;
  }

  /**
   * The network without what follows its last layer.
   *
   * @throws IllegalArgumentException if its layers cannot be a model
   */
  SequenceModel model(LayerChain chain, Loss loss) {
    LayerChain encoder = encoder(chain);
    List<Layer> layers = chain.links().stream().map(Link::layer).toList();
    return new SequenceModel(
        chain.source().input(),
        layers,
        loss,
        encoder == null ? null : model(encoder, new SquaredError()));
  }

  /** Copies the parameters to their places in the model's layout; returns where they end. */
  int fill(LayerChain chain, float[] parameters, int from) {
    LayerChain encoder = encoder(chain);
    int at = encoder == null ? from : fill(encoder, parameters, from);
    OnnxTensor embedding = chain.source().embedding();
    if (embedding != null) {
      embedding.floats().get(parameters, at, embedding.count());
      at += embedding.count();
    }
    for (Link link : chain.links()) {
      System.arraycopy(link.parameters(), 0, parameters, at, link.parameters().length);
      at += link.parameters().length;
    }
    return at;
  }

  /** The encoder whose states start the recurrent layers: all of them, or none. */
  private @Nullable LayerChain encoder(LayerChain chain) {
    List<Link> recurrent =
        chain.links().stream().filter(link -> link.layer() instanceof Recurrent).toList();
    List<Start> starts = new ArrayList<>();
    for (Link link : recurrent) {
      if (link.start() != null) {
        starts.add(link.start());
      }
    }
    if (starts.isEmpty()) {
      return null;
    }
    LayerChain first = starts.get(0).chain();
    boolean rows = starts.get(0).column() >= 0;
    LayerChain encoder = rows ? first : walk.longest(first).settled();
    boolean fits = starts.size() == recurrent.size() && encoder.source() != chain.source();
    List<LayerChain> ends = rows ? List.of() : recurrentEnds(encoder);
    for (int i = 0; fits && i < starts.size(); i++) {
      Start start = starts.get(i);
      boolean here = rows || (i < ends.size() && ends.get(i).equals(start.chain()));
      fits = here && (start.column() >= 0) == rows && encoder.beginsWith(start.chain());
      fits = fits && (!rows || start.chain().equals(encoder));
    }
    if (!fits || encoder.ending() != Ending.NONE) {
      throw new IllegalArgumentException(
          "its recurrent layers start from states that are not those of the layers of one encoder,"
              + " in their order");
    }
    return encoder;
  }

  /** The chain up to each of its recurrent layers. */
  private static List<LayerChain> recurrentEnds(LayerChain chain) {
    List<LayerChain> ends = new ArrayList<>();
    for (int i = 0; i < chain.links().size(); i++) {
      if (chain.links().get(i).layer() instanceof Recurrent) {
        ends.add(new LayerChain(chain.source(), chain.links().subList(0, i + 1), Ending.NONE));
      }
    }
    return ends;
  }

  /**
   * The chain whose outputs are what the loss turns into predictions.
   *
   * @param loss that was asked for, or null
   * @throws IllegalArgumentException if the loss cannot give what the graph gives
   */
  static LayerChain before(LayerChain chain, @Nullable Loss loss) {
    boolean fits =
        switch (chain.ending()) {
          case NONE -> true;
          case SIGMOID -> loss == null || loss instanceof BinaryCrossEntropy;
          case SOFTMAX -> loss == null || loss instanceof SoftmaxCrossEntropy;
        };
    if (fits) {
      return chain.ending(Ending.NONE);
    }
    if (chain.ending() == Ending.SIGMOID && chain.endsLinear()) {
      return chain.activated(Activation.SIGMOID);
    }
    throw new IllegalArgumentException(
        "it ends with a "
            + (chain.ending() == Ending.SOFTMAX ? "softmax" : "sigmoid")
            + ", expected a loss of probabilities, got "
            + (loss == null ? "none" : loss.getClass().getSimpleName()));
  }

  /** The loss of a chain, where none was asked for. */
  static Loss loss(LayerChain chain) {
    return switch (chain.ending()) {
      case NONE -> new SquaredError();
      case SIGMOID -> new BinaryCrossEntropy();
      case SOFTMAX -> new SoftmaxCrossEntropy();
    };
  }
}
