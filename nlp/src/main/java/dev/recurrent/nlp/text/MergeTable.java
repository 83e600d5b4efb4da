package dev.recurrent.nlp.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * The merges of byte pair encoding in the order they were learned: two token ids each, and the id
 * of the token they become. Immutable.
 */
public final class MergeTable implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int[] lefts;
  private final int[] rights;
  private final int[] results;
  private final HashMap<Long, Integer> ranks;

  /**
   * A table of merges; all arrays have one entry per merge.
   *
   * @param lefts ids of the left tokens
   * @param rights ids of the right tokens
   * @param vocabulary holds the tokens and what they merge to
   * @throws IllegalArgumentException if the arrays differ in length, an id or a merged token is not
   *     in the vocabulary, or a pair occurs twice
   */
  public MergeTable(int[] lefts, int[] rights, Vocabulary vocabulary) {
    if (lefts.length != rights.length) {
      throw new IllegalArgumentException(
          "merges have "
              + lefts.length
              + " left and "
              + rights.length
              + " right tokens, expected as many");
    }
    this.lefts = lefts.clone();
    this.rights = rights.clone();
    this.results = new int[lefts.length];
    this.ranks = new HashMap<>(lefts.length * 2);
    for (int rank = 0; rank < lefts.length; rank++) {
      String merged = vocabulary.token(lefts[rank]) + vocabulary.token(rights[rank]);
      if (!vocabulary.contains(merged)) {
        throw new IllegalArgumentException(
            "merge " + rank + " gives \"" + merged + "\", expected a token of the vocabulary");
      }
      results[rank] = vocabulary.id(merged);
      Integer before = ranks.put(key(lefts[rank], rights[rank]), rank);
      if (before != null) {
        throw new IllegalArgumentException(
            "merge " + rank + " repeats merge " + before + ", expected each pair once");
      }
    }
  }

  /** One number for an ordered pair of ids. */
  static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  /** The number of merges. */
  public int size() {
    return results.length;
  }

  /** The place of a pair in the order of merges, from 0; -1 if the pair does not merge. */
  public int rank(int left, int right) {
    return ranks.getOrDefault(key(left, right), -1);
  }

  /** The id of the left token of a merge. */
  public int left(int rank) {
    return lefts[rank];
  }

  /** The id of the right token of a merge. */
  public int right(int rank) {
    return rights[rank];
  }

  /** The id of the token a merge gives. */
  public int result(int rank) {
    return results[rank];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MergeTable that
        && Arrays.equals(lefts, that.lefts)
        && Arrays.equals(rights, that.rights)
        && Arrays.equals(results, that.results);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(lefts) + Arrays.hashCode(rights);
  }
}
