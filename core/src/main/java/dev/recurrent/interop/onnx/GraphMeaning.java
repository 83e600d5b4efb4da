package dev.recurrent.interop.onnx;

import java.util.List;

/** What a value of a graph is, in the terms of a network. */
sealed interface GraphMeaning {
  /** An array of the file. */
  record Array(OnnxTensor tensor) implements GraphMeaning {}

  /** An input of the graph that nothing has used yet. */
  record Input(OnnxValue value, List<Axis> axes) implements GraphMeaning {}

  /**
   * The output of a chain of layers.
   *
   * @param axes in which order its numbers are laid out
   */
  record Rows(LayerChain chain, List<Axis> axes) implements GraphMeaning {}

  /** The outputs of one of the two directions of a chain's last layer. */
  record OneDirection(LayerChain chain, int direction, List<Axis> axes) implements GraphMeaning {}

  /**
   * The last state of one direction of a chain's last layer.
   *
   * @param cells whether it is the LSTM's cell state, else h
   */
  record LastState(LayerChain chain, int direction, boolean cells, Axis batch) {}

  /**
   * Last states on one another, (count,B,H).
   *
   * @param batchFirst whether they are (B,count,H)
   */
  record LastStates(List<LastState> states, boolean batchFirst) implements GraphMeaning {}

  /** The last state of one of two directions, (B,H). */
  record Half(LastState state) implements GraphMeaning {}

  /** Zeros of any sizes. */
  record Zeros() implements GraphMeaning {}

  /** Sizes of axes: an {@link Axis} or a {@link Long} each. */
  record Sizes(List<Object> sizes) implements GraphMeaning {}

  /** What a node gives that has no meaning yet. */
  record Other(OnnxNode node) implements GraphMeaning {}
}
