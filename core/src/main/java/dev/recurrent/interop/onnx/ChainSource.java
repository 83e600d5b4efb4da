package dev.recurrent.interop.onnx;

import dev.recurrent.nn.layer.SequenceInput;
import org.jspecify.annotations.Nullable;

/** What the layers of a network that is being read stand on: features, tokens or both. */
final class ChainSource {
  private final int features;
  private final @Nullable OnnxTensor embedding;

  /** Which of the axes counts the steps, once something has said so. */
  private @Nullable Axis time;

  /** The input of the lengths, "" where there is none, null until something has said so. */
  private @Nullable String lengths;

  /**
   * @param features numbers of a step, 0 for none
   * @param embedding (V,E), or null where there are no tokens
   */
  ChainSource(int features, @Nullable OnnxTensor embedding) {
    this.features = features;
    this.embedding = embedding;
  }

  /** The features of this and the tokens of another. */
  ChainSource with(ChainSource tokens) {
    return new ChainSource(features, tokens.embedding);
  }

  boolean hasFeaturesOnly() {
    return embedding == null;
  }

  boolean hasTokensOnly() {
    return features == 0;
  }

  SequenceInput input() {
    return embedding == null
        ? new SequenceInput(features, 0, 0)
        : new SequenceInput(features, embedding.size(0), embedding.size(1));
  }

  @Nullable OnnxTensor embedding() {
    return embedding;
  }

  @Nullable Axis time() {
    return time;
  }

  /** Says which axis counts the steps; false if it has been another. */
  boolean time(Axis axis) {
    time = time == null ? axis : time;
    return time.equals(axis);
  }

  /** Says which input has the lengths, "" for none; false if it has been another. */
  boolean lengths(String input) {
    lengths = lengths == null ? input : lengths;
    return lengths.equals(input);
  }
}
