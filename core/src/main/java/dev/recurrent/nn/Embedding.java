package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;

/** A row of weights (V,E) for each token. */
public final class Embedding {
  private final Matrix weight;
  private final Matrix dWeight;
  private final Scratch output = new Scratch();

  /** The token of each row of the last output. */
  private int[] tokens = new int[0];

  private int count;

  /** By token: its index among the distinct ones plus 1, or 0; zeros between calls. */
  private final int[] seen;

  private int[] distinct = new int[0];
  private DistinctRows lookup = new DistinctRows(output.matrix(0, 0), new int[0]);
  private final WordDropout words;

  /** Binds {@code weight} (V,E). */
  public Embedding(Parameters parameters) {
    this(parameters, 0);
  }

  /**
   * Binds {@code weight} (V,E).
   *
   * @param wordDropout share of the vocabulary whose rows are zero after {@link #dropWords}
   */
  public Embedding(Parameters parameters, float wordDropout) {
    words = new WordDropout(wordDropout);
    weight = parameters.value("weight");
    dWeight = parameters.gradient("weight");
    seen = new int[weight.rows];
  }

  /** {@code weight} (V,E). */
  public static ParameterLayout layout(int vocabularySize, int embeddingSize) {
    return ParameterLayout.empty().with("weight", vocabularySize, embeddingSize);
  }

  /** Chooses the words that the next outputs lack, until {@link #keepWords}. */
  public void dropWords(long seed) {
    words.draw(seed);
  }

  /** The next outputs lack no word. */
  public void keepWords() {
    words.keep();
  }

  /**
   * @param tokens T*B of them from the start of the array, each 0 to below V; read again by {@link
   *     #backward}
   * @return (count,E), a view that lives until the next call
   * @throws IllegalArgumentException for a token outside the vocabulary
   */
  public Matrix forward(int[] tokens, int count) {
    requireTokens(tokens, count);
    return rows(tokens, count);
  }

  /**
   * As {@link #forward}, for a layer that computes what equal tokens share once.
   *
   * @return each distinct token's row once, where that pays; lives until the next call
   */
  public DistinctRows lookup(int[] tokens, int count) {
    requireTokens(tokens, count);
    int[] indices = lookup.indices().length == count ? lookup.indices() : new int[count];
    int n = number(tokens, indices);
    boolean pays = DistinctRows.pays(n, count);
    Matrix rows = pays ? rows(distinct, n) : rows(tokens, count);
    for (int i = 0; i < count && !pays; i++) {
      indices[i] = i;
    }
    if (rows != lookup.rows() || indices != lookup.indices()) {
      lookup = new DistinctRows(rows, indices);
    }
    return lookup;
  }

  /** Numbers the distinct tokens in order of their first occurrence; returns how many. */
  private int number(int[] tokens, int[] indices) {
    if (distinct.length < indices.length) {
      distinct = new int[indices.length];
    }
    int n = 0;
    for (int i = 0; i < indices.length; i++) {
      if (seen[tokens[i]] == 0) {
        distinct[n] = tokens[i];
        seen[tokens[i]] = ++n;
      }
      indices[i] = seen[tokens[i]] - 1;
    }
    for (int i = 0; i < n; i++) {
      seen[distinct[i]] = 0;
    }
    return n;
  }

  private void requireTokens(int[] tokens, int count) {
    for (int i = 0; i < count; i++) {
      if (tokens[i] < 0 || tokens[i] >= weight.rows) {
        throw new IllegalArgumentException(
            "token is " + tokens[i] + ", expected 0 to below " + weight.rows + " (vocabularySize)");
      }
    }
  }

  private Matrix rows(int[] tokens, int count) {
    this.tokens = tokens;
    this.count = count;
    Matrix y = output.matrix(count, weight.columns);
    for (int i = 0; i < count; i++) {
      System.arraycopy(weight.data, weight.index(tokens[i]), y.data, y.index(i), weight.columns);
    }
    if (words.on()) {
      scale(y);
    }
    return y;
  }

  /**
   * Adds the gradient of each token's row. Overwrites {@code dOutput} where words were dropped.
   *
   * @param dOutput of the last output, (count,E), or of a lookup's rows, (U,E)
   */
  public void backward(Matrix dOutput) {
    if (words.on()) {
      scale(dOutput);
    }
    for (int i = 0; i < count; i++) {
      Kernels.add(
          dOutput.data, dOutput.index(i), dWeight.data, dWeight.index(tokens[i]), dWeight.columns);
    }
  }

  /** Multiplies each row with its token's factor. */
  private void scale(Matrix rows) {
    for (int i = 0; i < count; i++) {
      float factor = words.factor(tokens[i]);
      int at = rows.index(i);
      for (int j = 0; j < rows.columns; j++) {
        rows.data[at + j] *= factor;
      }
    }
  }
}
