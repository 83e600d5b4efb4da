package dev.recurrent.nn.attention;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Rows;
import java.util.Locale;

/**
 * Where a decoder looks: for each query a softmax over the rows of its sentence's memory, and the
 * mean of these rows by it, the context.
 *
 * <p>The memory is brought into sentence order once a batch, so that scores and context of a
 * sentence are dense products over just the rows it has: padding is never touched, and several
 * queries of one sentence (a beam) share its memory. Here <b>S</b> is the steps of the memory,
 * <b>C</b> its columns, <b>T</b> the queries of each sentence, <b>H</b> their columns.
 *
 * <p>Order of calls: {@link #begin}, then {@link #forward} for queries in order; going back, {@link
 * #backward} for the same queries in reverse order, then {@link #endBackward}.
 */
public final class Attention {
  /** How a query q and a memory row m give a score. */
  public enum Kind {
    /** No attention: the decoder has the encoder's last state alone. */
    NONE,
    /** q·m, of the same size. Luong et al. (2015), arXiv:1508.04025, eq. 8. */
    DOT,
    /** q·(W m). Luong et al. (2015), eq. 8. */
    GENERAL,
    /** v·tanh(Wq q + Wk m). Bahdanau et al. (2014), arXiv:1409.0473, A.1.2. */
    BAHDANAU;

    /** "general". */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException listing the labels there are
     */
    public static Kind of(String label) {
      for (Kind kind : values()) {
        if (kind.label().equals(label.toLowerCase(Locale.ROOT))) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "attention is \"" + label + "\", expected none, dot, general or bahdanau");
    }
  }

  private final AttentionScore score;
  private final Scratch memoryRows = new Scratch();
  private final Scratch dMemoryRows = new Scratch();
  private final Scratch byTime = new Scratch();
  private final Scratch queryRows = new Scratch();
  private final Scratch weightRows = new Scratch();
  private final Scratch dScoreRows = new Scratch();
  private final Scratch contextRows = new Scratch();
  private final Scratch dContextRows = new Scratch();
  private int[] lengths = new int[0];
  private int batch;
  private int queries;
  private Matrix memory = Matrix.zeros(0, 0);
  private Matrix weights = Matrix.zeros(0, 0);
  private Matrix query = Matrix.zeros(0, 0);
  private Matrix dScores = Matrix.zeros(0, 0);
  private Matrix dContexts = Matrix.zeros(0, 0);

  /**
   * Binds the parameters that {@link #layout} names.
   *
   * @throws IllegalArgumentException for {@link Kind#NONE}
   */
  public Attention(Kind kind, Parameters parameters) {
    score =
        switch (kind) {
          case NONE -> throw new IllegalArgumentException("attention is none: nothing to compute");
          case DOT -> new DotScore(null);
          case GENERAL -> new DotScore(parameters);
          case BAHDANAU -> new AdditiveScore(parameters);
        };
  }

  /**
   * Names and shapes for queries of H and memory of C columns.
   *
   * @throws IllegalArgumentException if {@code dot} is to compare different sizes
   */
  public static ParameterLayout layout(Kind kind, int querySize, int memorySize) {
    ParameterLayout none = ParameterLayout.empty();
    return switch (kind) {
      case NONE -> none;
      case DOT -> {
        if (querySize != memorySize) {
          throw new IllegalArgumentException(
              "attention dot compares a decoder of "
                  + querySize
                  + " with an encoder of "
                  + memorySize
                  + " columns, expected the same; take general");
        }
        yield none;
      }
      case GENERAL -> none.with("key.weight", querySize, memorySize);
      case BAHDANAU ->
          none.with("query.weight", querySize, querySize)
              .with("key.weight", querySize, memorySize)
              .with("energy.weight", 1, querySize);
    };
  }

  /**
   * Takes up a batch's memory.
   *
   * @param encoded (S*B,C), time-major
   * @param lengths rows of each of the B sentences, 0 to S; not to be changed until the end
   * @param queries T, how many each sentence will ask
   * @param querySize H
   */
  public void begin(Matrix encoded, int[] lengths, int queries, int querySize) {
    this.lengths = lengths;
    this.queries = queries;
    batch = lengths.length;
    int steps = encoded.rows / batch;
    memory = memoryRows.matrix(encoded.rows, encoded.columns);
    for (int s = 0; s < steps; s++) {
      for (int b = 0; b < batch; b++) {
        Rows.copy(encoded, s * batch + b, memory, b * steps + s);
      }
    }
    query = queryRows.matrix(batch * queries, querySize);
    weights = weightRows.matrix(batch * queries, steps);
    weights.fill(0f);
    score.begin(memory, batch, steps, query);
  }

  private int steps() {
    return weights.columns;
  }

