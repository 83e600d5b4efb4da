package dev.recurrent.nn.layer;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Parameters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A network's input at work: looks tokens up and puts them behind the features. */
public final class BoundInput {
  private final SequenceInput input;
  private final @Nullable Embedding embedding;
  private final Scratch rows = new Scratch();

  BoundInput(SequenceInput input, Parameters parameters) {
    this.input = input;
    embedding =
        input.hasTokens() ? new Embedding(parameters.at(SequenceInput.EMBEDDING + ".")) : null;
  }

  /** Whether the rows are data alone, without a parameter: nothing uses their gradient. */
  public boolean isData() {
    return embedding == null;
  }

  /** Whether the rows are those of tokens alone, many of which are equal. */
  public boolean isTokens() {
    return input.features() == 0;
  }

  /** The distinct rows of T*B tokens; only where {@link #isTokens}. */
  public DistinctRows lookup(int[] tokens) {
    return Objects.requireNonNull(embedding, "no embedding").lookup(tokens, tokens.length);
  }

  /**
   * Rows (T*B, features + E).
   *
   * @param features (T*B, features), or null where there are none
   * @param tokens T*B of them, or null where there are none
   */
  public Matrix forward(@Nullable Matrix features, int @Nullable [] tokens) {
    if (embedding == null) {
      return Objects.requireNonNull(features, "features");
    }
    int count = Objects.requireNonNull(tokens, "tokens").length;
    Matrix embedded = embedding.forward(tokens, count);
    if (features == null) {
      return embedded;
    }
    Matrix both = rows.matrix(count, input.features() + input.embeddingSize());
    both.columns(0, input.features()).copyFrom(features);
    both.columns(input.features(), input.embeddingSize()).copyFrom(embedded);
    return both;
  }

  /** Adds the embedding's gradient; {@code d} is that of the last rows. */
  public void backward(Matrix d) {
    if (embedding != null) {
      embedding.backward(isTokens() ? d : d.columns(input.features(), input.embeddingSize()));
    }
  }
}
