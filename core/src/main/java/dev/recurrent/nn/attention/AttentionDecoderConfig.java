package dev.recurrent.nn.attention;

import dev.recurrent.nn.Dense;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.io.Serializable;

/**
 * Sizes of an {@link AttentionDecoder}.
 *
 * @param embeddingSize E, columns of what it reads each step
 * @param layers of the recurrent stack; its input size is worked out here
 * @param attention how a step looks at the memory
 * @param memorySize C, columns of the memory
 * @param outputSize O, columns of what it gives each step
 * @param inputFeeding whether a step also reads what the step before gave (Luong et al. 2015, 3.3)
 */
public record AttentionDecoderConfig(
    int embeddingSize,
    RecurrentConfig layers,
    Attention.Kind attention,
    int memorySize,
    int outputSize,
    boolean inputFeeding)
    implements Serializable {
  /**
   * @throws IllegalArgumentException for sizes that cannot be
   */
  public AttentionDecoderConfig {
    if (embeddingSize < 1 || outputSize < 1) {
      throw new IllegalArgumentException(
          "embedding size is "
              + embeddingSize
              + ", output size "
              + outputSize
              + ", expected 1 or more");
    }
    if (layers.directions() != 1) {
      throw new IllegalArgumentException(
          "a decoder has one direction, because later steps are not known");
    }
    int input = embeddingSize + (inputFeeding ? outputSize : 0);
    layers =
        RecurrentConfig.of(layers.cell(), input, layers.hiddenSize(), layers.layers())
            .withDropout(layers.dropout(), layers.dropoutKind());
  }

  /** H. */
  public int hiddenSize() {
    return layers.hiddenSize();
  }

  /** Columns of [context | h]. */
  int combinedSize() {
    return (attention == Attention.Kind.NONE ? 0 : memorySize) + hiddenSize();
  }

  /**
   * Names and shapes: the stack's, {@code attention.…}, {@code combine.weight} and {@code .bias}.
   */
  public ParameterLayout layout() {
    return layers
        .layout()
        .with("attention.", Attention.layout(attention, hiddenSize(), memorySize))
        .with("combine.", Dense.layout(combinedSize(), outputSize));
  }
}
