package dev.recurrent.nn.attention;

import dev.recurrent.math.Matrix;

/** The part of {@link Attention} that compares queries with memory. All rows in sentence order. */
sealed interface AttentionScore permits DotScore, AdditiveScore {
  /**
   * Takes up a batch.
   *
   * @param memory (B*S,C)
   * @param queries (B*T,H), filled by {@link Attention} before each {@link #forward}
   */
  void begin(Matrix memory, int batch, int steps, Matrix queries);

  /**
   * Sees new queries before they are compared.
   *
   * @param asked (N*B,H), time-major
   * @param perSentence T
   */
  void ask(int from, Matrix asked, int perSentence);

  /** Writes the scores (count,length) of a block. */
  void forward(Attention.Block block, Matrix scores);

  void beginBackward();

  /** Adds to {@code dQuery} (1,H) for the scores' gradient of a block of one query. */
  void backward(Attention.Block block, Matrix dScores, Matrix dQuery);

  /** Sees the gradient {@code dQuery} (B,H) of query t, which {@link #backward} has filled. */
  void asked(int t, Matrix dQuery, int perSentence);

  /** Goes back over all queries of one sentence to the keys. */
  void endBackward(Attention.Block block, Matrix dScores);

  /** Adds the weights' gradients, and the keys' to the memory's, (B*S,C). */
  void addGradients(Matrix dMemory);
}
