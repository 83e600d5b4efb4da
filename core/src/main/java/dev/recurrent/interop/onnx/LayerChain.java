package dev.recurrent.interop.onnx;

import dev.recurrent.nn.Activation;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers found so far, from the input up. A value of the graph is the output of such a chain.
 *
 * @param ending what follows the last layer
 */
record LayerChain(ChainSource source, List<Link> links, Ending ending) {
  /** Layers of a network, at most. */
  static final int MOST = 64;

  /** What makes probabilities of outputs. */
  enum Ending {
    NONE,
    SIGMOID,
    SOFTMAX
  }

  /**
   * A layer with its parameters.
   *
   * @param parameters in the order of the layer's layout; not changed
   * @param open whether a dense layer's bias may still follow
   * @param start of a recurrent layer, null for zeros
   */
  record Link(Layer layer, float[] parameters, boolean open, @Nullable Start start) {}

  /**
   * The state that a recurrent layer starts from.
   *
   * @param chain of the encoder: up to the layer whose last state it is, or up to a row
   * @param column where the state begins in the row; -1 for the state of the chain's last layer
   */
  record Start(LayerChain chain, int column) {}

  static LayerChain of(ChainSource source) {
    return new LayerChain(source, List.of(), Ending.NONE);
  }

  LayerShape shape() {
    LayerShape shape = source.input().output();
    for (Link link : links) {
      shape = link.layer().output(shape);
    }
    return shape;
  }

  @Nullable Link last() {
    return links.isEmpty() ? null : links.get(links.size() - 1);
  }

  /** The chain below the last layer. */
  LayerChain below() {
    return new LayerChain(source, links.subList(0, links.size() - 1), Ending.NONE);
  }

  /** Whether the last layer is dense and has no activation. */
  boolean endsLinear() {
    Link last = last();
    return last != null
        && last.layer() instanceof DenseLayer dense
        && dense.activation() == Activation.LINEAR;
  }

  /** Whether another layer can follow. */
  boolean canGrow() {
    boolean activates = ending == Ending.SIGMOID && endsLinear();
    return links.size() < MOST && (ending == Ending.NONE || activates);
  }

  /** With one more layer; a sigmoid at the end becomes the dense layer's below it. */
  LayerChain with(Link link) {
    List<Link> more = new ArrayList<>(settled().links);
    more.add(link);
    return new LayerChain(source, more, Ending.NONE);
  }

  /** With another last layer. */
  LayerChain withLast(Link link) {
    List<Link> others = new ArrayList<>(links);
    others.set(others.size() - 1, link);
    return new LayerChain(source, others, ending);
  }

  /** With an activation of the last layer, which {@link #endsLinear}. */
  LayerChain activated(Activation activation) {
    Link last = links.get(links.size() - 1);
    int size = ((DenseLayer) last.layer()).size();
    Link activated = new Link(new DenseLayer(size, activation), last.parameters(), false, null);
    return new LayerChain(source, links, Ending.NONE).withLast(activated);
  }

  /** The same with a sigmoid at the end as the activation of the dense layer below it. */
  LayerChain settled() {
    return ending == Ending.SIGMOID && endsLinear() ? activated(Activation.SIGMOID) : this;
  }

  LayerChain ending(Ending other) {
    return new LayerChain(source, links, other);
  }

  /** Whether the chain begins with the layers of another. */
  boolean beginsWith(LayerChain other) {
    if (source != other.source || links.size() < other.links.size()) {
      return false;
    }
    for (int i = 0; i < other.links.size(); i++) {
      if (!links.get(i).equals(other.links.get(i))) {
        return false;
      }
    }
    return true;
  }
}
