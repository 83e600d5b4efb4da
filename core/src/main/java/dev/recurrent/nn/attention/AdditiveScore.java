package dev.recurrent.nn.attention;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Rows;

/**
 * v·tanh(Wq q + Wk m). The tanh of every pair of query and memory row is computed again going back:
 * keeping B T S A of them would take more memory than the rest of the network.
 */
final class AdditiveScore implements AttentionScore {
  private final Matrix queryWeight;
  private final Matrix dQueryWeight;
  private final Matrix keyWeight;
  private final Matrix dKeyWeight;
  private final Matrix energy;
  private final Matrix dEnergy;
  private final Scratch keyRows = new Scratch();
  private final Scratch dKeyRows = new Scratch();
  private final Scratch projectedRows = new Scratch();
  private final Scratch dProjectedRows = new Scratch();
  private final Scratch step = new Scratch();
  private final Scratch pairs = new Scratch();
  private Matrix memory = Matrix.zeros(0, 0);
  private Matrix queries = memory;
  private Matrix keys = memory;
  private Matrix dKeys = memory;
  private Matrix projected = memory;
  private Matrix dProjected = memory;
  private int batch;

  /** Binds {@code query.weight} (A,H), {@code key.weight} (A,C), {@code energy.weight} (1,A). */
  AdditiveScore(Parameters parameters) {
    queryWeight = parameters.value("query.weight");
    dQueryWeight = parameters.gradient("query.weight");
    keyWeight = parameters.value("key.weight");
    dKeyWeight = parameters.gradient("key.weight");
    energy = parameters.value("energy.weight");
    dEnergy = parameters.gradient("energy.weight");
  }

  @Override
  public void begin(Matrix memory, int batch, int steps, Matrix queries) {
    this.memory = memory;
    this.queries = queries;
    this.batch = batch;
    keys = keyRows.matrix(memory.rows, keyWeight.rows);
    Kernels.multiplyTransposedRight(memory, keyWeight, keys, 0f);
    projected = projectedRows.matrix(queries.rows, queryWeight.rows);
  }

  @Override
  public void ask(int from, Matrix asked, int perSentence) {
    Matrix rows = step.matrix(asked.rows, queryWeight.rows);
    Kernels.multiplyTransposedRight(asked, queryWeight, rows, 0f);
    for (int i = 0; i < rows.rows; i++) {
      int b = i % batch;
      Rows.copy(rows, i, projected, b * perSentence + from + i / batch);
    }
  }

  /** tanh(Wq q + Wk m) of one query and every memory row of its sentence, (length,A). */
  private Matrix pairs(int query, Matrix own) {
    Matrix u = pairs.matrix(own.rows, own.columns);
    int q = projected.index(query);
    for (int s = 0; s < own.rows; s++) {
      int from = own.index(s);
      int to = u.index(s);
      for (int j = 0; j < own.columns; j++) {
        u.data[to + j] = own.data[from + j] + projected.data[q + j];
      }
    }
    Kernels.rnnForward(u, u);
    return u;
  }

  @Override
  public void forward(Attention.Block block, Matrix scores) {
    for (int i = 0; i < block.count(); i++) {
      Matrix u = pairs(block.row() + i, block.memory(keys));
      Kernels.multiplyTransposedRight(energy, u, scores.rows(i, 1), 0f);
    }
  }

  @Override
  public void beginBackward() {
    dKeys = dKeyRows.matrix(keys.rows, keys.columns);
    dKeys.fill(0f);
    dProjected = dProjectedRows.matrix(projected.rows, projected.columns);
    dProjected.fill(0f);
  }

  @Override
  public void backward(Attention.Block block, Matrix dScores, Matrix dQuery) {
    Matrix u = pairs(block.row(), block.memory(keys));
    Kernels.multiply(dScores, u, dEnergy, 1f);
    int q = dProjected.index(block.row());
    for (int s = 0; s < u.rows; s++) {
      float d = dScores.get(0, s);
      int from = u.index(s);
      int to = dKeys.index(block.start() + s);
      for (int j = 0; j < u.columns; j++) {
        float value = u.data[from + j];
        float slope = d * energy.data[energy.offset + j] * (1f - value * value);
        dKeys.data[to + j] += slope;
        dProjected.data[q + j] += slope;
      }
    }
  }

  @Override
  public void asked(int t, Matrix dQuery, int perSentence) {
    Matrix rows = step.matrix(dQuery.rows, queryWeight.rows);
    for (int b = 0; b < rows.rows; b++) {
      Rows.copy(dProjected, b * perSentence + t, rows, b);
    }
    Kernels.multiply(rows, queryWeight, dQuery, 0f);
  }

  @Override
  public void endBackward(Attention.Block block, Matrix dScores) {}

  @Override
  public void addGradients(Matrix dMemory) {
    Kernels.multiplyTransposedLeft(dProjected, queries, dQueryWeight, 1f);
    Kernels.multiplyTransposedLeft(dKeys, memory, dKeyWeight, 1f);
    Kernels.multiply(dKeys, keyWeight, dMemory, 1f);
  }
}
