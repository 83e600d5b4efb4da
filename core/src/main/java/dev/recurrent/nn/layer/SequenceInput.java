package dev.recurrent.nn.layer;

import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * What a network reads at each step: numbers, a token, or both, as [features | embedding].
 *
 * @param features numbers of a step, 0 for none
 * @param vocabularySize V, 0 where there are no tokens
 * @param embeddingSize E, columns of a token's embedding, 0 where there are no tokens
 */
public record SequenceInput(int features, int vocabularySize, int embeddingSize)
    implements Serializable {
  /** The embedding's name in parameter names and summaries. */
  public static final String EMBEDDING = "embedding";

  /** Uniform numbers in ±√3 have variance one, as PyTorch's embeddings do. */
  private static final double BOUND = Math.sqrt(3);

  /**
   * @throws IllegalArgumentException for sizes that cannot be
   */
  public SequenceInput {
    boolean tokens = vocabularySize > 0 && embeddingSize > 0;
    boolean none = vocabularySize == 0 && embeddingSize == 0;
    if (features < 0 || !(tokens || none) || (none && features == 0)) {
      throw new IllegalArgumentException(
          "input has "
              + features
              + " features, vocabularySize "
              + vocabularySize
              + " and embeddingSize "
              + embeddingSize
              + ", expected features, or a vocabulary and an embedding, or both");
    }
  }

  /** Whether a step has a token. */
  public boolean hasTokens() {
    return vocabularySize > 0;
  }

  /** A row of features and embedding for each step. */
  public LayerShape output() {
    return LayerShape.eachStep(features + embeddingSize);
  }

  /** {@code embedding.weight} (V,E) where there are tokens. */
  public ParameterLayout layout() {
    return hasTokens()
        ? ParameterLayout.empty()
            .with(EMBEDDING + ".", Embedding.layout(vocabularySize, embeddingSize))
        : ParameterLayout.empty();
  }

  /** Writes starting values of the embedding. */
  public void initialize(Parameters parameters, SplittableRandom random) {
    if (hasTokens()) {
      Initializer.uniform(parameters.at(EMBEDDING + ".").value("weight"), BOUND, random);
    }
  }

  /** The input at work; for one thread. */
  public BoundInput bind(Parameters parameters) {
    return new BoundInput(this, parameters);
  }
}
