package dev.recurrent.nlp.generation;

/** The last N states of a text and the token after each, for one sequence. */
final class StateCache {
  private final int capacity;
  private final float sharpness;
  private final float[][] states;
  private final int[] next;
  private final double[] scores;
  private int count;

  StateCache(int capacity, float sharpness) {
    this.capacity = capacity;
    this.sharpness = sharpness;
    states = new float[capacity][];
    next = new int[capacity];
    scores = new double[capacity];
  }

  boolean isEmpty() {
    return count == 0;
  }

  void clear() {
    count = 0;
  }

  /** The share of the states that a token followed, each weighted by its likeness to this one. */
  double probability(int token, float[] data, int at, int size) {
    int held = Math.min(count, capacity);
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < held; i++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += (double) states[i][j] * data[at + j];
      }
      scores[i] = sharpness * sum;
      most = Math.max(most, scores[i]);
    }
    double all = 0;
    double its = 0;
    for (int i = 0; i < held; i++) {
      double share = Math.exp(scores[i] - most);
      all += share;
      its += next[i] == token ? share : 0;
    }
    return its / all;
  }

  void add(float[] data, int at, int size, int token) {
    int slot = count % capacity;
    if (states[slot] == null) {
      states[slot] = new float[size];
    }
    System.arraycopy(data, at, states[slot], 0, size);
    next[slot] = token;
    count = count == 2 * capacity - 1 ? capacity : count + 1;
  }
}