  /** Rows {@code from} and on of one sentence's queries, and the rows it has in the memory. */
  private Block block(int b, int from, int count) {
    return new Block(b * queries + from, count, b * steps(), lengths[b]);
  }

  /**
   * Part of the (T,S) weights of one sentence.
   *
   * @param row first row of the queries, in sentence order
   * @param count rows of them
   * @param start first row of the memory
   * @param length rows of it
   */
  record Block(int row, int count, int start, int length) {
    Matrix queries(Matrix all) {
      return all.rows(row, count);
    }

    Matrix memory(Matrix all) {
      return all.rows(start, length);
    }

    Matrix weights(Matrix all) {
      return all.rows(row, count).columns(0, length);
    }
  }

  /**
   * Answers some queries of every sentence.
   *
   * @param from the first query's number, 0 to below T
   * @param asked (N*B,H): queries {@code from} to below {@code from + N}, time-major
   * @param contexts (N*B,C), is written
   */
  public void forward(int from, Matrix asked, Matrix contexts) {
    int count = asked.rows / batch;
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < batch; b++) {
        Rows.copy(asked, i * batch + b, query, b * queries + from + i);
      }
    }
    score.ask(from, asked, queries);
    Matrix context = contextRows.matrix(count, memory.columns);
    for (int b = 0; b < batch; b++) {
      Block block = block(b, from, count);
      context.fill(0f);
      if (block.length() > 0) {
        Matrix share = block.weights(weights);
        score.forward(block, share);
        softmax(share);
        Kernels.multiply(share, block.memory(memory), context, 0f);
      }
      for (int i = 0; i < count; i++) {
        Rows.copy(context, i, contexts, i * batch + b);
      }
    }
  }

  private static void softmax(Matrix scores) {
    for (int i = 0; i < scores.rows; i++) {
      int at = scores.index(i);
      float largest = Kernels.max(scores.data, at, scores.columns);
      float scale = (float) (1 / Kernels.exp(scores.data, at, scores.columns, largest));
      for (int j = at; j < at + scores.columns; j++) {
        scores.data[j] *= scale;
      }
    }
  }

  /** How much query t of sentence b looked at memory row s; 0 beyond its length. */
  public float weight(int b, int t, int s) {
    return weights.get(b * queries + t, s);
  }

  /** Readies the backward pass. */
  public void beginBackward() {
    dScores = dScoreRows.matrix(weights.rows, weights.columns);
    dScores.fill(0f);
    dContexts = dContextRows.matrix(weights.rows, memory.columns);
    dContexts.fill(0f);
    score.beginBackward();
  }

  /**
   * Goes back over query t of every sentence.
   *
   * @param dContext (B,C)
   * @param dQuery (B,H), is written
   */
  public void backward(int t, Matrix dContext, Matrix dQuery) {
    dQuery.fill(0f);
    for (int b = 0; b < batch; b++) {
      Block block = block(b, t, 1);
      Rows.copy(dContext, b, dContexts, block.row());
      if (block.length() > 0) {
        Matrix d = block.weights(dScores);
        Kernels.multiplyTransposedRight(block.queries(dContexts), block.memory(memory), d, 0f);
        softmaxBackward(block.weights(weights), d);
        score.backward(block, d, dQuery.rows(b, 1));
      }
    }
    score.asked(t, dQuery, queries);
  }

  /** d = w (d - w·d). */
  private static void softmaxBackward(Matrix w, Matrix d) {
    int from = w.index(0);
    int at = d.index(0);
    float mean = 0;
    for (int j = 0; j < w.columns; j++) {
      mean += w.data[from + j] * d.data[at + j];
    }
    for (int j = 0; j < w.columns; j++) {
      d.data[at + j] = w.data[from + j] * (d.data[at + j] - mean);
    }
  }

  /**
   * Adds the parameters' gradients.
   *
   * @return gradient of the memory, (S*B,C), time-major, a view that lives until the next call
   */
  public Matrix endBackward() {
    Matrix dMemory = dMemoryRows.matrix(memory.rows, memory.columns);
    dMemory.fill(0f);
    for (int b = 0; b < batch; b++) {
      Block block = block(b, 0, queries);
      if (block.length() > 0) {
        Kernels.multiplyTransposedLeft(
            block.weights(weights), block.queries(dContexts), block.memory(dMemory), 0f);
        score.endBackward(block, block.weights(dScores));
      }
    }
    score.addGradients(dMemory);
    Matrix d = byTime.matrix(memory.rows, memory.columns);
    for (int s = 0; s < steps(); s++) {
      for (int b = 0; b < batch; b++) {
        Rows.copy(dMemory, b * steps() + s, d, s * batch + b);
      }
    }
    return d;
  }
}
