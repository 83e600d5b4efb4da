package dev.recurrent.nlp.corpus;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.Vocabulary;
import java.util.BitSet;

/** Rows of an embedding that vectors of words are written to; a word's first vector counts. */
final class VectorRows implements VectorSink {
  private final Vocabulary vocabulary;
  private final Matrix weight;
  private final BitSet written = new BitSet();

  /**
   * @param weight (V,E)
   */
  VectorRows(Vocabulary vocabulary, Matrix weight) {
    this.vocabulary = vocabulary;
    this.weight = weight;
  }

  /**
   * The tokens that are this word and have no vector yet: as it stands behind a space, and
   * elsewhere.
   */
  @Override
  public int[] tokens(String word) {
    int behind = vocabulary.id(" " + word);
    int alone = vocabulary.id(word);
    boolean first = wanted(behind);
    boolean second = wanted(alone);
    if (first && second) {
      return new int[] {behind, alone};
    }
    return first ? new int[] {behind} : second ? new int[] {alone} : new int[0];
  }

  private boolean wanted(int id) {
    return !vocabulary.isSpecial(id) && !written.get(id);
  }

  @Override
  public void write(int[] tokens, float[] vector) {
    for (int token : tokens) {
      System.arraycopy(vector, 0, weight.data, weight.index(token), weight.columns);
      written.set(token);
    }
  }

  /** How many rows have been written. */
  int count() {
    return written.cardinality();
  }
}
