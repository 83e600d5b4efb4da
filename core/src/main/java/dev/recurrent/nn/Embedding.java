package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;

/** A row of weights (V,E) for each token. */
public final class Embedding {
  private final Matrix weight;
  private final Matrix dWeight;
  private final Scratch output = new Scratch();
  private int[] tokens = new int[0];
  private int count;

  /** Binds {@code weight} (V,E). */
  public Embedding(Parameters parameters) {
    weight = parameters.value("weight");
    dWeight = parameters.gradient("weight");
  }

  public static ParameterLayout layout(int vocabularySize, int embeddingSize) {
    return ParameterLayout.empty().with("weight", vocabularySize, embeddingSize);
  }

  /**
   * @param tokens T*B of them from the start of the array, each 0 to below V; read again by {@link
   *     #backward}
   * @return (count,E), a view that lives until the next call
   * @throws IllegalArgumentException for a token outside the vocabulary
   */
  public Matrix forward(int[] tokens, int count) {
    this.tokens = tokens;
    this.count = count;
    Matrix y = output.matrix(count, weight.columns);
    for (int i = 0; i < count; i++) {
      int token = tokens[i];
      if (token < 0 || token >= weight.rows) {
        throw new IllegalArgumentException(
            "token is " + token + ", expected 0 to below " + weight.rows + " (vocabularySize)");
      }
      System.arraycopy(weight.data, weight.index(token), y.data, y.index(i), weight.columns);
    }
    return y;
  }

  /** Adds the gradient of each token's row; {@code dOutput} is (count,E). */
  public void backward(Matrix dOutput) {
    for (int i = 0; i < count; i++) {
      Kernels.add(
          dOutput.data, dOutput.index(i), dWeight.data, dWeight.index(tokens[i]), dWeight.columns);
    }
  }
}
